package org.supervisor4j.ctl;

import java.util.Map;

/**
 * A {@code [ctlplugin:x]} section.
 *
 * @param name the part after the colon
 * @param factory which plug-in is meant
 * @param options all further keys, in the order of the file
 */
record PluginSection(String name, String factory, Map<String, String> options) {}

package org.supervisor4j.ctl.session;

import java.util.List;

/**
 * Which configuration file was read.
 *
 * @param path as it was given or found; empty for none
 * @param searched the places that were looked at, in order; empty where the file was given
 */
public record ConfigurationSource(String path, List<String> searched) {}

package org.supervisor4j.plugin;

import java.util.List;
import java.util.Map;

/** Commands for supervisorctl: what {@code supervisor.ctl_factory} of a {@code [ctlplugin:x]} names. */
public interface CtlPlugin extends Plugin {
    /**
     * Makes the commands. Called once for each section that names this plug-in, before anything else is done.
     *
     * @param options all further keys of the section, in the order of the file
     * @throws PluginException if an option makes no sense; supervisorctl does not start then
     */
    List<CtlCommand> create(Map<String, String> options) throws PluginException;
}

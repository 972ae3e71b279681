package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.ini.ConfigException;

/** Reads configurations while the daemon lives. May block; called by one thread at a time, never by a loop. */
public interface ConfigLoader {
    /** Reads the configuration that the daemon was started with anew. */
    SupervisordConfig load() throws ConfigException;

    /**
     * What {@link #load} would give, without any consequence for later ones. The object that was read last, by whatever
     * method, as long as nothing has changed on the disk.
     */
    SupervisordConfig look() throws ConfigException;

    /**
     * Makes the processes of a program that stands in no file.
     *
     * @param settings the keys of a {@code [program:x]} section
     */
    List<ProcessConfig> program(String group, String program, Map<String, String> settings) throws ConfigException;
}

package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.ConfigParser;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.rpc.ConfigLoader;
import org.supervisor4j.ini.ConfigException;

/** Reads the files that the daemon was started with. One thread at a time. */
record FileConfigLoader(ConfigParser parser, String file) implements ConfigLoader {
    @Override
    public SupervisordConfig load() throws ConfigException {
        return parser.reread(file);
    }

    @Override
    public SupervisordConfig next() throws ConfigException {
        return parser.successor().parse(file);
    }

    @Override
    public List<ProcessConfig> program(String group, String program, Map<String, String> settings)
            throws ConfigException {
        return parser.program(file, group, program, settings);
    }
}

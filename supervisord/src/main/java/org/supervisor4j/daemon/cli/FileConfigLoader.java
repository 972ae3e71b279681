package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ConfigParser;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.rpc.ConfigLoader;
import org.supervisor4j.ini.ConfigException;

/** Reads the files that the daemon was started with. One thread at a time. */
final class FileConfigLoader implements ConfigLoader {
    private final ConfigParser parser;
    private final String file;
    private final WatchedFiles source;
    /** What the files said when they could be read last. */
    private SupervisordConfig latest;

    /** Why they could not be since; null if that has not happened. */
    private @Nullable ConfigException mistake;

    /**
     * @param source what the parser reads from
     * @param started what it has read last
     */
    FileConfigLoader(ConfigParser parser, String file, WatchedFiles source, SupervisordConfig started) {
        this.parser = parser;
        this.file = file;
        this.source = source;
        this.latest = started;
    }

    @Override
    public SupervisordConfig load() throws ConfigException {
        return read(() -> parser.reread(file));
    }

    @Override
    public SupervisordConfig look() throws ConfigException {
        if (!source.areUnchanged()) {
            return read(() -> parser.look(file));
        }
        ConfigException since = mistake;
        if (since != null) {
            throw since;
        }
        return latest;
    }

    private interface Reading {
        SupervisordConfig read() throws ConfigException;
    }

    private SupervisordConfig read(Reading reading) throws ConfigException {
        source.begin();
        try {
            latest = reading.read();
            mistake = null;
            return latest;
        } catch (ConfigException wrong) {
            mistake = wrong;
            throw wrong;
        }
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

package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.rpc.ConfigLoader;
import org.supervisor4j.ini.ConfigException;

/** Reads the files that one life of the daemon was started with. One thread at a time. */
final class FileConfigLoader implements ConfigLoader {
    /** The files to read, and what their meaning depends on. */
    record Origin(String file, ConfigSource files, Surroundings surroundings, CommandLineOverrides commandLine) {}

    private final Origin origin;
    private final WatchedFiles source;
    private final ConfigParser parser;
    private final SupervisordConfig started;
    /** What the files said when they could be read last. */
    private SupervisordConfig latest;

    /** Why they could not be read since then; null if that has not happened. */
    private @Nullable ConfigException mistake;

    private volatile @Nullable FileConfigLoader successor;

    /** Reads them for a start. */
    FileConfigLoader(Origin origin) throws ConfigException {
        this.origin = origin;
        this.source = new WatchedFiles(origin.files());
        this.parser = new ConfigParser(source, origin.surroundings(), origin.commandLine());
        this.started = parser.parse(origin.file());
        this.latest = started;
    }

    /** What it was started with. */
    SupervisordConfig started() {
        return started;
    }

    /** Reads them as the next life will, the daemon's own user included; nothing of the present one changes. */
    FileConfigLoader next() throws ConfigException {
        return new FileConfigLoader(origin);
    }

    /** Has the next life begin with what was read and checked, whatever happens to the files until then. */
    void handOnTo(FileConfigLoader checked) {
        successor = checked;
    }

    /** What the next life begins with; any thread. */
    FileConfigLoader successor() throws ConfigException {
        FileConfigLoader checked = successor;
        return checked == null ? next() : checked;
    }

    @Override
    public SupervisordConfig load() throws ConfigException {
        return read(() -> parser.reread(origin.file()));
    }

    @Override
    public SupervisordConfig look() throws ConfigException {
        if (!source.areUnchanged()) {
            return read(() -> parser.look(origin.file()));
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
    public List<ProcessConfig> program(String group, String program, Map<String, String> settings)
            throws ConfigException {
        return parser.program(origin.file(), group, program, settings);
    }
}

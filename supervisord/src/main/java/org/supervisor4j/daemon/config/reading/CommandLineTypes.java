package org.supervisor4j.daemon.config.reading;

import org.supervisor4j.daemon.config.Lookups;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.values.OptionType;
import org.supervisor4j.model.LogLevel;

/** The kinds of values that the command line shares with the file and that need something looked up. */
public final class CommandLineTypes {
    /** A level of the daemon's log. */
    public static final OptionType<LogLevel> LEVEL = ValueKind::level;

    private final Lookups lookups;

    public CommandLineTypes(Surroundings surroundings) {
        this.lookups = new Lookups(surroundings);
    }

    /** A directory that exists; {@code ~} is expanded. */
    public OptionType<String> directory() {
        return text -> ValueKind.DIRECTORY.conversion().convert(lookups, text);
    }

    /** A path whose directory exists; {@code ~} is expanded. */
    public OptionType<String> path() {
        return text -> ValueKind.PATH.conversion().convert(lookups, text);
    }
}

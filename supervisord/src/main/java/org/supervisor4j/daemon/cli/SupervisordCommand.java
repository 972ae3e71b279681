package org.supervisor4j.daemon.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Lookups;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.python.GetOpt;

/**
 * The command line of supervisord. Which of several mistakes is reported, that options end at the first other word,
 * that {@code -v} answers before a later mistake is seen, and every text are a contract that follows Python's getopt
 * ({@link GetOpt}). picocli's parser has no place to hook into there, and its model is not what a start should wait
 * for: {@link DaemonUsage} makes it for completion in shells.
 */
public final class SupervisordCommand {
    /** The version that {@code --since} knows: the last one before values were read otherwise, and Debian's. */
    static final String COMPARED = "4.2.5";

    private final String programName;
    private final String version;
    private final Lookups lookups;

    /**
     * @param programName as the daemon was called
     * @param version what {@code -v} prints
     */
    public SupervisordCommand(String programName, String version, Surroundings surroundings) {
        this.programName = programName;
        this.version = version;
        this.lookups = new Lookups(surroundings);
    }

    /** What the operator wants. */
    public sealed interface Request {
        /** Run the daemon with these settings. */
        record Run(CommandLineOverrides overrides) implements Request {}

        /**
         * Read the configuration, tell what is wrong with it, and no more.
         *
         * @param strict whether warnings count as errors
         * @param json whether to tell it as JSON
         * @param since whether to tell what {@link #COMPARED} reads otherwise, too
         */
        record Check(CommandLineOverrides overrides, boolean strict, boolean json, boolean since) implements Request {}

        /** Print that to stdout and exit with status 0. */
        record Print(String text) implements Request {}
    }

    /**
     * @param arguments without the program's name
     * @throws UsageException with the message of the first mistake
     */
    public Request parse(List<String> arguments) throws UsageException {
        GetOpt split = split(arguments);
        if (!split.rest().isEmpty()) {
            throw new UsageException("positional arguments are not supported: " + PythonRepr.of(split.rest()));
        }
        Map<DaemonOption, Object> values = new EnumMap<>(DaemonOption.class);
        List<String> programs = new ArrayList<>();
        for (GetOpt.Given given : split.options()) {
            DaemonOption option = DaemonOption.of(given.name());
            if (option == DaemonOption.HELP) {
                return new Request.Print(DaemonUsage.text(programName));
            }
            if (option == DaemonOption.VERSION) {
                return new Request.Print(version + "\n");
            }
            if (option == DaemonOption.RUN) {
                programs.add(program(given));
                continue;
            }
            if (option == DaemonOption.SINCE && !given.value().equals(COMPARED)) {
                throw new UsageException("invalid value for --since " + PythonRepr.of(given.value()) + ": " + COMPARED
                        + " is the version of Supervisor that can be compared with");
            }
            ValueKind<?> kind = option.kind();
            if (values.putIfAbsent(option, kind == null ? true : converted(kind, given)) != null) {
                throw new UsageException("conflicting command line option " + PythonRepr.of(given.name()));
            }
        }
        if (values.containsKey(DaemonOption.CHECK)) {
            return new Request.Check(
                    overrides(values, programs),
                    values.containsKey(DaemonOption.STRICT),
                    values.containsKey(DaemonOption.JSON),
                    values.containsKey(DaemonOption.SINCE));
        }
        for (DaemonOption option : List.of(DaemonOption.STRICT, DaemonOption.JSON, DaemonOption.SINCE)) {
            if (values.containsKey(option)) {
                throw new UsageException(
                        "option " + option.word() + " has no meaning without " + DaemonOption.CHECK.word());
            }
        }
        return new Request.Run(overrides(values, programs));
    }

    private static String program(GetOpt.Given given) throws UsageException {
        int equals = given.value().indexOf('=');
        if (equals <= 0 || given.value().substring(equals + 1).isBlank()) {
            throw new UsageException("invalid value for " + given.name() + " " + PythonRepr.of(given.value())
                    + ": it has to be NAME=COMMAND");
        }
        return given.value();
    }

    private static GetOpt split(List<String> arguments) throws UsageException {
        try {
            return GetOpt.parse(arguments, DaemonOption.SPELLINGS);
        } catch (InvalidValueException mistake) {
            throw new UsageException(mistake.getMessage());
        }
    }

    private Object converted(ValueKind<?> kind, GetOpt.Given given) throws UsageException {
        try {
            return kind.conversion().convert(lookups, given.value());
        } catch (InvalidValueException bad) {
            throw new UsageException(
                    "invalid value for " + given.name() + " " + PythonRepr.of(given.value()) + ": " + bad.getMessage());
        }
    }

    private static CommandLineOverrides overrides(Map<DaemonOption, Object> values, List<String> programs) {
        return new CommandLineOverrides(
                value(values, DaemonOption.CONFIGURATION, String.class),
                values.containsKey(DaemonOption.NODAEMON),
                values.containsKey(DaemonOption.SILENT),
                value(values, DaemonOption.USER, String.class),
                value(values, DaemonOption.UMASK, Integer.class),
                value(values, DaemonOption.DIRECTORY, String.class),
                value(values, DaemonOption.LOGFILE, String.class),
                value(values, DaemonOption.LOGFILE_MAXBYTES, Long.class),
                value(values, DaemonOption.LOGFILE_BACKUPS, Integer.class),
                value(values, DaemonOption.LOGLEVEL, LogLevel.class),
                value(values, DaemonOption.PIDFILE, String.class),
                value(values, DaemonOption.IDENTIFIER, String.class),
                value(values, DaemonOption.CHILDLOGDIR, String.class),
                value(values, DaemonOption.MINFDS, Integer.class),
                value(values, DaemonOption.MINPROCS, Integer.class),
                values.containsKey(DaemonOption.NOCLEANUP),
                values.containsKey(DaemonOption.STRIP_ANSI),
                values.containsKey(DaemonOption.CONTAINER),
                programs);
    }

    private static <T> @Nullable T value(Map<DaemonOption, Object> values, DaemonOption option, Class<T> type) {
        return type.cast(values.get(option));
    }
}

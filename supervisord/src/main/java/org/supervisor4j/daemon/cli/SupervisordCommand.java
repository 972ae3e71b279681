package org.supervisor4j.daemon.cli;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Lookups;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.python.GetOpt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line of supervisord.
 *
 * <p>picocli's model holds the options: their spellings, their kinds, their values. Its parser is not used: which of
 * several mistakes is reported, that options end at the first other word, that {@code -v} answers before a later
 * mistake is seen, and every text are a contract that follows Python's getopt ({@link GetOpt}) and has no place to hook
 * into there.
 */
public final class SupervisordCommand {
    /** contract: each line as the reference prints it, slips included. */
    private static final String HELP = """
            supervisord -- run a set of applications as daemons.

            Usage: %s [options]

            Options:
            -c/--configuration FILENAME -- configuration file path (searches if not given)
            -n/--nodaemon -- run in the foreground (same as 'nodaemon=true' in config file)
            -s/--silent -- no logs to stdout (maps to 'silent=true' in config file)
            -h/--help -- print this usage message and exit
            -v/--version -- print supervisord version number and exit
            -u/--user USER -- run supervisord as this user (or numeric uid)
            -m/--umask UMASK -- use this umask for daemon subprocess (default is 022)
            -d/--directory DIRECTORY -- directory to chdir to when daemonized
            -l/--logfile FILENAME -- use FILENAME as logfile path
            -y/--logfile_maxbytes BYTES -- use BYTES to limit the max size of logfile
            -z/--logfile_backups NUM -- number of backups to keep when max bytes reached
            -e/--loglevel LEVEL -- use LEVEL as log level (debug,info,warn,error,critical)
            -j/--pidfile FILENAME -- write a pid file for the daemon process to FILENAME
            -i/--identifier STR -- identifier used for this instance of supervisord
            -q/--childlogdir DIRECTORY -- the log directory for child process logs
            -k/--nocleanup --  prevent the process from performing cleanup (removal of
                               old automatic child log files) at startup.
            -a/--minfds NUM -- the minimum number of file descriptors for start success
            -t/--strip_ansi -- strip ansi escape codes from process output
            --minprocs NUM  -- the minimum number of processes available for start success
            --profile_options OPTIONS -- run supervisord under profiler and output
                                         results based on OPTIONS, which  is a comma-sep'd
                                         list of 'cumulative', 'calls', and/or 'callers',
                                         e.g. 'cumulative,callers')
            """;

    private static final String CHECK = "--check";
    private static final String STRICT = "--strict";
    private static final String JSON = "--json";
    /** What the reference does not have. */
    static final String ADDED_HELP = """
            --check -- read the configuration, print everything that is wrong with it, and
                       exit: with 0 if nothing is, else with 2
            --strict -- with --check: warnings count as errors
            --json -- with --check: print the result as JSON

            """;

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
         */
        record Check(CommandLineOverrides overrides, boolean strict, boolean json) implements Request {}

        /** Print that to stdout and exit with status 0. */
        record Print(String text) implements Request {}
    }

    /**
     * @param arguments without the program's name
     * @throws UsageException with the message of the first mistake
     */
    public Request parse(List<String> arguments) throws UsageException {
        CommandSpec spec = model();
        GetOpt split = split(arguments, spec);
        if (!split.rest().isEmpty()) {
            throw new UsageException("positional arguments are not supported: " + PythonRepr.of(split.rest()));
        }
        for (GetOpt.Given given : split.options()) {
            OptionSpec option = spec.findOption(given.name());
            if (option.usageHelp() || option.versionHelp()) {
                return new Request.Print(option.usageHelp() ? help() : version + "\n");
            }
            take(option, given);
        }
        if (isSet(spec, CHECK)) {
            return new Request.Check(overrides(spec), isSet(spec, STRICT), isSet(spec, JSON));
        }
        for (String option : List.of(STRICT, JSON)) {
            if (isSet(spec, option)) {
                throw new UsageException("option " + option + " has no meaning without " + CHECK);
            }
        }
        return new Request.Run(overrides(spec));
    }

    private static GetOpt split(List<String> arguments, CommandSpec spec) throws UsageException {
        Map<String, GetOpt.Kind> known = new HashMap<>();
        spec.optionsMap()
                .forEach((name, option) ->
                        known.put(name, option.arity().max() > 0 ? GetOpt.Kind.VALUE : GetOpt.Kind.FLAG));
        for (String ours : List.of(CHECK, STRICT, JSON)) {
            known.put(ours, GetOpt.Kind.FLAG_IN_FULL);
        }
        try {
            return GetOpt.parse(arguments, known);
        } catch (InvalidValueException mistake) {
            throw new UsageException(mistake.getMessage());
        }
    }

    /** The text of {@code -h}, its last line empty. */
    public String help() {
        return HELP.replace("%s", programName) + ADDED_HELP;
    }

    private static void take(OptionSpec option, GetOpt.Given given) throws UsageException {
        Object value = true;
        if (option.arity().max() > 0) {
            value = converted(option, given);
        }
        if (option.getValue() != null) {
            throw new UsageException("conflicting command line option " + PythonRepr.of(given.name()));
        }
        option.setValue(value);
    }

    private static Object converted(OptionSpec option, GetOpt.Given given) throws UsageException {
        ITypeConverter<?> converter = option.converters()[0];
        try {
            return converter.convert(given.value());
        } catch (InvalidValueException bad) {
            throw new UsageException(
                    "invalid value for " + given.name() + " " + PythonRepr.of(given.value()) + ": " + bad.getMessage());
        } catch (Exception impossible) {
            throw new AssertionError(given.name(), impossible);
        }
    }

    /** The options, none of them given; completion in a shell is made from it, too. */
    public CommandSpec model() {
        return CommandSpec.create()
                .addOption(option(ValueKind.STRING, "-c", "--configuration"))
                .addOption(flag("-n", "--nodaemon"))
                .addOption(flag("-s", "--silent"))
                .addOption(
                        OptionSpec.builder("-h", "-?", "--help").usageHelp(true).build())
                .addOption(
                        OptionSpec.builder("-v", "--version").versionHelp(true).build())
                .addOption(option(ValueKind.STRING, "-u", "--user"))
                .addOption(option(ValueKind.OCTAL, "-m", "--umask"))
                .addOption(option(ValueKind.DIRECTORY, "-d", "--directory"))
                .addOption(option(ValueKind.PATH, "-l", "--logfile"))
                .addOption(option(ValueKind.BYTES, "-y", "--logfile_maxbytes"))
                .addOption(option(ValueKind.INTEGER, "-z", "--logfile_backups"))
                .addOption(OptionSpec.builder(option(ValueKind.LEVEL, "-e", "--loglevel"))
                        .completionCandidates(SupervisordCommand::levels)
                        .build())
                .addOption(option(ValueKind.PATH, "-j", "--pidfile"))
                .addOption(option(ValueKind.STRING, "-i", "--identifier"))
                .addOption(option(ValueKind.DIRECTORY, "-q", "--childlogdir"))
                .addOption(flag("-k", "--nocleanup"))
                .addOption(option(ValueKind.INTEGER, "-a", "--minfds"))
                .addOption(flag("-t", "--strip_ansi"))
                .addOption(option(ValueKind.INTEGER, "--minprocs"))
                // Accepted, and without effect: there is no Python profiler here.
                .addOption(option(ValueKind.STRING, "--profile_options"))
                .addOption(flag(CHECK))
                .addOption(flag(STRICT))
                .addOption(flag(JSON));
    }

    private static Iterator<String> levels() {
        return Stream.of(LogLevel.values())
                .map(level -> level.name().toLowerCase(Locale.ROOT))
                .iterator();
    }

    private static OptionSpec flag(String... names) {
        return OptionSpec.builder(names)
                .arity("0")
                .type(Boolean.class)
                .defaultValue(null)
                .build();
    }

    private <T> OptionSpec option(ValueKind<T> kind, String... names) {
        ITypeConverter<T> converter = text -> kind.conversion().convert(lookups, text);
        return OptionSpec.builder(names)
                .arity("1")
                .type(Object.class)
                .converters(converter)
                .build();
    }

    private static CommandLineOverrides overrides(CommandSpec spec) {
        return new CommandLineOverrides(
                value(spec, "-c", String.class),
                isSet(spec, "-n"),
                isSet(spec, "-s"),
                value(spec, "-u", String.class),
                value(spec, "-m", Integer.class),
                value(spec, "-d", String.class),
                value(spec, "-l", String.class),
                value(spec, "-y", Long.class),
                value(spec, "-z", Integer.class),
                value(spec, "-e", LogLevel.class),
                value(spec, "-j", String.class),
                value(spec, "-i", String.class),
                value(spec, "-q", String.class),
                value(spec, "-a", Integer.class),
                value(spec, "--minprocs", Integer.class),
                isSet(spec, "-k"),
                isSet(spec, "-t"));
    }

    private static boolean isSet(CommandSpec spec, String name) {
        return spec.findOption(name).getValue() != null;
    }

    private static <T> @Nullable T value(CommandSpec spec, String name, Class<T> type) {
        return type.cast(spec.findOption(name).getValue());
    }
}

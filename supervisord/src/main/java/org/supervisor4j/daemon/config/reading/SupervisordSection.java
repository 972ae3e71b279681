package org.supervisor4j.daemon.config.reading;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.KeyTable;
import org.supervisor4j.daemon.config.SignalForwards;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.Values;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Namespec;

/** {@code [supervisord]}. Read in the reference's order: the first bad value is the one that it reports. */
public final class SupervisordSection {
    static final String NAME = "supervisord";

    private static final KeyTable<Object, Object> KEYS = new KeyTable<>("", daemon -> daemon);
    static final Key<Integer> MINFDS = KEYS.unseen("minfds", ValueKind.INTEGER, "1024");
    static final Key<Integer> MINPROCS = KEYS.unseen("minprocs", ValueKind.INTEGER, "200");
    static final Key<String> DIRECTORY = KEYS.unseen("directory", ValueKind.DIRECTORY, null);
    static final Key<String> USER = KEYS.unseen("user", ValueKind.STRING, null);
    static final Key<Integer> UMASK = KEYS.unseen("umask", ValueKind.OCTAL, "022");
    static final Key<String> LOGFILE = KEYS.unseen("logfile", ValueKind.PATH, "supervisord.log");
    static final Key<Long> LOGFILE_MAXBYTES = KEYS.unseen("logfile_maxbytes", ValueKind.BYTES, "50MB");
    static final Key<Integer> LOGFILE_BACKUPS = KEYS.unseen("logfile_backups", ValueKind.INTEGER, "10");
    static final Key<LogLevel> LOGLEVEL = KEYS.unseen("loglevel", ValueKind.LEVEL, "info");
    static final Key<String> PIDFILE = KEYS.unseen("pidfile", ValueKind.PATH, "supervisord.pid");
    static final Key<String> IDENTIFIER = KEYS.unseen("identifier", ValueKind.STRING, "supervisor");
    static final Key<Boolean> NODAEMON = KEYS.unseen("nodaemon", ValueKind.BOOLEAN, "false");
    static final Key<Boolean> SILENT = KEYS.unseen("silent", ValueKind.BOOLEAN, "false");
    /** Its default is the system's temporary directory. */
    static final Key<String> CHILDLOGDIR = KEYS.unseen("childlogdir", ValueKind.DIRECTORY, null);

    static final Key<Boolean> NOCLEANUP = KEYS.unseen("nocleanup", ValueKind.BOOLEAN, "false");
    static final Key<Boolean> STRIP_ANSI = KEYS.unseen("strip_ansi", ValueKind.BOOLEAN, "false");
    static final Key<Map<String, String>> ENVIRONMENT = KEYS.unseen("environment", ValueKind.ENVIRONMENT, "");
    private static final KeyTable<Object, Object> ADDED = KEYS.added();
    static final Key<Boolean> CONTAINER = ADDED.unseen("container", ValueKind.BOOLEAN, "false");
    /** Its default is that it does, but in a container. */
    static final Key<Boolean> LOG_UNKNOWN_PIDS = ADDED.unseen("log_unknown_pids", ValueKind.BOOLEAN, null);
    /** Its default is none, and 9 seconds in a container. */
    static final Key<Duration> STOP_BUDGET = ADDED.unseen("stop_budget", ValueKind.DURATION, null);

    static final Key<ExitRule> EXIT_ON = ADDED.unseen("exit_on", ContainerConfig.EXIT_RULE, "");
    static final Key<String> EXIT_CODE_FROM = ADDED.unseen("exit_code_from", ValueKind.STRING, null);
    static final Key<SignalForwards> FORWARD_SIGNALS = ADDED.unseen("forward_signals", ContainerConfig.FORWARDS, "");
    public static final List<Key<?>> ALL = KEYS.all();

    /** The variable that makes a daemon one of a container, without a word in any file. */
    private static final String VARIABLE = "SUPERVISOR_CONTAINER";

    /** Whatever {@code /dev} has: /proc is there in any case. */
    private static final String STDERR = "/proc/self/fd/2";

    private final ParseRun run;
    private final CommandLineOverrides commandLine;
    private final SectionReader keys;
    private final Expansion scope;

    private final Values values = new Values();

    /** Reads the section; what is wrong goes to the run's problems. */
    SupervisordSection(ParseRun run, IniSection section, CommandLineOverrides commandLine) {
        this.run = run;
        this.commandLine = commandLine;
        this.keys = run.reader(section);
        this.scope = run.withHere();
        for (Key<?> key : ALL) {
            if (key.is(CHILDLOGDIR)) {
                values.put(CHILDLOGDIR, childlogdir());
            } else if (key.is(ENVIRONMENT)) {
                // It knows host_node_name, which the section's other keys do not.
                values.put(ENVIRONMENT, keys.variables(ENVIRONMENT, run.withHereAndNode(), scope));
            } else {
                keys.read(key, scope, values);
            }
        }
        if (isContainer()) {
            run.lookups().acceptOwnId();
        }
    }

    /** Never by itself: what the daemon says and does elsewhere is a contract. */
    boolean isContainer() {
        String variable = run.lookups().surroundings().environment().getOrDefault(VARIABLE, "");
        return commandLine.container()
                || commandLine.isWithoutFile()
                || values.get(CONTAINER)
                || ValueType.truth(variable.toLowerCase(Locale.ROOT)).orElse(false);
    }

    private ContainerConfig container() {
        boolean inContainer = isContainer();
        Boolean unknownPids = values.find(LOG_UNKNOWN_PIDS);
        Duration budget = values.find(STOP_BUDGET);
        if (budget == null && inContainer) {
            budget = ContainerConfig.STOP_BUDGET;
        }
        return new ContainerConfig(
                inContainer,
                !inContainer || isGiven(commandLine.pidfile(), PIDFILE),
                unknownPids == null ? !inContainer : unknownPids,
                budget == null || budget.isZero() ? null : budget,
                values.get(EXIT_ON),
                values.find(EXIT_CODE_FROM),
                values.get(FORWARD_SIGNALS));
    }

    private boolean isGiven(@Nullable String commandLine, Key<String> file) {
        return (commandLine != null && !commandLine.isEmpty()) || keys.has(file);
    }

    /** Notes names of programs that are none. */
    void checkNames(List<GroupConfig> groups) {
        String from = values.find(EXIT_CODE_FROM);
        if (from != null && !isProgram(from, groups)) {
            keys.problem(EXIT_CODE_FROM, EXIT_CODE_FROM.key() + ": there is no program " + PythonRepr.of(from));
        }
        for (SignalForwards.Forward forward : values.get(FORWARD_SIGNALS).all()) {
            if (!forward.target().equals("*") && !isProgram(forward.target(), groups)) {
                keys.problem(
                        FORWARD_SIGNALS,
                        FORWARD_SIGNALS.key() + ": there is no program " + PythonRepr.of(forward.target()));
            }
        }
    }

    private static boolean isProgram(String name, List<GroupConfig> groups) {
        return groups.stream().anyMatch(group -> group.processes().stream()
                .anyMatch(process -> new Namespec(group.name(), process.name()).isNamedBy(name)));
    }

    private String childlogdir() {
        String temporary = run.lookups().surroundings().temporaryDirectory();
        String found = keys.find(CHILDLOGDIR, scope);
        if (found == null && keys.raw(CHILDLOGDIR) == null) {
            found = keys.convert(CHILDLOGDIR, () -> ValueKind.DIRECTORY
                    .conversion()
                    .convert(run.lookups(), scope.apply(temporary, NAME + "." + CHILDLOGDIR.key())));
        }
        return found == null ? temporary : found;
    }

    /** What every child gets on top of the daemon's own environment. */
    Map<String, String> variables() {
        return values.get(ENVIRONMENT);
    }

    /** Looks the user up: the last step of a start, and no step of a re-read. Null if there is none, or it is bad. */
    @Nullable
    Account user() {
        String name = commandLine.user() == null ? values.find(USER) : commandLine.user();
        if (name == null) {
            return null;
        }
        try {
            return run.lookups().user(name);
        } catch (InvalidValueException unknown) {
            if (commandLine.user() == null) {
                keys.problem(USER, unknown.getMessage());
            } else {
                run.problems().add(unknown.getMessage(), null);
            }
            return null;
        }
    }

    private String userOrigin() {
        return commandLine.user() == null
                ? keys.position(USER) + ": " + USER.key() + "=" + values.find(USER)
                : "-u " + commandLine.user();
    }

    /** The section with the command line laid over it. */
    SupervisordConfig.Daemon daemon(@Nullable Account user) {
        CommandLineOverrides over = commandLine;
        return new SupervisordConfig.Daemon(
                logfile(),
                either(over.logfileMaxbytes(), LOGFILE_MAXBYTES),
                either(over.logfileBackups(), LOGFILE_BACKUPS),
                either(over.loglevel(), LOGLEVEL),
                run.lookups().normalized(given(over.pidfile(), PIDFILE)),
                either(over.umask(), UMASK),
                over.nodaemon() || values.get(NODAEMON) || isContainer(),
                over.silent() || values.get(SILENT),
                either(over.minfds(), MINFDS),
                either(over.minprocs(), MINPROCS),
                over.nocleanup() || values.get(NOCLEANUP),
                either(over.childlogdir(), CHILDLOGDIR),
                user,
                user == null ? null : userOrigin(),
                over.directory() == null ? values.find(DIRECTORY) : over.directory(),
                over.stripAnsi() || values.get(STRIP_ANSI),
                either(over.identifier(), IDENTIFIER),
                container());
    }

    /** The word {@code syslog} is no file; only here, and only in lower case. */
    private String logfile() {
        if (isContainer() && !isGiven(commandLine.logfile(), LOGFILE)) {
            return STDERR;
        }
        String logfile = given(commandLine.logfile(), LOGFILE);
        return logfile.equals("syslog") ? logfile : run.lookups().normalized(logfile);
    }

    private <T> T either(@Nullable T commandLine, Key<T> file) {
        return commandLine == null ? values.get(file) : commandLine;
    }

    /** An empty path on the command line counts as none. */
    private String given(@Nullable String commandLine, Key<String> file) {
        return commandLine == null || commandLine.isEmpty() ? values.get(file) : commandLine;
    }
}

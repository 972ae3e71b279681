package org.supervisor4j.daemon.config.reading;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.KeyTable;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.Values;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.LogLevel;

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
    public static final List<Key<?>> ALL = KEYS.all();

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
                values.put(ENVIRONMENT, keys.variables(ENVIRONMENT, run.withHereAndNode()));
            } else {
                keys.read(key, scope, values);
            }
        }
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
                over.nodaemon() || values.get(NODAEMON),
                over.silent() || values.get(SILENT),
                either(over.minfds(), MINFDS),
                either(over.minprocs(), MINPROCS),
                over.nocleanup() || values.get(NOCLEANUP),
                either(over.childlogdir(), CHILDLOGDIR),
                user,
                user == null ? null : userOrigin(),
                over.directory() == null ? values.find(DIRECTORY) : over.directory(),
                over.stripAnsi() || values.get(STRIP_ANSI),
                either(over.identifier(), IDENTIFIER));
    }

    /** The word {@code syslog} is no file; only here, and only in lower case. */
    private String logfile() {
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

package org.supervisor4j.daemon.config;

import static org.supervisor4j.daemon.config.Option.option;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.LogLevel;

/** {@code [supervisord]}. Read in the reference's order: the first bad value is the one that it reports. */
final class SupervisordSection {
    static final String NAME = "supervisord";

    static final Option<Integer> MINFDS = option("minfds", Kind.INTEGER, "1024");
    static final Option<Integer> MINPROCS = option("minprocs", Kind.INTEGER, "200");
    static final Option<String> DIRECTORY = option("directory", Kind.DIRECTORY);
    static final Option<String> USER = option("user", Kind.STRING);
    static final Option<Integer> UMASK = option("umask", Kind.OCTAL, "022");
    static final Option<String> LOGFILE = option("logfile", Kind.PATH, "supervisord.log");
    static final Option<Long> LOGFILE_MAXBYTES = option("logfile_maxbytes", Kind.BYTES, "50MB");
    static final Option<Integer> LOGFILE_BACKUPS = option("logfile_backups", Kind.INTEGER, "10");
    static final Option<LogLevel> LOGLEVEL = option("loglevel", Kind.LEVEL, "info");
    static final Option<String> PIDFILE = option("pidfile", Kind.PATH, "supervisord.pid");
    static final Option<String> IDENTIFIER = option("identifier", Kind.STRING, "supervisor");
    static final Option<Boolean> NODAEMON = option("nodaemon", Kind.BOOLEAN, "false");
    static final Option<Boolean> SILENT = option("silent", Kind.BOOLEAN, "false");
    /** Its default is the system's temporary directory. */
    static final Option<String> CHILDLOGDIR = option("childlogdir", Kind.DIRECTORY);

    static final Option<Boolean> NOCLEANUP = option("nocleanup", Kind.BOOLEAN, "false");
    static final Option<Boolean> STRIP_ANSI = option("strip_ansi", Kind.BOOLEAN, "false");
    static final Option<Map<String, String>> ENVIRONMENT = option("environment", Kind.ENVIRONMENT, "");

    static final List<Option<?>> ALL = List.of(
            MINFDS,
            MINPROCS,
            DIRECTORY,
            USER,
            UMASK,
            LOGFILE,
            LOGFILE_MAXBYTES,
            LOGFILE_BACKUPS,
            LOGLEVEL,
            PIDFILE,
            IDENTIFIER,
            NODAEMON,
            SILENT,
            CHILDLOGDIR,
            NOCLEANUP,
            STRIP_ANSI,
            ENVIRONMENT);

    private final ParseRun run;
    private final CommandLineOverrides commandLine;
    private final SectionReader keys;
    private final Expansion scope;

    private final SupervisordConfig.Daemon fromFile;
    private final @Nullable String userName;
    private final Map<String, String> environment;

    /** Reads the section; what is wrong goes to the run's problems. */
    SupervisordSection(ParseRun run, IniSection section, CommandLineOverrides commandLine) {
        this.run = run;
        this.commandLine = commandLine;
        this.keys = run.reader(section);
        this.scope = run.withHere();
        int minfds = keys.read(MINFDS, scope);
        int minprocs = keys.read(MINPROCS, scope);
        String directory = keys.find(DIRECTORY, scope);
        this.userName = keys.find(USER, scope);
        int umask = keys.read(UMASK, scope);
        String logfile = keys.read(LOGFILE, scope);
        long logfileMaxbytes = keys.read(LOGFILE_MAXBYTES, scope);
        int logfileBackups = keys.read(LOGFILE_BACKUPS, scope);
        LogLevel loglevel = keys.read(LOGLEVEL, scope);
        String pidfile = keys.read(PIDFILE, scope);
        String identifier = keys.read(IDENTIFIER, scope);
        boolean nodaemon = keys.read(NODAEMON, scope);
        boolean silent = keys.read(SILENT, scope);
        String childlogdir = childlogdir();
        boolean nocleanup = keys.read(NOCLEANUP, scope);
        boolean stripAnsi = keys.read(STRIP_ANSI, scope);
        this.environment = environment();
        this.fromFile = new SupervisordConfig.Daemon(
                logfile,
                logfileMaxbytes,
                logfileBackups,
                loglevel,
                pidfile,
                umask,
                nodaemon,
                silent,
                minfds,
                minprocs,
                nocleanup,
                childlogdir,
                null,
                null,
                directory,
                stripAnsi,
                identifier);
    }

    private String childlogdir() {
        String temporary = run.lookups().surroundings().temporaryDirectory();
        String found = keys.find(CHILDLOGDIR, scope);
        if (found == null && keys.raw(CHILDLOGDIR) == null) {
            found = keys.convert(CHILDLOGDIR, () -> Kind.DIRECTORY
                    .conversion()
                    .convert(run.lookups(), scope.apply(temporary, NAME + "." + CHILDLOGDIR.key())));
        }
        return found == null ? temporary : found;
    }

    /** Knows {@code host_node_name}, which the section's other keys do not. */
    private Map<String, String> environment() {
        return keys.variables(ENVIRONMENT, run.withHereAndNode());
    }

    /** What every child gets on top of the daemon's own environment. */
    Map<String, String> variables() {
        return environment;
    }

    /** Looks the user up: the last step of a start, and no step of a re-read. Null if there is none, or it is bad. */
    @Nullable
    Account user() {
        String name = commandLine.user() == null ? userName : commandLine.user();
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
                ? keys.position(USER) + ": " + USER.key() + "=" + userName
                : "-u " + commandLine.user();
    }

    /** The section with the command line laid over it. */
    SupervisordConfig.Daemon daemon(@Nullable Account user) {
        CommandLineOverrides over = commandLine;
        return new SupervisordConfig.Daemon(
                logfile(),
                either(over.logfileMaxbytes(), fromFile.logfileMaxbytes()),
                either(over.logfileBackups(), fromFile.logfileBackups()),
                either(over.loglevel(), fromFile.loglevel()),
                run.lookups().normalized(given(over.pidfile(), fromFile.pidfile())),
                either(over.umask(), fromFile.umask()),
                over.nodaemon() || fromFile.nodaemon(),
                over.silent() || fromFile.silent(),
                either(over.minfds(), fromFile.minfds()),
                either(over.minprocs(), fromFile.minprocs()),
                over.nocleanup() || fromFile.nocleanup(),
                either(over.childlogdir(), fromFile.childlogdir()),
                user,
                user == null ? null : userOrigin(),
                over.directory() == null ? fromFile.directory() : over.directory(),
                over.stripAnsi() || fromFile.stripAnsi(),
                either(over.identifier(), fromFile.identifier()));
    }

    /** The word {@code syslog} is no file; only here, and only in lower case. */
    private String logfile() {
        String logfile = given(commandLine.logfile(), fromFile.logfile());
        return logfile.equals("syslog") ? logfile : run.lookups().normalized(logfile);
    }

    private static <T> T either(@Nullable T commandLine, T file) {
        return commandLine == null ? file : commandLine;
    }

    /** An empty path on the command line counts as none. */
    private static String given(@Nullable String commandLine, String file) {
        return commandLine == null || commandLine.isEmpty() ? file : commandLine;
    }
}

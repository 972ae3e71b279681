package org.supervisor4j.daemon.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Release;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What is said about the command line: to people, and to who makes completion in a shell. Not loaded by a start. */
public final class DaemonUsage {
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

    /** What the reference does not have. */
    static final String ADDED_HELP = """
            --check -- read the configuration, print everything that is wrong with it, and
                       exit: with 0 if nothing is, else with 2
            --strict -- with --check: warnings count as errors
            --json -- with --check: print the result as JSON
            --since VERSION -- with --check: warn of values that Supervisor 4.2.5 reads otherwise;
                               VERSION is 4.2.5
            --container -- be the first process of a container: in the foreground, log on stderr,
                           no pid file, over within 9 seconds when told to end
            --run NAME=COMMAND -- run that program, without any file; may be given several times

            """;

    static final String RELEASE = "This is supervisor4j " + Release.version() + ".\n\n";

    private DaemonUsage() {}

    /** The text of {@code -h}, its last line empty. */
    public static String text(String program) {
        return HELP.replace("%s", program) + ADDED_HELP + RELEASE;
    }

    /** The options; completion in a shell is made from it. */
    public static CommandSpec model() {
        CommandSpec model = CommandSpec.create().name("supervisord");
        for (DaemonOption option : DaemonOption.values()) {
            OptionSpec.Builder described = OptionSpec.builder(option.spellings().toArray(new String[0]))
                    .type(option.takesValue() ? String.class : boolean.class)
                    .arity(option.takesValue() ? "1" : "0");
            switch (option) {
                case LOGLEVEL -> described.completionCandidates(DaemonUsage::levels);
                case SINCE -> described.completionCandidates(List.of(SupervisordCommand.COMPARED));
                default -> {}
            }
            model.addOption(described.build());
        }
        return model;
    }

    private static Iterator<String> levels() {
        return Stream.of(LogLevel.values())
                .map(level -> level.name().toLowerCase(Locale.ROOT))
                .iterator();
    }
}

package org.supervisor4j.daemon.cli;

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.logging.DaemonLog;
import org.supervisor4j.daemon.logging.LogSettings;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.daemon.process.FcgiSocketException;
import org.supervisor4j.daemon.sink.SharedTargets;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.PluginFolder;

/**
 * The way from the command line to a running daemon, and from each restart to the next. A failure on it is one clear
 * sentence on stderr and an exit status: 2 for what the operator said, 1 for what the system refused.
 */
final class Startup {
    /** The version of Supervisor that this is compatible with: tools look at it. */
    static final String VERSION = "4.4.0.dev0";

    private static final int SYSTEM_FAILURE = 1;
    private static final int USAGE = 2;

    private final String program;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /** @param program the path by which the daemon was called */
    Startup(String program) {
        this.program = program;
    }

    /** Runs the daemon to its end, or as far as it gets; returns the exit status. */
    int run(List<String> arguments) {
        try {
            return run(arguments, PosixSystem.open());
        } catch (UsageException mistake) {
            int status = usage(mistake.getMessage());
            mistake.details().forEach(detail -> err.println("Also: " + detail));
            return status;
        } catch (ConfigException mistakes) {
            return config(mistakes, null);
        } catch (OsException | FcgiSocketException | UnsupportedPlatformException refused) {
            err.println("Error: " + refused.getMessage());
            return SYSTEM_FAILURE;
        } catch (OutOfMemoryError exhausted) {
            // Of a start: once children run, the loop goes on whatever happens.
            err.println("Error: " + sentence(exhausted));
            return SYSTEM_FAILURE;
        }
    }

    private int run(List<String> arguments, PosixSystem system)
            throws UsageException, ConfigException, OsException, FcgiSocketException {
        NamelessFolder.enter(system.host(), system.descriptors());
        Map<String, String> environment = environment(system);
        PluginFolder plugins = PluginFolder.ofDistribution(system.users().effectiveUid());
        SystemSurroundings surroundings = new SystemSurroundings(
                system.users(), environment, system.host().nodeName(), plugins);
        SupervisordCommand.Request request = new SupervisordCommand(program, VERSION, surroundings).parse(arguments);
        if (request instanceof SupervisordCommand.Request.Print print) {
            out.print(print.text());
            return 0;
        }
        ConfigFiles files = new ConfigFiles(system.descriptors());
        if (request instanceof SupervisordCommand.Request.Check check) {
            String file = configFile(check.overrides(), files, system);
            ConfigCheck checker = new ConfigCheck(files, surroundings, check.overrides());
            ConfigCheck.Report report = check.since() ? checker.compare(file) : checker.check(file);
            CommandResolver commands = new CommandResolver(system.host(), environment);
            List<Finding> findings = new ArrayList<>(
                    new ProgramFiles(system.host(), commands, surroundings.currentDirectory()).look(report.programs()));
            findings.addAll(new RecipeHints(surroundings.currentDirectory()).look(report.programs()));
            findings.addAll(StartObstacles.look(system, report));
            CheckResult result = new CheckResult(report.with(findings), file, check.strict());
            out.print(check.json() ? result.json() : result.text());
            return result.isGood() ? 0 : USAGE;
        }
        CommandLineOverrides overrides = ((SupervisordCommand.Request.Run) request).overrides();
        String file = configFile(overrides, files, system);
        byte[] handed = Daemonizer.handedConfiguration();
        if (handed != null) {
            files.keep(file, handed);
        }
        SerialCounter serials = new SerialCounter();
        LogSettings before = null;
        FileConfigLoader loader = null;
        while (true) {
            DaemonLife life = null;
            try {
                loader = loader == null
                        ? new FileConfigLoader(new FileConfigLoader.Origin(file, files, surroundings, overrides))
                        : loader.successor();
                Daemonizer daemonizer = new Daemonizer(system, loader.started().daemon());
                if (before == null && daemonizer.isNeeded()) {
                    return daemonizer.launch(files.kept(file));
                }
                if (before == null) {
                    // Not sooner: the one in the background is started with the words of this one.
                    system.host().showAs(program, arguments.size());
                }
                life = new DaemonLife(system, environment, program, loader, plugins, serials, err);
                if (life.run(daemonizer, before != null) != SupervisorState.RESTARTING) {
                    return life.exitStatus();
                }
                before = life.openedLog();
            } catch (UsageException | ConfigException | OsException | FcgiSocketException refused) {
                if (before != null) {
                    LogSettings own = life == null ? null : life.openedLog();
                    sayWhy(system, refused, before);
                    if (own != null && !own.logfile().equals(before.logfile())) {
                        sayWhy(system, refused, own);
                    }
                }
                if (refused instanceof ConfigException mistakes) {
                    return config(mistakes, isCheckable(file, files) ? file : null);
                }
                throw refused;
            }
        }
    }

    /**
     * Why a daemon that was to start over does not: said in its log, for it has no terminal any more. Where the log is
     * refused, stderr alone has the reason, as at a first start.
     */
    private static void sayWhy(PosixSystem system, Exception refused, LogSettings settings) {
        List<String> reasons = refused instanceof ConfigException mistakes
                ? mistakes.problems().stream().map(Problem::message).toList()
                : List.of(String.valueOf(refused.getMessage()));
        try (DaemonLog log = DaemonLog.open(
                settings,
                system.pollers(),
                problems -> DaemonLife.sinks(system, new SharedTargets(), problems, new LongAdder()))) {
            reasons.forEach(reason -> log.critical("supervisord cannot start over, and ends: " + reason));
        } catch (OsException noLog) {
            System.err.println("Error: " + noLog.getMessage());
        }
    }

    /** What Java calls out of memory, in words for the operator: what was refused, and which limit to raise. */
    private static String sentence(OutOfMemoryError error) {
        String reason = String.valueOf(error.getMessage());
        if (reason.contains("native thread")) {
            return "cannot start a thread: as many processes and threads as this user or container may have are"
                    + " running (ulimit -u, pids.max), or its memory is used up (ulimit -v); raise the limit";
        }
        return "not enough memory (" + reason + "); raise the limit of memory under which this runs, or -Xmx in"
                + " conf/supervisord.java of the distribution";
    }

    private String configFile(CommandLineOverrides overrides, ConfigFiles files, PosixSystem system)
            throws UsageException {
        String given = overrides.origin();
        if (given != null) {
            return given;
        }
        // Once: the one that was called has said it.
        if (system.users().uid() == 0 && !Daemonizer.isBackground()) {
            err.println(ConfigFiles.SEARCH_WARNING);
        }
        return files.search(program);
    }

    /** Of a variable that is there twice, the first counts, as in Python. */
    private static Map<String, String> environment(PosixSystem system) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : system.environment()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    /** What can be read but once cannot be checked again. */
    private static boolean isCheckable(String file, ConfigFiles files) {
        File main = new File(file);
        return files.kept(file) == null && main.isFile() && main.canRead();
    }

    private int usage(String message) {
        err.print(UsageException.text(message, program));
        return USAGE;
    }

    /**
     * The first problem exactly as the reference reports it; the others, which it would not have found, after it.
     *
     * @param checkable the file, if a check of it would tell more; else null
     */
    private int config(ConfigException mistakes, @Nullable String checkable) {
        List<Problem> problems = mistakes.problems();
        int status = usage(problems.get(0).message());
        for (Problem further : problems.subList(1, problems.size())) {
            err.println("Also: " + (further.position() == null ? "" : further.position() + ": ") + further.message());
        }
        if (checkable != null) {
            err.println("Also: supervisord --check -c " + checkable + " shows more");
        }
        return status;
    }
}

package org.supervisor4j.daemon.cli;

import java.util.List;
import org.supervisor4j.daemon.logging.DaemonLog;
import org.supervisor4j.daemon.logging.LogSettings;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.Problem;

/** Why a daemon that was to start over does not: said in its log, for it has no terminal any more. */
final class LastWords {
    private final PosixSystem system;
    private final List<String> reasons;

    LastWords(PosixSystem system, Exception refused) {
        this.system = system;
        this.reasons = refused instanceof ConfigException mistakes
                ? mistakes.problems().stream().map(Problem::message).toList()
                : List.of(String.valueOf(refused.getMessage()));
    }

    /** Opens the log once more; where that is refused, stderr alone has the reason, as at a first start. */
    void sayIn(LogSettings settings) {
        try (DaemonLog log =
                DaemonLog.open(settings, system.pollers(), problems -> DaemonLife.sinks(system, problems))) {
            reasons.forEach(reason -> log.critical("supervisord cannot start over, and ends: " + reason));
        } catch (OsException noLog) {
            System.err.println("Error: " + noLog.getMessage());
        }
    }
}

package org.supervisor4j.daemon.state;

import java.util.List;

/**
 * The part of a program's configuration that decides how it lives.
 *
 * @param name the process's name, for log lines
 * @param restart after which exits it is started again by itself
 * @param startsecs seconds that it must stay up to count as started
 * @param startretries failed starts in a row after which one more is the last
 * @param stopwaitsecs seconds between the stop signal and SIGKILL
 */
public record StartPolicy(
        String name,
        boolean autostart,
        Restart restart,
        int startsecs,
        int startretries,
        List<Integer> exitcodes,
        int stopsignal,
        int stopwaitsecs,
        boolean stopasgroup,
        boolean killasgroup) {
    public StartPolicy {
        exitcodes = List.copyOf(exitcodes);
    }

    /** The forms of {@code autorestart=}. */
    public enum Restart {
        NEVER,
        /** Only after an exit that {@code exitcodes} does not list, or a death by signal. */
        UNEXPECTED,
        ALWAYS
    }

    boolean expects(ExitStatus status) {
        return exitcodes.contains(status.code());
    }

    boolean restartsAfter(ExitStatus status) {
        return switch (restart) {
            case NEVER -> false;
            case UNEXPECTED -> !expects(status);
            case ALWAYS -> true;
        };
    }

    long startNanos() {
        return startsecs * Phase.SECOND;
    }

    long stopwaitNanos() {
        return stopwaitsecs * Phase.SECOND;
    }
}

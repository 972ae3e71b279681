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
 * @param again when it is started again by itself
 * @param readyNanos within which it must be ready, {@link Phase#NEVER} for any time; {@link #NEED_NOT_BE_READY}
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
        boolean killasgroup,
        RestartPolicy again,
        long readyNanos) {
    /** It need not say that it is ready: to have been up for startsecs is enough. */
    public static final long NEED_NOT_BE_READY = -1;

    public StartPolicy {
        exitcodes = List.copyOf(exitcodes);
    }

    /** One that need not say when it is ready. */
    public StartPolicy(
            String name,
            boolean autostart,
            Restart restart,
            int startsecs,
            int startretries,
            List<Integer> exitcodes,
            int stopsignal,
            int stopwaitsecs,
            boolean stopasgroup,
            boolean killasgroup,
            RestartPolicy again) {
        this(
                name,
                autostart,
                restart,
                startsecs,
                startretries,
                exitcodes,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                killasgroup,
                again,
                NEED_NOT_BE_READY);
    }

    /** The same, but that it must be ready within that time. */
    public StartPolicy ready(long nanos) {
        return new StartPolicy(
                name,
                autostart,
                restart,
                startsecs,
                startretries,
                exitcodes,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                killasgroup,
                again,
                nanos);
    }

    /** One that is started again as the original does it. */
    public StartPolicy(
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
        this(
                name,
                autostart,
                restart,
                startsecs,
                startretries,
                exitcodes,
                stopsignal,
                stopwaitsecs,
                stopasgroup,
                killasgroup,
                RestartPolicy.ORIGINAL);
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
            case UNEXPECTED -> (!expects(status) || again.always().contains(status)) && !forbids(status);
            case ALWAYS -> !forbids(status);
        };
    }

    /** Whether an end is one after which it must not come back. */
    boolean forbids(ExitStatus status) {
        return again.never().contains(status);
    }

    /** Whether so many failed starts are too many. */
    boolean givesUpAfter(int failures) {
        return failures > startretries && !again.endless();
    }

    String readyText() {
        return readyNanos % Phase.SECOND == 0
                ? readyNanos / Phase.SECOND + " seconds"
                : readyNanos / 1_000_000 + " milliseconds";
    }

    long startNanos() {
        return startsecs * Phase.SECOND;
    }

    long stopwaitNanos() {
        return stopwaitsecs * Phase.SECOND;
    }
}

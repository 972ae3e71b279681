package org.supervisor4j.daemon.state;

/**
 * When a process is started again by itself, and when no more. A value: what has happened so far, and chance, are given
 * to it. Times are nanoseconds.
 *
 * @param pauseNanos the wait before each start, whatever has happened; 0 = as {@code shape} says
 * @param shape how the wait grows
 * @param delayNanos the first wait
 * @param factor by what an exponential wait grows
 * @param mostNanos the longest wait of a shape that somebody chose, and where {@code endless} is true
 * @param jitter by what part a wait may be shortened by chance, 0 to 1
 * @param resetNanos how long a run has to last so that those before it are forgotten
 * @param endless whether failed starts are never too many
 * @param fatalRetryNanos how long after FATAL it is tried again; 0 = never
 * @param limit how often it may be started by itself
 * @param always after which ends it comes back even where {@code autorestart=unexpected} would not have it so
 * @param never after which ends it does not come back
 */
public record RestartPolicy(
        long pauseNanos,
        Shape shape,
        long delayNanos,
        double factor,
        long mostNanos,
        double jitter,
        long resetNanos,
        boolean endless,
        long fatalRetryNanos,
        Rate limit,
        Exits always,
        Exits never) {
    /** What the original does, with what the keys beside it would be. */
    public static final RestartPolicy ORIGINAL = new RestartPolicy(
            0,
            Shape.ORIGINAL,
            Phase.SECOND,
            2,
            30 * Phase.SECOND,
            0.2,
            60 * Phase.SECOND,
            false,
            0,
            Rate.NONE,
            Exits.NONE,
            Exits.NONE);

    /** No curve goes below it, so that nothing forks without pause. */
    static final long LEAST = Phase.SECOND / 10;

    /** How the wait grows from one run to the next. */
    public enum Shape {
        /** After a failed start as many seconds as there were; after an exit none. */
        ORIGINAL,
        CONSTANT,
        LINEAR,
        EXPONENTIAL
    }

    /** Whether it waits and gives up as the original does. */
    boolean isOriginal() {
        return pauseNanos == 0 && shape == Shape.ORIGINAL && !endless && fatalRetryNanos == 0 && limit.isNone();
    }

    /** Whether waits depend on how many runs there were in a row. */
    boolean countsRow() {
        return pauseNanos == 0 && shape != Shape.ORIGINAL;
    }

    /**
     * How long to wait after a failed start.
     *
     * @param failures how many there were in a row
     * @param row how many runs in a row were too short, {@link Restarts#row}
     * @param random from 0 to 1
     */
    long afterFailure(int failures, int row, double random) {
        if (pauseNanos > 0) {
            return pauseNanos;
        }
        if (shape == Shape.ORIGINAL) {
            long wait = failures * Phase.SECOND;
            return endless ? Math.min(wait, mostNanos) : wait;
        }
        return curve(row, random);
    }

    /** How long to wait after an exit; the same where a curve counts runs. */
    long afterExit(int row, double random) {
        if (pauseNanos > 0) {
            return pauseNanos;
        }
        return shape == Shape.ORIGINAL ? 0 : curve(row, random);
    }

    private long curve(int row, double random) {
        double wait =
                switch (shape) {
                    case ORIGINAL -> throw new AssertionError(shape);
                    case CONSTANT -> delayNanos;
                    case LINEAR -> (double) delayNanos * row;
                    case EXPONENTIAL -> delayNanos * Math.pow(factor, row - 1);
                };
        double most = Math.min(wait, mostNanos);
        return Math.max(LEAST, Math.round(most * (1 - jitter * random)));
    }

    /** When what is FATAL now is tried again; {@link Phase#NEVER} for never. */
    long retryAfterFatal(Restarts restarts, long now) {
        return fatalRetryNanos == 0 ? Phase.NEVER : restarts.recent().freeAt(limit, now + fatalRetryNanos);
    }
}

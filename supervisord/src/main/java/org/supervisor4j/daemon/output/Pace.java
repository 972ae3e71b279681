package org.supervisor4j.daemon.output;

import java.util.concurrent.TimeUnit;

/**
 * When an output loop rests before it looks again. A line that is read by itself costs a waking of the thread, more
 * than reading and writing it, and one that is delivered costs several; where lines come quickly from several pipes,
 * those of a moment are read together. A pipe that fills up is not left alone: its writer would wait. Nor is one pipe
 * by itself: there is little to gather, and who looks on sees its lines as they come.
 */
final class Pace {
    /** A read of so much says that the pipe, which may hold four times that, fills quickly. */
    static final int QUICKLY_FILLED = 16 * 1024;

    /** Nobody notices it, and what fills no pipe in a turn fills none in this time. */
    static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What follows within this time comes quickly. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int NO_PIPE = -1;

    private long lastTurn;
    private boolean rested;
    private boolean filledQuickly;
    private int lastPipe = NO_PIPE;
    private boolean changedPipes;

    Pace(long now) {
        lastTurn = now - SOON_NANOS;
    }

    /**
     * Told of each read of a turn.
     *
     * @param pipe its descriptor
     * @param count of bytes
     */
    void read(int pipe, int count) {
        filledQuickly |= count >= QUICKLY_FILLED;
        changedPipes |= pipe != lastPipe;
        lastPipe = pipe;
    }

    /**
     * Asked once after each turn.
     *
     * @param ready how many pipes had something in it
     * @return whether to rest before the next
     */
    boolean restsAfter(int ready, long now) {
        // After a rest the next turn cannot have come soon: then what counts is whether the rest brought anything
        // together.
        boolean quick = rested ? ready > 1 : ready > 0 && now - lastTurn < SOON_NANOS;
        rested = quick && changedPipes && !filledQuickly;
        filledQuickly = false;
        changedPipes = false;
        lastTurn = now;
        return rested;
    }
}

package org.supervisor4j.daemon.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;

/**
 * When a process of a simulation may be started by itself, and when it has to be: the policy's rules, said a second
 * time. Chance, and who cannot know whether a start was asked for, make a span of a moment.
 */
final class RestartWaits {
    /** No curve goes below it. */
    private static final long LEAST = Phase.SECOND / 10;

    private final RestartPolicy policy;
    private final Starts starts;
    /** Runs in a row that were too short; as many as there may have been where somebody may have forgotten them. */
    private int row;

    private boolean isRowKnown = true;
    private long earliest;
    private long latest;

    /** Starts by themselves under a rate: those that were for certain, and those that may have been. */
    static final class Starts {
        private final Rate rate;
        private final Deque<Long> certain = new ArrayDeque<>();
        private final Deque<Long> possible = new ArrayDeque<>();

        Starts(Rate rate) {
            this.rate = rate;
        }

        void begun(long now, boolean isCertain) {
            possible.addLast(now);
            if (isCertain) {
                certain.addLast(now);
            }
        }

        /** Somebody may have asked for a start, which forgets them. */
        void mayBeForgotten() {
            certain.clear();
        }

        private static int within(Deque<Long> starts, Rate rate, long now) {
            while (!starts.isEmpty() && now - starts.getFirst() >= rate.windowNanos()) {
                starts.removeFirst();
            }
            return starts.size();
        }

        /** Whether one more is not too many. */
        boolean allows(long now) {
            return rate.isNone() || within(certain, rate, now) < rate.count();
        }

        /** The same whatever may have been. */
        boolean hasRoom(long now) {
            return rate.isNone() || within(possible, rate, now) < rate.count();
        }
    }

    RestartWaits(RestartPolicy policy) {
        this.policy = policy;
        starts = new Starts(policy.limit());
    }

    private boolean isOriginal() {
        return policy.pauseNanos() == 0
                && policy.shape() == Shape.ORIGINAL
                && !policy.endless()
                && policy.fatalRetryNanos() == 0
                && policy.limit().isNone();
    }

    /** Whether a start that somebody asks for forgets failed ones. */
    boolean forgetsOnRequest() {
        return !isOriginal();
    }

    /** Not before it. */
    long earliest() {
        return earliest;
    }

    /** Not after it. */
    long latest() {
        return latest;
    }

    /** Whether {@code restart_limit} allows one more. */
    boolean allows(long now) {
        return starts.allows(now);
    }

    /** The same whatever may have been. */
    boolean hasRoom(long now) {
        return starts.hasRoom(now);
    }

    /** Whether it may be given up because it was started too often. */
    boolean mayBeExceeded(long now) {
        return !starts.hasRoom(now);
    }

    boolean retriesFatal() {
        return policy.fatalRetryNanos() > 0;
    }

    /**
     * It is started.
     *
     * @param mayBeAsked whether somebody may have asked for it
     * @param counts whether it is not the first start
     */
    void begun(long now, boolean mayBeAsked, boolean counts) {
        if (mayBeAsked) {
            starts.mayBeForgotten();
            isRowKnown = row == 0;
        }
        if (counts) {
            starts.begun(now, !mayBeAsked);
        }
    }

    private void ended(long uptime) {
        boolean isLong = uptime >= policy.resetNanos();
        row = isLong ? 1 : row + 1;
        isRowKnown |= isLong;
    }

    /** There was no descriptor for it. */
    void starved(long at) {
        waitFrom(at, Phase.SECOND, Phase.SECOND);
    }

    void failed(long at, int failures, long uptime) {
        ended(uptime);
        long wait = failures * Phase.SECOND;
        waitFrom(at, policy.endless() ? Math.min(wait, policy.mostNanos()) : wait);
    }

    void exited(long at, long uptime) {
        ended(uptime);
        waitFrom(at, 0);
    }

    /** Its child was ended so that there is a new one. */
    void replaced(long at, long uptime) {
        exited(at, uptime);
    }

    void givenUp(long at) {
        row = 0;
        isRowKnown = true;
        waitFrom(at, policy.fatalRetryNanos(), policy.fatalRetryNanos());
    }

    private void waitFrom(long at, long original) {
        if (policy.pauseNanos() > 0) {
            waitFrom(at, policy.pauseNanos(), policy.pauseNanos());
        } else if (policy.shape() == Shape.ORIGINAL) {
            waitFrom(at, original, original);
        } else if (isRowKnown) {
            double wait =
                    switch (policy.shape()) {
                        case LINEAR -> (double) policy.delayNanos() * row;
                        case EXPONENTIAL -> (double) policy.delayNanos() * Math.pow(policy.factor(), row - 1.0);
                        case CONSTANT, ORIGINAL -> (double) policy.delayNanos();
                    };
            double most = Math.min(wait, (double) policy.mostNanos());
            // A nanosecond for what is rounded.
            waitFrom(at, (long) (most * (1 - policy.jitter())) - 1, (long) most + 1);
        } else {
            waitFrom(at, LEAST, policy.mostNanos());
        }
    }

    private void waitFrom(long at, long least, long most) {
        boolean isCurve = policy.pauseNanos() == 0 && policy.shape() != Shape.ORIGINAL && least != most;
        earliest = at + (isCurve ? Math.max(LEAST, least) : least);
        latest = at + (isCurve ? Math.max(LEAST, most) : most);
    }
}

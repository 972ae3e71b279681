package org.supervisor4j.daemon.health.probing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.PlainText;
import org.supervisor4j.daemon.loop.Loop;

/**
 * Probes one thing again and again, one probe after the other. The time for a probe counts from its own begin, not from
 * when it was due. On the loop of the {@link Prober} only.
 */
final class ProbeCycle {
    /** Begins a probe that tells the attempt what came of it. */
    @FunctionalInterface
    interface Launcher {
        /** @return what ends it early; what is left of it says so by {@link Attempt#ended} */
        Runnable launch(Attempt attempt);
    }

    /** One probe. */
    final class Attempt {
        private final long begun = prober.now();
        private Runnable abort = () -> {};
        private boolean isAnswered;

        /** It has come to an end. Any thread. */
        void answer(boolean good, String text) {
            prober.post("answer of a probe", () -> {
                answered(this, good, text);
                over(this);
            });
        }

        /** What was given up has ended, too. Any thread. */
        void ended() {
            prober.post("end of a probe", () -> over(this));
        }
    }

    /** Of a thousand that are due in ten seconds some five begin together, and wake the thread once. */
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Prober prober;
    private final Duration timeout;
    private final Launcher launcher;
    private final Consumer<ProbeAnswer> observer;
    private final Loop.Timer next;
    private final Loop.Timer limit;
    /** What has begun and not ended, whether it was given up or not. */
    private @Nullable Attempt current;

    /** Whether the next is due, and waits for the end of the one before. */
    private boolean isPatient;

    private boolean isClosed;

    /** @param observer tells by {@link #again} when the next one is due, or never */
    ProbeCycle(Prober prober, Duration timeout, Launcher launcher, Consumer<ProbeAnswer> observer) {
        this.prober = prober;
        this.timeout = timeout;
        this.launcher = launcher;
        this.observer = observer;
        next = prober.timer("probe", this::due);
        limit = prober.timer("limit of a probe", this::late);
    }

    /** @param nanos from now */
    void begin(long nanos) {
        next.set(prober.now() + nanos);
    }

    /** The next is due so long after the last one began, or a twentieth of a second later. */
    void again(ProbeAnswer last, long nanos) {
        if (!isClosed) {
            long at = last.at() - last.nanos() + nanos;
            boolean isLong = nanos > 10 * SLOT_NANOS;
            next.set(isLong ? Math.floorDiv(at + SLOT_NANOS - 1, SLOT_NANOS) * SLOT_NANOS : at);
        }
    }

    private void due() {
        if (current == null) {
            prober.enqueue(this);
        } else if (!isPatient) {
            // What was given up a moment ago needs a moment to end.
            isPatient = true;
            next.set(prober.now() + timeout.toNanos());
        } else {
            isPatient = false;
            observer.accept(new ProbeAnswer(false, "the probe before hangs", prober.now(), 0));
        }
    }

    /** There is room for it. */
    void start() {
        if (isClosed) {
            prober.release();
            return;
        }
        Attempt attempt = new Attempt();
        current = attempt;
        limit.set(attempt.begun + timeout.toNanos());
        attempt.abort = launcher.launch(attempt);
    }

    private void late() {
        Attempt attempt = current;
        if (attempt != null && !attempt.isAnswered) {
            answered(attempt, false, "no answer within " + seconds(timeout));
            attempt.abort.run();
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private void answered(Attempt attempt, boolean good, String text) {
        if (attempt.isAnswered) {
            return;
        }
        attempt.isAnswered = true;
        limit.clear();
        prober.release();
        if (!isClosed) {
            long now = prober.now();
            observer.accept(new ProbeAnswer(good, PlainText.of(text), now, now - attempt.begun));
        }
    }

    private void over(Attempt attempt) {
        if (current == attempt) {
            current = null;
            if (isPatient && !isClosed) {
                isPatient = false;
                next.clear();
                prober.enqueue(this);
            }
        }
    }

    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        next.clear();
        Attempt attempt = current;
        if (attempt != null && !attempt.isAnswered) {
            answered(attempt, false, "given up");
            attempt.abort.run();
        }
    }
}

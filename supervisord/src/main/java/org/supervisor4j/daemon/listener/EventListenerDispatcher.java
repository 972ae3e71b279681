package org.supervisor4j.daemon.listener;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.events.BufferedEvent;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.state.ListenerPhase;
import org.supervisor4j.daemon.state.ListenerPhase.State;
import org.supervisor4j.daemon.state.ListenerPhase.Verdict;
import org.supervisor4j.daemon.state.ListenerStep;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.OutputText;
import org.supervisor4j.model.ProcessState;

/** One run of a listener: holds its {@link ListenerPhase} and the event that it works on. On the control loop only. */
public final class EventListenerDispatcher {
    private static final int LAST_WORDS = 80;

    private final ActivityLog log;
    private final String name;
    private final ResultHandler handler;
    private final EventListenerPool pool;
    private final LongSupplier clock;
    private final ListenerPhase phase = new ListenerPhase(this::verdict);
    /** When the phase became what it is. */
    private long since;

    private String lastWords = "";
    private @Nullable BufferedEvent assigned;

    /**
     * @param name the process's, for the log
     * @param clock monotonic nanoseconds
     */
    EventListenerDispatcher(
            ActivityLog log, String name, ResultHandler handler, EventListenerPool pool, LongSupplier clock) {
        this.log = log;
        this.name = name;
        this.handler = handler;
        this.pool = pool;
        this.clock = clock;
        since = clock.getAsLong();
    }

    boolean isReady() {
        return phase.state() == State.READY;
    }

    /** Whether nothing that it writes has a meaning any more. */
    boolean isLost() {
        return phase.state() == State.UNKNOWN;
    }

    /** The listener, which was ready, has been sent an event. */
    void sent(BufferedEvent event) {
        assigned = event;
        phase.sent();
        since = clock.getAsLong();
        if (shows()) {
            log.debug("event " + event.serial() + " sent to listener " + name);
        }
    }

    /** The listener has written something. */
    void heard(byte[] data) {
        boolean wasLost = isLost();
        phase.heard(data).forEach(this::carryOut);
        if (isLost() && !wasLost) {
            lastWords = OutputText.of(Arrays.copyOf(data, Math.min(data.length, LAST_WORDS)));
        }
    }

    /** Asked before a text is put together: this goes on for each event. */
    private boolean shows() {
        return log.isEnabled(LogLevel.DEBUG);
    }

    private Verdict verdict(byte[] result) {
        BufferedEvent event = assigned;
        if (event == null) {
            throw new IllegalStateException(name + " was BUSY without an event");
        }
        try {
            return handler.accepts(event, result) ? Verdict.PROCESSED : Verdict.REJECTED;
        } catch (RuntimeException failure) {
            // Any handler, any mistake: it must not take more with it than this listener.
            log.debug(name + ": result handler: " + failure);
            return Verdict.FAILED;
        }
    }

    // contract: dispatchers.py, PEventListenerDispatcher
    private void carryOut(ListenerStep step) {
        if (step instanceof ListenerStep.Moved moved) {
            moved(moved);
        } else if (step instanceof ListenerStep.Judged judged) {
            carryOut(judged.verdict());
        } else if (step instanceof ListenerStep.BadResultLine bad) {
            log.warn(name + ": bad result line: '" + bad.line() + "'");
        } else if (step instanceof ListenerStep.GaveBack) {
            giveBack();
        } else {
            throw new AssertionError(step);
        }
    }

    private void carryOut(Verdict verdict) {
        switch (verdict) {
            case PROCESSED -> {
                if (shows()) {
                    log.debug(name + ": event was processed");
                }
                assigned = null;
            }
            case REJECTED -> log.warn(name + ": event was rejected");
            case FAILED -> log.warn(name + ": event caused an error");
        }
    }

    private void moved(ListenerStep.Moved move) {
        since = clock.getAsLong();
        if (shows()) {
            log.debug(name + ": " + move.from() + " -> " + move.to());
        }
        if (move.to() == State.UNKNOWN) {
            log.warn(name + ": has entered the UNKNOWN state and will no longer receive events, this usually"
                    + " indicates the process violated the eventlistener protocol");
        } else if (move.to() == State.READY) {
            pool.dispatchSoon();
        }
    }

    /** How it is doing. */
    EventPool.Listener info(ProcessState state) {
        BufferedEvent event = assigned;
        return new EventPool.Listener(
                name,
                state,
                phase.state().name(),
                (int) TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong() - since),
                event == null ? "" : event.type().name(),
                phase.announced().orElse(-1),
                phase.announced().isPresent() ? phase.pending() : 0,
                lastWords);
    }

    /** The listener will not deal with its event any more. At its end: call after that has been announced. */
    public void giveBack() {
        Optional.ofNullable(assigned).ifPresent(pool::gaveBack);
        assigned = null;
    }
}

package org.supervisor4j.daemon.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.events.BufferedEvent;
import org.supervisor4j.daemon.events.EventBuffer;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.loop.InputDispatcher;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/**
 * What the listeners of one {@code [eventlistener:x]} share: subscriptions and a buffer. Each event goes to the first
 * of them, in the order of the configuration, that is RUNNING and READY. On the control loop only.
 *
 * <p>Events are sent at the end of the turn in which something has changed: an event came, a listener got ready, a
 * process runs.
 */
// contract: process.py, EventListenerPool
public final class EventListenerPool implements EventBus.Subscriber {
    /** One of the processes that share it. */
    public interface Member {
        String name();

        ProcessState state();

        /** Its side of the event protocol; empty if it has not been started. */
        Optional<EventListenerDispatcher> listener();

        Optional<InputDispatcher> stdin();
    }

    private final EventRoute route;
    private final GroupConfig.EventListenerGroup config;
    private final Collection<? extends Member> members;
    private final EventBuffer buffer;
    private final ResultHandler handler;
    private final SerialCounter poolSerials = new SerialCounter();
    private final PoolGauge gauge;
    private @Nullable PublishedEvent lastHeard;
    private @Nullable BufferedEvent lastAccepted;
    private boolean dispatchIsDue;
    private int discarded;

    /** @param members looked at only later, when there are events */
    public EventListenerPool(
            EventRoute route,
            GroupConfig.EventListenerGroup config,
            ResultHandler handler,
            Collection<? extends Member> members) {
        this.route = route;
        this.config = config;
        this.handler = handler;
        this.members = members;
        buffer = new EventBuffer(config.bufferSize());
        gauge = new PoolGauge(config.name());
    }

    /** Begins to hear of events. */
    public void subscribe() {
        for (String name : config.events()) {
            route.events().subscribe(EventType.valueOf(name), this);
        }
        for (String name : config.eventsExtra()) {
            route.events().subscribe(EventType.valueOf(name), this);
        }
    }

    /** Hears of no more events, and drops what waits. */
    public void unsubscribe() {
        route.events().unsubscribe(this);
        buffer.clear();
        measure();
        lastHeard = null;
        lastAccepted = null;
    }

    /** For the stdout of one run of one of the processes. */
    public EventListenerDispatcher newDispatcher(String process) {
        return new EventListenerDispatcher(route.log(), process, handler, this, route.loop()::now);
    }

    /** Called once for each subscribed name that covers the event: it waits twice then, under the same numbers. */
    @Override
    public void accept(PublishedEvent event) {
        BufferedEvent accepted = lastAccepted;
        if (accepted == null || event != lastHeard) {
            accepted = new BufferedEvent(
                    event.type(),
                    event.payload(),
                    event.serial(),
                    poolSerials.take(),
                    route.loop().now());
            lastHeard = event;
            lastAccepted = accepted;
        } else {
            logRebuffering(accepted);
        }
        logOverflow(buffer.append(accepted));
        measure();
        dispatchSoon();
    }

    /** A listener has not dealt with an event. */
    void gaveBack(BufferedEvent event) {
        putBack(event);
        dispatchSoon();
    }

    private void putBack(BufferedEvent event) {
        logRebuffering(event);
        logOverflow(buffer.prepend(event));
        measure();
    }

    private void measure() {
        gauge.set(buffer.size(), discarded);
    }

    /** How its buffer is filled; any thread may look at it. */
    public PoolGauge gauge() {
        return gauge;
    }

    private void logRebuffering(BufferedEvent event) {
        // Asked before a text is put together: this goes on for each event.
        if (route.log().isEnabled(LogLevel.DEBUG)) {
            route.log()
                    .debug("rebuffering event " + event.serial() + " for pool " + config.name() + " (buf size="
                            + buffer.size() + ", max=" + buffer.limit() + ")");
        }
    }

    private void logOverflow(List<BufferedEvent> gone) {
        for (BufferedEvent event : gone) {
            discarded++;
            route.log().error("pool " + config.name() + " event buffer overflowed, discarding event " + event.serial());
        }
    }

    /** How it is doing. */
    public EventPool info() {
        List<EventPool.Listener> listeners = new ArrayList<>();
        for (Member member : members) {
            listeners.add(member.listener()
                    .map(listener -> listener.info(member.state()))
                    .orElseGet(() -> new EventPool.Listener(member.name(), member.state(), "", 0, "", -1, 0, "")));
        }
        int oldest = buffer.oldest()
                .map(event -> (int) TimeUnit.NANOSECONDS.toSeconds(route.loop().now() - event.heardAt()))
                .orElse(-1);
        return new EventPool(config.name(), buffer.limit(), buffer.size(), oldest, discarded, listeners);
    }

    /** Something has changed that may let an event go out. */
    public void dispatchSoon() {
        if (!dispatchIsDue && !buffer.isEmpty()) {
            dispatchIsDue = true;
            route.loop().conclude("dispatch of events to " + config.name(), this::dispatch);
        }
    }

    private void dispatch() {
        dispatchIsDue = false;
        if (!isAnyoneReady()) {
            return;
        }
        for (Optional<BufferedEvent> next = buffer.poll(); next.isPresent(); next = buffer.poll()) {
            if (!isAnyoneReady() || !send(next.get())) {
                putBack(next.get());
                // More wait, and a listener that has been given one answers quickly as a rule.
                route.loop().expectSoon();
                return;
            }
        }
        measure();
    }

    private boolean isAnyoneReady() {
        for (Member member : members) {
            if (isReady(member)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReady(Member member) {
        return member.state() == ProcessState.RUNNING
                && member.listener().filter(EventListenerDispatcher::isReady).isPresent();
    }

    /** To the first who is ready; false if nobody takes it. */
    private boolean send(BufferedEvent event) {
        byte[] envelope = event.envelope(route.identifier().get(), config.name());
        for (Member member : members) {
            if (isReady(member) && send(event, envelope, member)) {
                return true;
            }
        }
        return false;
    }

    private boolean send(BufferedEvent event, byte[] envelope, Member member) {
        Optional<InputDispatcher> stdin = member.stdin();
        if (stdin.isPresent() && !stdin.get().isIdle() && stdin.get().isFull(envelope.length)) {
            // It answers without reading what it is sent. The rest waits here, where there is a limit.
            stdin.get().whenIdle(this::dispatchSoon);
            return false;
        }
        if (stdin.isEmpty() || !stdin.get().write(envelope)) {
            route.log()
                    .debug("epipe occurred while sending event " + event.serial() + " to listener " + member.name()
                            + ", listener state unchanged");
            return false;
        }
        member.listener().ifPresent(listener -> listener.sent(event));
        return true;
    }
}

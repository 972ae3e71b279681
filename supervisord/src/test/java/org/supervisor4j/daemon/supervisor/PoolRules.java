package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.ProcessState;

/**
 * What must be true of event listener pools: each event has the next number, a listener is sent what was published and
 * under its numbers, and none is lost but by an overflow that the log tells of.
 */
final class PoolRules {
    private static final String PROCESSED = ": event was processed";
    private static final String OVERFLOW = " event buffer overflowed, discarding event ";

    private final SimulationTrace trace;
    private final LoopHarness harness;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private List<EventPool> shown = List.of();
    private long nextSerial;

    private record Published(EventType type, String payload, long serial) {}

    private static final class Pool {
        private final List<EventType> types;
        /** By the pool's own number. */
        private final List<Published> accepted = new ArrayList<>();
        /** More than events: one waits once for each of the pool's names that covers it. */
        private int copies;

        private final int listeners;
        private final Set<String> members = new HashSet<>();
        private int processed;
        private int discarded;
        private int firstNotSent;

        private Pool(GroupConfig.EventListenerGroup config) {
            listeners = config.processes().size();
            types = config.events().stream().map(EventType::valueOf).toList();
        }
    }

    /** @param nextSerial the first that has not been given to an event */
    PoolRules(SimulationTrace trace, LoopHarness harness, long nextSerial) {
        this.trace = trace;
        this.harness = harness;
        this.nextSerial = nextSerial;
    }

    long nextSerial() {
        return nextSerial;
    }

    boolean hasPool(String group) {
        return pools.containsKey(group);
    }

    /** A group has come. */
    void added(String group) {
        if (harness.supervisor.group(group).orElseThrow().config() instanceof GroupConfig.EventListenerGroup config) {
            pools.put(group, new Pool(config));
        }
    }

    boolean wantTicks() {
        return pools.values().stream()
                .flatMap(pool -> pool.types.stream())
                .anyMatch(type -> type.isA(EventType.TICK) || EventType.TICK.isA(type));
    }

    /** A group has gone. */
    void removed(String group) {
        pools.remove(group);
    }

    /** An event is published, and pools hear of it next. */
    void published(EventType type, String payload, long serial) {
        trace.answer("event " + serial + ", " + type);
        trace.must(serial == nextSerial, "event %d comes as number %d", nextSerial, serial);
        nextSerial++;
        for (Pool pool : pools.values()) {
            int copies = (int) pool.types.stream().filter(type::isA).count();
            if (copies > 0) {
                pool.accepted.add(new Published(type, payload, serial));
                pool.copies += copies;
            }
        }
    }

    /** A listener has been sent an event. */
    void sent(String name, long serial, int poolSerial, String type, String payload) {
        Pool pool = pools.get(name);
        if (pool == null) {
            throw trace.breach("an event was sent by " + name + ", which is no pool");
        }
        trace.must(poolSerial < pool.accepted.size(), "pool %s has heard of no event %d", name, poolSerial);
        Published event = pool.accepted.get(poolSerial);
        trace.must(
                event.serial() == serial
                        && event.type().name().equals(type)
                        && event.payload().equals(payload),
                "pool %s, event %d is %s, not %d %s %s",
                name,
                poolSerial,
                event,
                serial,
                type,
                payload);
        // A listener may have answered without having read what it was sent.
        int gone = pool.discarded + pool.processed;
        trace.must(
                pool.listeners > 1 || poolSerial - pool.firstNotSent <= gone,
                "pool %s comes to event %d, and %d was not sent",
                name,
                poolSerial,
                pool.firstNotSent);
        pool.firstNotSent = Math.max(pool.firstNotSent, poolSerial + 1);
    }

    /** The daemon's log has a line. */
    void logged(String line) {
        if (line.endsWith(PROCESSED)) {
            String process = line.substring("DEBG ".length(), line.length() - PROCESSED.length());
            Pool pool = pools.get(process.substring(0, process.lastIndexOf('_')));
            if (pool != null) {
                pool.processed++;
            }
        } else if (line.startsWith("ERRO pool ") && line.contains(OVERFLOW)) {
            Pool pool = pools.get(line.substring("ERRO pool ".length(), line.indexOf(OVERFLOW)));
            if (pool != null) {
                pool.discarded++;
            }
        }
    }

    /** After each turn: no event is lost. */
    void check() {
        shown = harness.supervisor.eventPools();
        shown.forEach(this::check);
    }

    private void check(EventPool seen) {
        Pool pool = pools.get(seen.name());
        if (pool == null) {
            throw trace.breach("nobody has heard of pool " + seen.name());
        }
        pool.members.addAll(
                seen.listeners().stream().map(EventPool.Listener::name).toList());
        boolean isWhole = pool.members.size() == seen.listeners().size();
        long assigned = seen.listeners().stream()
                .filter(listener -> !listener.eventname().isEmpty())
                .count();
        seen.listeners()
                .forEach(listener -> trace.must(
                        listener.eventname().isEmpty() || listener.state() != ProcessState.STARTING,
                        "%s was sent an event before it was RUNNING",
                        listener.name()));
        int told = seen.waiting() + (int) assigned + pool.processed + pool.discarded;
        // A listener that was removed while nobody could say what it did still has the event that it worked on.
        trace.must(
                isWhole ? pool.copies == told : pool.copies >= told,
                "pool %s accepted %d events: %d wait, %d are worked on, %d are done, %d were discarded",
                seen.name(),
                pool.copies,
                seen.waiting(),
                assigned,
                pool.processed,
                pool.discarded);
        trace.must(
                seen.waiting() <= seen.buffersize(),
                "pool %s has %d events in a buffer of %d",
                seen.name(),
                seen.waiting(),
                seen.buffersize());
    }

    /** When the daemon would sleep: no event waits for a listener that could have it. */
    void checkRest(SimulatedMachine machine) {
        shown.stream().filter(pool -> pool.waiting() > 0).forEach(pool -> pool.listeners()
                .forEach(listener -> trace.must(
                        listener.state() != ProcessState.RUNNING
                                || !listener.protocol().equals("READY")
                                || !machine.takesInput(listener.name()),
                        "events wait in pool %s, and %s is ready",
                        pool.name(),
                        listener.name())));
        shown = List.of();
    }
}

package org.supervisor4j.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcCall;

/**
 * How an event listener pool is doing, as {@code supervisor4j.getEventPools} tells it.
 *
 * @param oldest for how many seconds the oldest event has waited; -1 if none waits
 * @param discarded since the pool was made
 */
public record PoolReport(
        String name, int buffersize, int waiting, int oldest, int discarded, List<ListenerReport> listeners) {
    /** Events wait for a moment wherever listeners work. */
    private static final int LONG_WAIT = 5;

    public PoolReport {
        listeners = List.copyOf(listeners);
    }

    /** All pools of the daemon; none where it is one of the original, which does not tell. */
    public static List<PoolReport> all(RpcCall daemon) throws IOException {
        Object answer = daemon.callIfKnown("supervisor4j.getEventPools");
        List<PoolReport> pools = new ArrayList<>();
        if (answer != null) {
            Members.listOf(answer).forEach(pool -> pools.add(of(pool)));
        }
        return List.copyOf(pools);
    }

    public static PoolReport of(Members pool) {
        List<ListenerReport> listeners = new ArrayList<>();
        for (Members listener : Members.listOf(pool.members().get("listeners"))) {
            listeners.add(ListenerReport.of(listener));
        }
        return new PoolReport(
                pool.text("name"),
                pool.number("buffersize"),
                pool.number("waiting"),
                pool.number("oldest"),
                pool.number("discarded"),
                listeners);
    }

    /** Whether somebody should look after it. */
    public boolean isInTrouble() {
        return oldest >= LONG_WAIT
                || (discarded > 0 && waiting > 0)
                || listeners.stream().anyMatch(ListenerReport::isInTrouble);
    }

    /** Whether this process is a reason of the trouble. */
    public boolean isInTrouble(String process) {
        return isInTrouble()
                && listeners.stream().anyMatch(listener -> listener.name().equals(process) && !listener.isAtWork());
    }

    public boolean isAnybodyRunning() {
        return listeners.stream().anyMatch(ListenerReport::isRunning);
    }

    /** The namespec of a listener to look at. */
    public String troubled() {
        for (ListenerReport listener : listeners) {
            if (!listener.isAtWork()) {
                return Namespec.of(name, listener.name());
            }
        }
        return name + ":*";
    }

    /**
     * {@code mail has not answered TICK_5 for 12 s; 2 events wait, the oldest for 9 s (buffer_size=2); 3 discarded}.
     */
    public String summary() {
        List<String> parts = new ArrayList<>();
        for (ListenerReport listener : listeners) {
            if (!listener.isAtWork()) {
                parts.add(listener.name() + " " + listener.doing());
            }
        }
        parts.addAll(events());
        return String.join("; ", parts);
    }

    /** What waits, and what had to go. */
    public List<String> events() {
        List<String> lines = new ArrayList<>();
        if (waiting > 0) {
            lines.add((waiting == 1 ? "1 event waits, " : waiting + " events wait, the oldest ") + "for " + oldest
                    + " s (buffer_size=" + buffersize + ")");
        }
        if (discarded > 0) {
            lines.add(discarded + (discarded == 1 ? " event was" : " events were")
                    + " discarded, because the buffer overflowed");
        }
        return lines;
    }
}

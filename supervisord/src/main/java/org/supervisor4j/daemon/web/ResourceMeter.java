package org.supervisor4j.daemon.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessRoots;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

/**
 * Measures what supervised processes use, each together with what it has started: its descendants, and what is in its
 * process group although its parent has gone. One thread at a time.
 */
final class ResourceMeter {
    /** Stands for a share of the processor that takes a second measurement. */
    static final int UNKNOWN = -1;

    /** Finer steps would have rows change all the time that nobody can tell apart. */
    private static final long MEMORY_STEP = 100_000;

    private final ProcessTable table;
    private final Monotonic clock;
    private Map<Key, Long> lastCpu = Map.of();
    private long lastNanos;

    private record Key(int pid, long born) {}

    /**
     * What a process uses.
     *
     * @param cpu in tenths of a percent of one processor, since the last measurement, or {@link #UNKNOWN}
     * @param residentBytes in steps of 100 kB; pages that are shared count each time
     */
    record Usage(int cpu, long residentBytes) {}

    ResourceMeter(ProcessTable table, Monotonic clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Forgets the last measurement: the next one is a first one. */
    void reset() {
        lastCpu = Map.of();
    }

    /**
     * Measures all of these at once. Those that have ended are missing in the result; all are where the system tells
     * nothing.
     */
    Map<Integer, Usage> measure(Set<Integer> pids) {
        List<Entry> entries;
        try {
            entries = table.read();
        } catch (OsException silent) {
            reset();
            return Map.of();
        }
        long nanos = clock.nanos();
        long elapsed = nanos - lastNanos;
        Map<Key, Long> cpu = new HashMap<>(entries.size() * 2);
        Map<Integer, Sum> sums = new HashMap<>();
        ProcessRoots roots = new ProcessRoots(pids, entries);
        for (Entry entry : entries) {
            int root = roots.of(entry);
            if (root != 0) {
                Key key = new Key(entry.pid(), entry.born());
                cpu.put(key, entry.cpuNanos());
                // What has begun since the last look has used all of its time since then.
                long before = lastCpu.getOrDefault(key, 0L);
                sums.computeIfAbsent(root, pid -> new Sum()).add(entry.cpuNanos() - before, entry.residentBytes());
            }
        }
        boolean first = lastCpu.isEmpty();
        lastCpu = cpu;
        lastNanos = nanos;
        Map<Integer, Usage> usages = new HashMap<>();
        sums.forEach((pid, sum) -> usages.put(pid, sum.usage(first ? 0 : elapsed)));
        return usages;
    }

    private static final class Sum {
        private long cpuNanos;
        private long residentBytes;

        private void add(long nanos, long bytes) {
            cpuNanos += Math.max(0, nanos);
            residentBytes += bytes;
        }

        private Usage usage(long elapsed) {
            int cpu = elapsed <= 0 ? UNKNOWN : (int) ((cpuNanos * 1000 + elapsed / 2) / elapsed);
            return new Usage(cpu, Math.round((double) residentBytes / MEMORY_STEP) * MEMORY_STEP);
        }
    }
}

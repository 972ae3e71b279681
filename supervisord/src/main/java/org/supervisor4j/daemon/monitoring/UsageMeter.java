package org.supervisor4j.daemon.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessRoots;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

/**
 * Measures what supervised processes use, each together with what it has started. That takes a look at {@code /proc}
 * for each of them, so it is done beside the answers, on a thread that nobody waits for; who asks gets the last result.
 *
 * <p>Shares of memory cost most by far. Of these, as many as there is time for are measured anew each time, in turn.
 */
public final class UsageMeter {
    /** How long one measurement may spend on shares of memory. */
    private static final long SHARES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ProcessTable table;
    private final Monotonic clock;
    private Map<Key, Long> lastCpu = Map.of();
    private Map<Integer, Long> lastShares = new HashMap<>();
    /** After which pid the next measurement of shares goes on. */
    private int sharesUpTo;

    private volatile Usages usages = new Usages(Map.of(), 0, false);

    private record Key(int pid, long born) {}

    /**
     * What a process uses.
     *
     * @param cpuNanos since the process began, as far as it was seen
     * @param residentBytes pages that are shared count each time
     * @param proportionalBytes pages that are shared count by their share; {@link ProcessTable#UNTOLD}
     * @param openFiles {@link ProcessTable#UNTOLD}
     */
    public record Usage(long cpuNanos, long residentBytes, long proportionalBytes, int openFiles, int threads) {}

    /**
     * A result.
     *
     * @param byPid of those that there were
     * @param at when it was measured, in monotonic nanoseconds
     * @param isAny false before the first one
     */
    public record Usages(Map<Integer, Usage> byPid, long at, boolean isAny) {
        public Usages {
            byPid = Map.copyOf(byPid);
        }
    }

    public UsageMeter(ProcessTable table, Monotonic clock) {
        this.table = table;
        this.clock = clock;
    }

    /** The last result. Any thread. */
    public Usages last() {
        return usages;
    }

    /**
     * Measures. One thread at a time; takes as long as {@code /proc} does.
     *
     * @param pids of supervised processes
     */
    public void measure(Set<Integer> pids) {
        List<Entry> entries;
        try {
            entries = table.read();
        } catch (OsException silent) {
            usages = new Usages(Map.of(), clock.nanos(), true);
            return;
        }
        ProcessRoots roots = new ProcessRoots(pids, entries);
        Map<Integer, List<Entry>> members = new HashMap<>();
        for (Entry entry : entries) {
            int root = roots.of(entry);
            if (root != 0) {
                members.computeIfAbsent(root, pid -> new ArrayList<>()).add(entry);
            }
        }
        measureShares(members);
        Map<Key, Long> cpu = new HashMap<>();
        Map<Integer, Usage> measured = new HashMap<>();
        Map<Integer, Usage> before = usages.byPid();
        members.forEach((root, family) -> measured.put(root, usage(root, family, before.get(root), cpu)));
        lastCpu = cpu;
        usages = new Usages(measured, clock.nanos(), true);
    }

    /** A number of a process that has come anew means a new one, whose time begins at 0. */
    private Usage usage(int root, List<Entry> family, @Nullable Usage before, Map<Key, Long> cpu) {
        long used = 0;
        long resident = 0;
        int files = ProcessTable.UNTOLD;
        int threads = 0;
        boolean isSame = false;
        for (Entry entry : family) {
            Key key = new Key(entry.pid(), entry.born());
            isSame |= entry.pid() == root && lastCpu.containsKey(key);
            used += Math.max(0, entry.cpuNanos() - lastCpu.getOrDefault(key, 0L));
            cpu.put(key, entry.cpuNanos());
            resident += entry.residentBytes();
            threads += entry.threads();
            int open = table.openFiles(entry.pid());
            files = open == ProcessTable.UNTOLD ? files : Math.max(0, files) + open;
        }
        long sofar = isSame && before != null ? before.cpuNanos() : 0;
        return new Usage(
                sofar + used, resident, lastShares.getOrDefault(root, (long) ProcessTable.UNTOLD), files, threads);
    }

    private void measureShares(Map<Integer, List<Entry>> members) {
        List<Integer> order = new ArrayList<>(members.keySet());
        order.sort(null);
        int first = 0;
        while (first < order.size() && order.get(first) <= sharesUpTo) {
            first++;
        }
        Map<Integer, Long> shares = new HashMap<>();
        lastShares.forEach((pid, share) -> {
            if (members.containsKey(pid)) {
                shares.put(pid, share);
            }
        });
        long end = clock.nanos() + SHARES_NANOS;
        for (int i = 0; i < order.size() && clock.nanos() < end; i++) {
            int pid = order.get((first + i) % order.size());
            sharesUpTo = pid;
            long share = share(members.getOrDefault(pid, List.of()));
            if (share == ProcessTable.UNTOLD) {
                shares.remove(pid);
            } else {
                shares.put(pid, share);
            }
        }
        lastShares = shares;
    }

    private long share(List<Entry> family) {
        long sum = ProcessTable.UNTOLD;
        for (Entry entry : family) {
            long bytes = table.proportionalBytes(entry.pid());
            sum = bytes == ProcessTable.UNTOLD ? sum : Math.max(0, sum) + bytes;
        }
        return sum;
    }
}

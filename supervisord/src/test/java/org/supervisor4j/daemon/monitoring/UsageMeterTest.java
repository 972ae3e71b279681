package org.supervisor4j.daemon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.monitoring.UsageMeter.Usage;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessTable;

class UsageMeterTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final int SUPERVISED = 10;

    private final Table table = new Table();
    private long nanos;
    private final UsageMeter meter = new UsageMeter(table, () -> nanos);

    /** To ask for a share takes 20 milliseconds. */
    private final class Table implements ProcessTable {
        private final Map<Integer, Entry> entries = new HashMap<>();
        private final List<Integer> askedForShares = new ArrayList<>();
        private boolean isSilent;

        @Override
        public List<Entry> read() throws OsException {
            if (isSilent) {
                throw new OsException("list", "/proc", new Errno(Errno.EACCES, "EACCES", "Permission denied"));
            }
            return List.copyOf(entries.values());
        }

        @Override
        public int openFiles(int pid) {
            return pid == 12 ? UNTOLD : 3;
        }

        @Override
        public long proportionalBytes(int pid) {
            askedForShares.add(pid);
            nanos += 20 * MILLISECOND;
            return pid * 100L;
        }
    }

    private void process(int pid, int parent, long born, long cpuNanos) {
        table.entries.put(pid, new ProcessTable.Entry(pid, parent, pid, born, cpuNanos, 1000, 2));
    }

    private Usage measure() {
        meter.measure(Set.of(SUPERVISED));
        return Objects.requireNonNull(meter.last().byPid().get(SUPERVISED));
    }

    @Test
    void whatAProcessHasStartedCountsWithIt() {
        process(SUPERVISED, 1, 5, SECOND);
        process(11, SUPERVISED, 6, SECOND);
        process(12, 11, 7, SECOND);
        process(99, 1, 5, SECOND);

        assertThat(measure()).isEqualTo(new Usage(3 * SECOND, 3000, 3300, 6, 6));
    }

    @Test
    void theTimeOfThoseThatHaveEndedIsNotLost() {
        process(SUPERVISED, 1, 5, SECOND);
        process(11, SUPERVISED, 6, SECOND);
        measure();
        table.entries.remove(11);
        process(SUPERVISED, 1, 5, 2 * SECOND);
        process(13, SUPERVISED, 8, SECOND / 2);

        assertThat(measure().cpuNanos()).isEqualTo(3 * SECOND + SECOND / 2);
    }

    @Test
    void aNewRunBeginsAtNothing() {
        process(SUPERVISED, 1, 5, 7 * SECOND);
        measure();
        process(SUPERVISED, 1, 99, SECOND);

        assertThat(measure().cpuNanos()).isEqualTo(SECOND);
    }

    @Test
    void sharesOfMemoryAreMeasuredInTurn() {
        for (int pid = 1; pid <= 5; pid++) {
            process(pid, 0, 1, 0);
        }
        Set<Integer> all = Set.of(1, 2, 3, 4, 5);

        meter.measure(all);
        assertThat(table.askedForShares).containsExactly(1, 2, 3);
        meter.measure(all);
        assertThat(table.askedForShares).containsExactly(1, 2, 3, 4, 5, 1);
        assertThat(meter.last().byPid().values()).allMatch(usage -> usage.proportionalBytes() > 0);
    }

    @Test
    void nothingIsToldWhereTheSystemTellsNothing() {
        process(SUPERVISED, 1, 5, SECOND);
        measure();
        table.isSilent = true;

        meter.measure(Set.of(SUPERVISED));

        assertThat(meter.last().byPid()).isEmpty();
    }
}

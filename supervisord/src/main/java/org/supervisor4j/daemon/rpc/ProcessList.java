package org.supervisor4j.daemon.rpc;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.model.ProcessInfo;

/** What {@code getAllProcessInfo} says, for as long as it stays true. Immutable; any thread. */
final class ProcessList extends AbstractList<ProcessInfo> implements RandomAccess {
    private final Snapshot snapshot;
    private final long now;
    private final long uptimeSecond;
    private final List<ProcessInfo> processes;
    private final SharedAnswer answer;

    /**
     * @param now seconds since the epoch
     * @param nowNanos the monotonic clock
     */
    ProcessList(Snapshot snapshot, long now, long nowNanos) {
        this.snapshot = snapshot;
        this.now = now;
        this.uptimeSecond = Math.floorDiv(nowNanos, Phase.SECOND);
        this.processes = snapshot.processes().stream()
                .map(process -> ProcessDescription.of(process, now, nowNanos))
                .toList();
        this.answer = new SharedAnswer(processes);
    }

    /** Whether this list would be made again: clocks count whole seconds here, and else only snapshots change. */
    boolean holds(Snapshot other, long otherNow, long otherNanos) {
        return snapshot == other && now == otherNow && uptimeSecond == Math.floorDiv(otherNanos, Phase.SECOND);
    }

    /** The same in the form that travels. */
    SharedAnswer answer() {
        return answer;
    }

    @Override
    public ProcessInfo get(int index) {
        return processes.get(index);
    }

    @Override
    public int size() {
        return processes.size();
    }
}

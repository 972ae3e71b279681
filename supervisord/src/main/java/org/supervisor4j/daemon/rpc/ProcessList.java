package org.supervisor4j.daemon.rpc;

import java.lang.ref.SoftReference;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.model.ProcessInfo;

/**
 * What {@code getAllProcessInfo} says. Many may watch the daemon, so it is put together and written once for all that
 * ask while it stays true. Immutable; any thread.
 */
public final class ProcessList extends AbstractList<ProcessInfo> implements RandomAccess {
    private final Snapshot snapshot;
    private final long now;
    private final long uptimeSecond;
    private final List<ProcessInfo> processes;

    /** Soft, because the text of a thousand processes has nearly a megabyte, and nobody may ask again. */
    private SoftReference<byte @Nullable []> written = new SoftReference<>(null);

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
    }

    /** This list, or another one if this one would not be made again: clocks count whole seconds here. */
    ProcessList at(Snapshot other, long otherNow, long otherNanos) {
        boolean holds = snapshot == other && now == otherNow && uptimeSecond == Math.floorDiv(otherNanos, Phase.SECOND);
        return holds ? this : new ProcessList(other, otherNow, otherNanos);
    }

    @Override
    public ProcessInfo get(int index) {
        return processes.get(index);
    }

    @Override
    public int size() {
        return processes.size();
    }

    /**
     * The answer in bytes. A caller for whom another thread writes it already waits for that.
     *
     * @param writer makes the bytes of the list as it travels
     * @return shared: not to be changed
     */
    public synchronized byte[] writtenBy(Function<@Nullable Object, byte[]> writer) {
        byte[] bytes = written.get();
        if (bytes == null) {
            bytes = writer.apply(WireValues.of(this));
            written = new SoftReference<>(bytes);
        }
        return bytes;
    }
}

package org.supervisor4j.daemon.rpc;

import java.lang.ref.SoftReference;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.ProcessInfo;

/**
 * A list of processes as it travels, that many callers get: it is written once for all of them. Immutable; any thread.
 */
public final class SharedAnswer extends AbstractList<Map<String, Object>> implements RandomAccess {
    private final List<ProcessInfo> processes;

    /** Soft, because the text of a thousand processes has nearly a megabyte, and nobody may ask again. */
    private SoftReference<byte @Nullable []> written = new SoftReference<>(null);

    SharedAnswer(List<ProcessInfo> processes) {
        this.processes = processes;
    }

    @Override
    public Map<String, Object> get(int index) {
        return processes.get(index).toMap();
    }

    @Override
    public int size() {
        return processes.size();
    }

    /**
     * The answer in bytes. Who asks while somebody else has it written waits for that.
     *
     * @param writer makes the bytes of the list
     * @return shared: not to be changed
     */
    public synchronized byte[] writtenBy(Function<Object, byte[]> writer) {
        byte[] bytes = written.get();
        if (bytes == null) {
            bytes = writer.apply(this);
            written = new SoftReference<>(bytes);
        }
        return bytes;
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/**
 * A descriptor that is not ours, standard output: never closed, never made non-blocking, for others share it. So as not
 * to block on it all the same, it is written only when the poller has called it writable, and then no more than the
 * kernel guarantees to take.
 *
 * <p>When nobody reads it any more (EPIPE), it is not written again.
 */
public final class DescriptorSink implements OutputSink {
    /** {@code PIPE_BUF}: a pipe that is writable has room for so much. */
    private static final int SAFE_LENGTH = 4096;

    private static final String NOT_READ = "standard output is not read";

    private final int descriptor;
    private final boolean canBlock;
    private final Descriptors descriptors;
    private final Losses losses;
    private final KeptBytes kept = new KeptBytes();
    private boolean hasReaders = true;

    /**
     * @param name for messages: {@code standard output}
     * @param canBlock false for an ordinary file, and all else that no poller can watch
     */
    public DescriptorSink(int descriptor, String name, boolean canBlock, SinkSystem system) {
        this.descriptor = descriptor;
        this.canBlock = canBlock;
        this.descriptors = system.descriptors();
        this.losses = new Losses(name, system.monotonic(), system.problems());
    }

    @Override
    public boolean write(ByteBuffer unit) {
        if (!hasReaders) {
            unit.position(unit.limit());
            return true;
        }
        if (!canBlock) {
            push(unit, unit.limit());
            unit.position(unit.limit());
            return true;
        }
        if (!kept.add(unit)) {
            losses.lost(unit.remaining(), NOT_READ);
            unit.position(unit.limit());
        }
        return kept.isEmpty();
    }

    /** One safe write. To be called when the poller says that the descriptor is writable. */
    @Override
    public boolean resume() {
        ByteBuffer bytes = kept.bytes();
        int end = bytes.limit();
        push(bytes, Math.min(end, bytes.position() + SAFE_LENGTH));
        bytes.limit(end);
        if (kept.isEmpty() || !hasReaders) {
            kept.clear();
        }
        return kept.isEmpty();
    }

    private void push(ByteBuffer bytes, int end) {
        bytes.limit(end);
        try {
            int written = 0;
            while (bytes.hasRemaining() && written != Descriptors.WOULD_BLOCK) {
                written = descriptors.write(descriptor, bytes);
            }
            losses.written();
        } catch (OsException e) {
            hasReaders = !e.errno().is(Errno.EPIPE);
            if (hasReaders) {
                losses.lost(bytes.remaining(), e);
            }
            bytes.position(end);
        }
    }

    @Override
    public int waitsFor() {
        return kept.isEmpty() ? -1 : descriptor;
    }

    @Override
    public long patience() {
        return FOR_EVER;
    }

    @Override
    public void giveUp() {
        if (!kept.isEmpty()) {
            losses.lost(kept.size(), NOT_READ);
            kept.clear();
        }
    }

    @Override
    public void reopen() {
        // It has no name.
    }

    @Override
    public void clear() {
        // It has no name.
    }

    @Override
    public void close() {
        // The daemon ends: there is no log any more that could tell of it.
        kept.clear();
    }
}

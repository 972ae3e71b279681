package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/**
 * A descriptor that is not ours, standard output: never closed, never made non-blocking, for others share it. What it
 * can't take now is kept.
 *
 * <p>When nobody reads it any more (EPIPE), it is not written again.
 */
public final class DescriptorSink implements OutputSink {
    private static final String NOT_READ = "standard output is not read";

    private final int descriptor;
    private final boolean mayWait;
    private final Descriptors descriptors;
    private final Losses losses;
    private final KeptBytes kept = new KeptBytes();
    private boolean hasReaders = true;

    /** @param name for messages: {@code standard output} */
    public DescriptorSink(int descriptor, String name, SinkSystem system) {
        this.descriptor = descriptor;
        this.descriptors = system.descriptors();
        this.mayWait = !isOrdinary();
        this.losses = new Losses(name, system.monotonic(), system.problems());
    }

    private boolean isOrdinary() {
        try {
            return descriptors.status(descriptor).regular();
        } catch (OsException e) {
            // Closed: writing will tell.
            return false;
        }
    }

    @Override
    public boolean write(ByteBuffer unit) {
        if (kept.isEmpty() && push(unit)) {
            return true;
        }
        if (!kept.add(unit)) {
            losses.lost(unit.remaining(), NOT_READ);
            unit.position(unit.limit());
        }
        return false;
    }

    @Override
    public boolean resume() {
        if (!kept.isEmpty()) {
            if (!push(kept.bytes())) {
                return false;
            }
            kept.clear();
        }
        return true;
    }

    /** @return false if something remains because the target can't take it now */
    private boolean push(ByteBuffer bytes) {
        try {
            while (hasReaders && bytes.hasRemaining()) {
                int count = mayWait ? descriptors.writeShared(descriptor, bytes) : descriptors.write(descriptor, bytes);
                if (count == Descriptors.WOULD_BLOCK) {
                    return false;
                }
            }
            losses.written();
        } catch (OsException e) {
            hasReaders = !e.errno().is(Errno.EPIPE);
            if (hasReaders) {
                losses.lost(bytes.remaining(), e);
            }
        }
        bytes.position(bytes.limit());
        return true;
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

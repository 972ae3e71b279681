package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/**
 * Writes to a descriptor that others share, standard output: it is never closed and never made non-blocking. What it
 * can't take now is kept.
 *
 * <p>When nobody reads it any more (EPIPE), it is not written again.
 */
public final class DescriptorSink extends KeepingSink {
    private static final String NOT_READ = "standard output is not read";

    private final int descriptor;
    private final boolean mayWait;
    private final Descriptors descriptors;
    private boolean hasReaders = true;

    /** @param name for messages: {@code standard output} */
    public DescriptorSink(int descriptor, String name, SinkSystem system) {
        super(new Losses(name, system), NOT_READ, NOT_READ);
        this.descriptor = descriptor;
        this.descriptors = system.descriptors();
        this.mayWait = !isOrdinary();
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
    boolean push(ByteBuffer bytes) {
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
    int target() {
        return descriptor;
    }

    @Override
    public void close() {
        // The daemon ends: there is no log any more that could tell of it.
        kept.clear();
    }
}

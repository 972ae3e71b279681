package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
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
    private final @Nullable SharedTarget common;
    private boolean hasReaders = true;

    /** @param name for messages: {@code standard output} */
    public DescriptorSink(int descriptor, String name, SinkSystem system) {
        super(new Losses(name, system), NOT_READ, NOT_READ);
        this.descriptor = descriptor;
        this.descriptors = system.descriptors();
        FileStatus status = status();
        this.mayWait = status == null || !status.regular();
        this.common = status == null ? null : system.targets().join(status);
        if (common != null) {
            common.isWrittenBy(SharedTargets.DAEMON);
        }
    }

    private @Nullable FileStatus status() {
        try {
            return descriptors.status(descriptor);
        } catch (OsException e) {
            // Closed: writing will tell.
            return null;
        }
    }

    @Override
    boolean push(ByteBuffer bytes) {
        try {
            if (hasReaders && (common == null ? !writeAll(bytes) : !common.write(this, bytes, this::writeSome))) {
                return false;
            }
            losses.written();
        } catch (OsException e) {
            hasReaders = !e.errno().is(Errno.EPIPE);
            int begun = common == null ? 0 : common.fail();
            if (hasReaders) {
                losses.lost(begun + bytes.remaining(), e);
            }
        }
        bytes.position(bytes.limit());
        return true;
    }

    private boolean writeAll(ByteBuffer bytes) throws OsException {
        while (bytes.hasRemaining()) {
            if (writeSome(bytes) == Descriptors.WOULD_BLOCK) {
                return false;
            }
        }
        return true;
    }

    private int writeSome(ByteBuffer bytes) throws OsException {
        return mayWait ? descriptors.writeShared(descriptor, bytes) : descriptors.write(descriptor, bytes);
    }

    @Override
    int begun() {
        return common == null ? 0 : common.begunBy(this);
    }

    @Override
    int giveUpBegun() {
        return common == null ? 0 : common.giveUp(this);
    }

    @Override
    int target() {
        return descriptor;
    }

    @Override
    public void close() {
        // The daemon ends: there is no log any more that could tell of it.
        kept.clear();
        if (common != null) {
            common.giveUp(this);
            common.leave();
        }
    }
}

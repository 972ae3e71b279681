package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;

/** The end of a child's pipe that a {@link Pump} reads, if it has one. Touched on its loop only. */
final class InputPipe {
    /** What a pipe holds unless it is asked to hold more. */
    private static final int USUAL_SIZE = 64 * 1024;

    /**
     * What one read takes at most: the child is woken half as often. More is slower where many children are busy, for
     * what they wrote is out of the processor's cache by the time that it is read.
     */
    private static final int SIZE_OF_BUSY_ONE = Pump.LONGEST_UNIT;

    private static final int NONE = -1;

    private final Pump pump;
    private final OutputLoop loop;
    private int descriptor = NONE;
    private boolean isWatched;
    private boolean isUsual = true;

    InputPipe(Pump pump, OutputLoop loop) {
        this.pump = pump;
        this.loop = loop;
    }

    /** From now on the descriptor is ours to close. */
    void open(int readEnd) throws OsException {
        descriptor = readEnd;
        loop.descriptors().setNonBlocking(readEnd);
    }

    boolean isOpen() {
        return descriptor != NONE;
    }

    /** Whether the loop, which says that this can be read, was asked to. */
    boolean isAwaited(int ready) {
        return isWatched && ready == descriptor;
    }

    /** Asks to be told when there is something to read. */
    void watch() throws OsException {
        if (isOpen() && !isWatched) {
            loop.watch(descriptor, pump, true);
            isWatched = true;
        }
    }

    /** Forgotten wholly, not only for reading: a pipe without writers is always reported. */
    void unwatch() {
        if (isWatched) {
            loop.unwatch(descriptor);
            isWatched = false;
        }
    }

    /** As {@link Descriptors#read}. */
    int read(ByteBuffer buffer) throws OsException {
        int count = loop.descriptors().read(descriptor, buffer);
        if (count >= USUAL_SIZE && isUsual) {
            isUsual = false;
            loop.descriptors().growPipe(descriptor, SIZE_OF_BUSY_ONE);
        }
        return count;
    }

    void close() {
        if (isOpen()) {
            unwatch();
            loop.descriptors().close(descriptor);
            descriptor = NONE;
        }
    }
}

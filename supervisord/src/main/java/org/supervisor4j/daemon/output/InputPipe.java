package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;

/** The end of a child's pipe that is read, if there is one. Touched on its loop only. */
final class InputPipe {
    /** The most that one read takes, as in the reference. */
    static final int LONGEST_UNIT = 128 * 1024;

    /** What a pipe holds unless it is asked to hold more. */
    private static final int USUAL_SIZE = 64 * 1024;

    /**
     * What one read takes at most: the child is woken half as often. More is slower where many children are busy, for
     * what they wrote is out of the processor's cache by the time that it is read.
     */
    private static final int BUSY_SIZE = LONGEST_UNIT;

    private static final int NONE = -1;

    private final Loop loop;
    private final Descriptors descriptors;
    private final Runnable onReadable;
    private int descriptor = NONE;
    private boolean isWatched;
    private boolean isUsual = true;

    /** @param onReadable run when there is something to read, while that is watched for */
    InputPipe(LoopResources place, Runnable onReadable) {
        loop = place.loop();
        descriptors = place.descriptors();
        this.onReadable = onReadable;
    }

    /** From now on the descriptor is closed by this object. */
    void open(int readEnd) throws OsException {
        descriptor = readEnd;
        descriptors.setNonBlocking(readEnd);
    }

    boolean isOpen() {
        return descriptor != NONE;
    }

    /** Negative while it is not open. */
    int descriptor() {
        return descriptor;
    }

    /** Asks to be told when there is something to read. */
    void watch() throws OsException {
        if (isOpen() && !isWatched) {
            loop.watch(descriptor, true, false, onReadable);
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
        int count = descriptors.read(descriptor, buffer);
        if (count >= USUAL_SIZE && isUsual) {
            isUsual = false;
            descriptors.growPipe(descriptor, BUSY_SIZE);
        }
        return count;
    }

    void close() {
        if (isOpen()) {
            unwatch();
            descriptors.close(descriptor);
            descriptor = NONE;
        }
    }
}

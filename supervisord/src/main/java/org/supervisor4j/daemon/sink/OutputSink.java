package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.OsException;

/**
 * Takes the bytes of one log. Failures to write are never the writer's: they are counted, reported once for each burst,
 * and end by themselves. One thread owns a sink.
 */
public interface OutputSink {
    /** Drops everything: the output of a program without a log is read all the same, lest it blocks. */
    OutputSink NONE = unit -> {
        unit.position(unit.limit());
        return true;
    };

    /** {@link #reopen} or {@link #clear}. */
    @FunctionalInterface
    interface Change {
        void on(OutputSink sink) throws OsException;
    }

    /** {@link #patience()} of a sink that waits for its target as long as it takes. */
    long FOR_EVER = Long.MAX_VALUE;

    /**
     * Takes one unit: writes it, keeps what the target can't take now, or counts it as lost. Consumes the buffer.
     *
     * @param unit direct; the bytes after its limit and before its position are not touched
     * @return whether nothing is kept. While something is, the caller should hold back what it can
     */
    boolean write(ByteBuffer unit);

    /** No more comes from the program that the sink was opened for: a line without an end is written now. */
    default void endOfInput() {}

    /**
     * Goes on with what is kept.
     *
     * @return whether nothing is kept any more
     */
    default boolean resume() {
        return true;
    }

    /** The descriptor that has to become writable before {@link #resume} can go on; -1 if nothing is kept. */
    default int waitsFor() {
        return -1;
    }

    /** Nanoseconds after which waiting makes no sense for this target, and {@link #giveUp} should be called. */
    default long patience() {
        return FOR_EVER;
    }

    /** Counts what is kept as lost. */
    default void giveUp() {}

    /**
     * The byte of the file with the log's name at which what has been written here begins: after what was in it when it
     * was opened, 0 since it was rotated, emptied or made anew. Any thread.
     */
    default long outputBegin() {
        return 0;
    }

    /** Opens the log under its name again, to follow a rename. If that fails, the old one goes on. */
    default void reopen() throws OsException {
        // Most have no name of their own.
    }

    /** Empties the log: removes the file and makes a new one. Does nothing to what is not an ordinary file. */
    default void clear() throws OsException {
        // What has no name of its own has nothing to empty.
    }

    /** Gives up what is kept, says what was lost, and closes what is open. */
    default void close() {}
}

package org.supervisor4j.daemon.output;

import java.util.concurrent.CompletableFuture;

/** One child's stdout or stderr on its way to its log. Any thread may call; the work is done on {@code output-loop}. */
public interface OutputChannel {
    /** How much is read of a child that has ended, in bytes: the most that a pipe holds unless root made it larger. */
    int DRAIN_LIMIT = 1024 * 1024;

    /**
     * Begins to read. The descriptor (a pipe's read end) becomes the channel's, who closes it.
     *
     * <p>A channel is opened first, so that a log that can't be opened is known before there is a child.
     */
    void attach(int readEnd);

    /**
     * Adds text to the log as if the child had written it: why it could not be started. Until the channel is closed,
     * also after the end of the pipe.
     */
    default void inject(byte[] text) {
        inject(text, () -> {});
    }

    /**
     * The same, for a caller that has more to come.
     *
     * @param taken run when the log takes more again, or will never take it. Any thread
     */
    void inject(byte[] text, Runnable taken);

    /** As {@link org.supervisor4j.daemon.sink.OutputSink#outputBegin}; also when it is closed. */
    long outputBegin();

    /**
     * Reads what is there without waiting for more, writes it, closes pipe and log. Complete when all of that is done
     * and everything has been delivered; failures of the log do not show here.
     *
     * <p>What a child wrote before it ended is read whole. A grandchild that goes on writing can't hold this up: at
     * most 1 MiB is read, the most that an ordinary pipe holds. A log that takes nothing (a FIFO that is not read) is
     * waited for for two seconds.
     */
    CompletableFuture<Void> drainAndClose();

    /**
     * Closes and opens the log under its name again, to follow a rename.
     *
     * <p>Fails with an {@link org.supervisor4j.daemon.os.OsException} if it cannot be opened; the old one goes on then.
     */
    CompletableFuture<Void> reopen();

    /**
     * Empties the log: removes the file and makes a new one.
     *
     * <p>Fails with an {@link org.supervisor4j.daemon.os.OsException} if that is refused.
     */
    CompletableFuture<Void> clear();
}

package org.supervisor4j.daemon.output;

import java.util.concurrent.CompletableFuture;

/** Opens channels. Implemented by the output loop; faked in the control loop's tests. Any thread. */
public interface OutputChannels {
    /**
     * Opens the log of one channel. Fails with an {@link org.supervisor4j.daemon.os.OsException} if the file cannot be
     * opened.
     */
    CompletableFuture<OutputChannel> open(ChannelSpec spec, ChannelObserver observer);
}

package org.supervisor4j.daemon.process;

import org.supervisor4j.daemon.output.ChannelSpec.Channel;

/** Where in the logs of a process the output of its last runs begins. Any thread. */
@FunctionalInterface
public interface OutputBegin {
    /** There was no such run. */
    long NOWHERE = -1;

    /**
     * The byte of the log with the process's present name for it; may lie past the end of a file that somebody else has
     * replaced. {@link #NOWHERE} if the log has not been opened.
     */
    long of(Channel channel);
}

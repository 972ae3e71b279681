package org.supervisor4j.daemon.notice;

import java.io.IOException;

/** Brings notices to one receiver. On a thread that may wait. */
interface Courier {
    /**
     * Returns when the receiver has taken it.
     *
     * @throws RefusedException if it never will
     * @throws IOException if it may, later
     */
    void deliver(NoticeText text) throws IOException, RefusedException;
}

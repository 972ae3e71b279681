package org.supervisor4j.ctl.session;

import java.io.IOException;

/** Standard output takes nothing more: its reader has gone, or the disk is full. Nobody is left to be told on it. */
public final class OutputFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputFailedException(IOException cause) {
        super(cause.getMessage(), cause, false, false);
    }

    /** Whether somebody has closed the other end, as {@code head} does when it has enough. */
    public boolean isReaderGone() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}

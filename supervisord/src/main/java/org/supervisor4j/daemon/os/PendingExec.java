package org.supervisor4j.daemon.os;

import org.jspecify.annotations.Nullable;

/** A child between clone and exec. Its native memory lives until {@link #finish} is called, which must happen once. */
public interface PendingExec {
    /** Becomes readable (end of file) when the child has exec'd or died. Watch it for reading, then call finish. */
    int descriptor();

    /**
     * Closes the descriptor, frees the memory, and says how it went. Blocks until the child has exec'd or died, so call
     * it when the descriptor is readable or the child has been reaped.
     *
     * @return null if the program runs (or ran), else the step that failed
     */
    @Nullable
    Failure finish();

    /** A step of the spawn that failed; the child has exited with 127. */
    record Failure(SpawnStep step, Errno errno) {}
}

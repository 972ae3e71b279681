package org.supervisor4j.daemon.os;

import java.util.concurrent.CompletableFuture;

/** What can be done to the daemon's own log besides writing to it. Any thread; nothing here blocks. */
public interface MainLog {
    /** Complete when every line that was logged before is in the file. */
    CompletableFuture<Void> flush();

    /** Opens the file under its name again, to follow a rename. */
    CompletableFuture<Void> reopen();

    /** Removes the file and begins a new one. Fails with an IOException if that is refused. */
    CompletableFuture<Void> clear();
}

package org.supervisor4j.daemon.process;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.loop.EventLoop;

/**
 * Launches children in the order in which their starts were decided upon, which is that of priorities, although their
 * logs may be opened in any order. This goes for the starts of one turn of the control loop: later ones do not wait for
 * a log that is slow to open. On the control loop only.
 */
public final class LaunchOrder {
    private final EventLoop loop;
    /** Done when the launch before is in the loop's queue; null for the first one of a turn. */
    private @Nullable CompletableFuture<Void> last;

    public LaunchOrder(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Launches in a later turn, after those that were asked for earlier in this turn.
     *
     * @param name what the launch is, for the log if it fails unexpectedly
     * @param prepared what it has to wait for; must not fail
     */
    <T> void post(String name, CompletableFuture<T> prepared, Consumer<T> launch) {
        loop.assertOnLoop();
        CompletableFuture<Void> before = last;
        if (before == null) {
            before = CompletableFuture.completedFuture(null);
            loop.conclude("end of a turn's starts", () -> last = null);
        }
        last = prepared.thenAcceptBoth(before, (value, none) -> loop.post(name, () -> launch.accept(value)));
    }
}

package org.supervisor4j.daemon.supervisor;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.RpcFault;

/** Somebody who waits for a process to get somewhere. On the control loop only, but for the future. */
final class Waiter<T> {
    private final EventLoop loop;
    private final Function<Subprocess, @Nullable T> settled;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    Waiter(EventLoop loop, Function<Subprocess, @Nullable T> settled) {
        this.loop = loop;
        this.settled = settled;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** Asks. True if the wait is over; the future completes when the turn's changes have been published. */
    boolean settle(Subprocess process) {
        try {
            T value = settled.apply(process);
            if (value == null) {
                return false;
            }
            loop.later(() -> future.complete(value));
        } catch (RpcFault fault) {
            loop.later(() -> future.completeExceptionally(fault));
        }
        return true;
    }
}

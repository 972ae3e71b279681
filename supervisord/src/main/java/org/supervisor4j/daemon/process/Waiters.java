package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.model.RpcFault;

/** The waiters of one process. On the control loop only, but for the futures. */
final class Waiters {
    private final EventLoop loop;
    private final List<Waiter<?>> waiting = new ArrayList<>();

    private record Waiter<T>(Function<Subprocess, @Nullable T> settled, CompletableFuture<T> future) {}

    Waiters(EventLoop loop) {
        this.loop = loop;
    }

    /** As {@link Subprocess#await}. */
    <T> CompletableFuture<T> add(Subprocess process, Function<Subprocess, @Nullable T> settled) {
        loop.assertOnLoop();
        Waiter<T> waiter = new Waiter<>(settled, new CompletableFuture<>());
        if (!settle(waiter, process)) {
            waiting.add(waiter);
        }
        return waiter.future();
    }

    /** The process has changed. A waiter that is asked may cause the next change, which asks again. */
    void settle(Subprocess process) {
        for (Waiter<?> waiter : List.copyOf(waiting)) {
            if (settle(waiter, process)) {
                waiting.remove(waiter);
            }
        }
    }

    /** Asks. True if the wait is over; the future completes when the turn's changes have been published. */
    private <T> boolean settle(Waiter<T> waiter, Subprocess process) {
        try {
            T value = waiter.settled().apply(process);
            if (value == null) {
                return false;
            }
            loop.later(() -> waiter.future().complete(value));
        } catch (RpcFault fault) {
            loop.later(() -> waiter.future().completeExceptionally(fault));
        }
        return true;
    }
}

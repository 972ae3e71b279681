package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All who wait for one process. On the control loop only. */
final class Waiters {
    private final EventLoop loop;
    private final List<Waiter<?>> waiting = new ArrayList<>();

    Waiters(EventLoop loop) {
        this.loop = loop;
    }

    /** As {@link Subprocess#await}. */
    <T> CompletableFuture<T> add(Subprocess process, Function<Subprocess, @Nullable T> settled) {
        loop.assertOnLoop();
        Waiter<T> waiter = new Waiter<>(loop, settled);
        if (!waiter.settle(process)) {
            waiting.add(waiter);
        }
        return waiter.future();
    }

    /** The process has changed. Whoever is asked may cause the next change, which asks again. */
    void settle(Subprocess process) {
        for (Waiter<?> waiter : List.copyOf(waiting)) {
            if (waiter.settle(process)) {
                waiting.remove(waiter);
            }
        }
    }
}

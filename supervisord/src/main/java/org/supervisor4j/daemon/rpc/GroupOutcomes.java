package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RpcFault;

/**
 * Collects the result of a call on many processes: what was settled at once comes first, the rest in order of
 * completion. On the control loop only.
 *
 * <p>Processes that end within the same moment are listed in the order in which they were asked: the original finds
 * them in one pass of its loop, and people compare its output.
 */
final class GroupOutcomes {
    private static final long SAME_MOMENT_NANOS = 50_000_000;

    private final LongSupplier clock;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(int index, long settledAt, ProcessOutcome outcome) {}

    GroupOutcomes(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Makes the call on each process that the predicate selects, all at once, and collects what becomes of it.
     *
     * @param call may throw a fault
     */
    CompletableFuture<List<ProcessOutcome>> collect(
            List<Subprocess> processes,
            Predicate<Subprocess> selected,
            Function<Subprocess, CompletableFuture<?>> call) {
        List<CompletableFuture<?>> pending = new ArrayList<>();
        int index = 0;
        for (Subprocess process : processes) {
            if (selected.test(process)) {
                pending.add(record(index++, process, call));
            }
        }
        return CompletableFuture.allOf(pending.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> inOrder());
    }

    private CompletableFuture<?> record(
            int index, Subprocess process, Function<Subprocess, CompletableFuture<?>> call) {
        try {
            return call.apply(process).handle((value, failure) -> {
                entries.add(new Entry(index, clock.getAsLong(), outcome(process, failure)));
                return null;
            });
        } catch (RpcFault fault) {
            entries.add(new Entry(index, Long.MIN_VALUE, outcome(process, fault)));
            return CompletableFuture.completedFuture(null);
        }
    }

    private static ProcessOutcome outcome(Subprocess process, @Nullable Throwable failure) {
        String name = process.config().name();
        if (failure == null) {
            return ProcessOutcome.success(name, process.group());
        }
        Throwable cause = RpcRouter.causeOf(failure);
        RpcFault fault = cause instanceof RpcFault known ? known : new RpcFault(Fault.FAILED, cause.toString());
        return ProcessOutcome.failure(name, process.group(), fault);
    }

    private List<ProcessOutcome> inOrder() {
        entries.sort(Comparator.comparingLong(Entry::settledAt));
        List<ProcessOutcome> outcomes = new ArrayList<>(entries.size());
        int from = 0;
        for (int to = 1; to <= entries.size(); to++) {
            boolean momentEnds = to == entries.size()
                    || entries.get(to).settledAt() > later(entries.get(to - 1).settledAt());
            if (momentEnds) {
                entries.subList(from, to).stream()
                        .sorted(Comparator.comparingInt(Entry::index))
                        .forEach(entry -> outcomes.add(entry.outcome()));
                from = to;
            }
        }
        return outcomes;
    }

    /** What was settled at once is a moment of its own. */
    private static long later(long settledAt) {
        return settledAt == Long.MIN_VALUE ? Long.MIN_VALUE : settledAt + SAME_MOMENT_NANOS;
    }
}

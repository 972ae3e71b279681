package org.supervisor4j.daemon.loop;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.Poller;

/**
 * The control loop: its thread owns all state. A dead child is seen at once.
 *
 * <p>A turn deals with its inputs as every {@link Loop} does, then with what was {@linkplain #conclude put off to its
 * end}, then runs the {@linkplain #endOfTurn(Runnable) end-of-turn hook} (which publishes what has changed), then
 * completes the futures of that turn: a caller who sees its future done also sees its effects.
 *
 * <p>{@link #submit}, {@link #post} and {@link #stop} may be called from any thread, everything else on the loop.
 */
public final class EventLoop extends Loop {
    /** What an ordinary pipe holds. */
    static final int SCRATCH_BYTES = 64 * 1024;

    /** How long the loop looks for what is expected before it sleeps: about what falling asleep and waking up cost. */
    private static final long EXPECTANCY_NANOS = 50_000;

    private final ActivityLog log;
    private final Queue<Runnable> conclusions = new ArrayDeque<>();
    private final Queue<Runnable> afterTurn = new ArrayDeque<>();
    private final TurnMeter meter = new TurnMeter();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private Runnable endOfTurn = () -> {};
    private long expectedUntil;
    private boolean expects;

    public EventLoop(Poller poller, Monotonic clock, ActivityLog log) {
        super("control-loop", poller, clock);
        this.log = log;
    }

    @Override
    protected void onFailure(String task, Throwable bug) {
        log.critical(account(task, bug));
    }

    /** How long turns take. Any thread. */
    public TurnMeter meter() {
        return meter;
    }

    /** An empty direct buffer for one read or write on the loop; the next caller gets the same. */
    public ByteBuffer scratch() {
        assertOnLoop();
        return scratch.clear();
    }

    /** Sets what runs at the end of each turn, before the turn's futures complete. */
    public void endOfTurn(Runnable hook) {
        endOfTurn = hook;
    }

    /**
     * Runs a task on the loop.
     *
     * @param name what the task is, for the log if it fails unexpectedly
     * @return its result; an {@link org.supervisor4j.model.RpcFault} that it throws becomes the future's exception
     */
    public <T> CompletableFuture<T> submit(String name, Callable<T> task) {
        return submitDeferred(name, () -> CompletableFuture.completedFuture(task.call()));
    }

    /** As {@link #submit}, for a task whose result comes later. */
    public <T> CompletableFuture<T> submitDeferred(String name, Callable<CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        post(name, () -> {
            try {
                CompletableFuture<T> deferred = task.call();
                later(() -> forward(deferred, result));
            } catch (Exception | Error failure) {
                // Not swallowed: the caller gets it.
                later(() -> result.completeExceptionally(failure));
            }
        });
        return result;
    }

    private static <T> void forward(CompletableFuture<T> from, CompletableFuture<T> to) {
        var unused = from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /**
     * Runs a task when this turn's inputs have been dealt with, before its changes are published. For what follows from
     * any number of inputs once. A task that is added later in a turn runs at the end of the next one, which follows at
     * once.
     */
    public void conclude(String name, Runnable task) {
        assertOnLoop();
        conclusions.add(() -> guarded(name, task));
    }

    /**
     * Something important will come within microseconds: the loop looks for it a short while before it sleeps, yielding
     * the processor to the one that is to bring it.
     */
    public void expectSoon() {
        assertOnLoop();
        expects = true;
        expectedUntil = now() + EXPECTANCY_NANOS;
    }

    /** Runs something after this turn's changes have been published: where futures are completed. */
    public void later(Runnable completion) {
        assertOnLoop();
        afterTurn.add(completion);
    }

    @Override
    public boolean isIdle() {
        return super.isIdle() && conclusions.isEmpty();
    }

    @Override
    protected int await(long timeoutNanos) {
        // Again, for a turn that a bug has cut short.
        meter.end(now());
        int ready = awaitInput(timeoutNanos);
        meter.begin(now());
        return ready;
    }

    @SuppressWarnings("ThreadPriorityCheck") // To yield is the point: who answers may need this processor.
    private int awaitInput(long timeoutNanos) {
        while (expects && isIdle()) {
            int ready = super.await(0);
            if (ready > 0) {
                return ready;
            }
            expects = now() < expectedUntil && timeoutNanos != 0;
            Thread.yield();
        }
        return super.await(timeoutNanos);
    }

    @Override
    protected void concludeTurn() {
        // Only those of this turn's inputs: what they ask for themselves comes at the end of the next.
        for (int left = conclusions.size(); left > 0; left--) {
            conclusions.remove().run();
        }
        guarded("end of turn", endOfTurn);
        for (Runnable completion = afterTurn.poll(); completion != null; completion = afterTurn.poll()) {
            guarded("completion", completion);
        }
        meter.end(now());
    }
}

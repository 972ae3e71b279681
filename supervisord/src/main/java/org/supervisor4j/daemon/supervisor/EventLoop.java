package org.supervisor4j.daemon.supervisor;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

/**
 * The control loop: one thread, sleeping until a descriptor is ready, a deadline has come, or somebody submits a task.
 * There is no periodic poll, so an idle daemon costs nothing and a dead child is seen at once.
 *
 * <p>A turn runs what is ready, then what was {@linkplain #conclude put off to its end}, then the
 * {@linkplain #endOfTurn(Runnable) end-of-turn hook} (which publishes what has changed), then completes the futures of
 * that turn: a caller who sees its future done also sees its effects.
 *
 * <p>{@link #submit}, {@link #post} and {@link #stop} may be called from any thread, everything else on the loop.
 */
public final class EventLoop {
    /** What to do when a watched descriptor is ready. */
    public interface ReadyHandler {
        void ready(boolean readable, boolean writable);
    }

    /** What an ordinary pipe holds. */
    static final int SCRATCH_BYTES = 64 * 1024;

    /** How long the loop looks for what is expected before it sleeps: about what falling asleep and waking up cost. */
    private static final long EXPECTANCY_NANOS = 50_000;

    /** After a turn that failed as a whole: memory may come back meanwhile, and the log is not flooded. */
    private static final long PAUSE_NANOS = 100_000_000;

    /** After this time an action of a timer that failed for want of memory is tried again. */
    static final long RETRY_NANOS = 1_000_000_000;

    private final Poller poller;
    private final Monotonic clock;
    private final ActivityLog log;

    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final Map<Integer, ReadyHandler> watches = new HashMap<>();
    private final Queue<Task> conclusions = new ArrayDeque<>();
    private final Queue<Runnable> afterTurn = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private Runnable endOfTurn = () -> {};
    private @Nullable Thread thread;
    private long expectedUntil;
    private boolean expects;
    private volatile boolean stopped;

    public EventLoop(Poller poller, Monotonic clock, ActivityLog log) {
        this.poller = poller;
        this.clock = clock;
        this.log = log;
    }

    /** Runs until {@link #stop}; the calling thread becomes the loop's. */
    public void run() throws OsException {
        thread = Thread.currentThread();
        while (!stopped) {
            turn();
        }
    }

    /** One turn, whatever comes: who ends here leaves children behind that nobody looks after. */
    void turn() throws OsException {
        try {
            runOnce(nanosToNextAlarm());
        } catch (RuntimeException | Error bug) {
            report("a turn", bug);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Ends the loop after the current turn. */
    public void stop() {
        stopped = true;
        poller.wakeup();
    }

    /** Whether it has been told to end. */
    boolean isStopped() {
        return stopped;
    }

    /** Makes the calling thread the loop's. For tests, which turn the loop by hand. */
    void adopt() {
        thread = Thread.currentThread();
    }

    /** Fails if this is not the loop's thread: the state behind it has one owner. */
    public void assertOnLoop() {
        if (thread != null && Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", belongs to control-loop");
        }
    }

    public long now() {
        return clock.nanos();
    }

    /** An empty direct buffer for one read or write on the loop; the next caller gets the same. */
    ByteBuffer scratch() {
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
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(new Task(name, () -> {
            try {
                T value = task.call();
                later(() -> result.complete(value));
            } catch (Exception | Error failure) {
                // Not swallowed: whoever asked gets it.
                later(() -> result.completeExceptionally(failure));
            }
        }));
        return result;
    }

    /** As {@link #submit}, for a task whose result comes later. */
    public <T> CompletableFuture<T> submitDeferred(String name, Callable<CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(new Task(name, () -> {
            try {
                CompletableFuture<T> deferred = task.call();
                later(() -> forward(deferred, result));
            } catch (Exception | Error failure) {
                later(() -> result.completeExceptionally(failure));
            }
        }));
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

    /** Runs a task on the loop; nobody waits for it. */
    public void post(String name, Runnable task) {
        enqueue(new Task(name, task));
    }

    private void enqueue(Task task) {
        tasks.add(task);
        if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            poller.wakeup();
        }
    }

    /**
     * Runs a task when this turn's inputs have been dealt with, before its changes are published. For what follows from
     * any number of inputs once. What is asked for later in a turn comes at the next one's end, at once.
     */
    public void conclude(String name, Runnable task) {
        assertOnLoop();
        conclusions.add(new Task(name, task));
    }

    /**
     * Something that much waits for will come within microseconds: the loop looks for it a short while before it
     * sleeps, yielding the processor to whoever is to bring it.
     */
    public void expectSoon() {
        assertOnLoop();
        expects = true;
        expectedUntil = clock.nanos() + EXPECTANCY_NANOS;
    }

    /** Runs something after this turn's changes have been published: where futures are completed. */
    public void later(Runnable completion) {
        assertOnLoop();
        afterTurn.add(completion);
    }

    /** Calls the handler whenever the descriptor is ready, until {@link #unwatch}. */
    public void watch(int descriptor, boolean reading, boolean writing, ReadyHandler handler) throws OsException {
        assertOnLoop();
        poller.add(descriptor, reading, writing);
        watches.put(descriptor, handler);
    }

    /** Call before the descriptor is closed. */
    public void unwatch(int descriptor) {
        assertOnLoop();
        if (watches.remove(descriptor) != null) {
            poller.remove(descriptor);
        }
    }

    /** A timer that is not set yet. */
    public Timer timer(String name, Runnable action) {
        return new Timer(name, action);
    }

    /** One turn. */
    void runOnce(long timeoutNanos) throws OsException {
        int ready = await(timeoutNanos);
        woken.set(false);
        for (int index = 0; index < ready; index++) {
            handle(poller.descriptor(index), poller.isReadable(index), poller.isWritable(index));
        }
        fireAlarms();
        runTasks();
        runConclusions();
        guarded("end of turn", endOfTurn);
        for (Runnable completion = afterTurn.poll(); completion != null; completion = afterTurn.poll()) {
            guarded("completion", completion);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // To yield is the point: who answers may need this processor.
    private int await(long timeoutNanos) throws OsException {
        while (expects && isIdle()) {
            int ready = poller.await(0);
            if (ready > 0) {
                return ready;
            }
            // That may have used up a wakeup. Whoever comes from here on sends another; who came before is seen by
            // isIdle.
            woken.set(false);
            expects = clock.nanos() < expectedUntil && timeoutNanos != 0;
            Thread.yield();
        }
        return poller.await(isIdle() ? timeoutNanos : 0);
    }

    boolean isIdle() {
        return tasks.isEmpty() && conclusions.isEmpty();
    }

    private void handle(int descriptor, boolean readable, boolean writable) {
        ReadyHandler handler = watches.get(descriptor);
        if (handler != null) {
            guarded("descriptor " + descriptor, () -> handler.ready(readable, writable));
        }
    }

    /** No more than there were: what is set anew meanwhile comes in the next turn. */
    private void fireAlarms() {
        long now = clock.nanos();
        for (int left = alarms.size(); left > 0; left--) {
            Alarm next = alarms.peek();
            if (next == null || next.deadline > now) {
                break;
            }
            alarms.remove();
            if (next.timer.current == next) {
                next.timer.current = null;
                fire(next.timer);
            }
        }
    }

    private void fire(Timer timer) {
        if (!guarded(timer.name, timer.action) && timer.current == null) {
            // What a timer does, it does by what it finds then; and what it was to end would never end.
            timer.set(clock.nanos() + RETRY_NANOS);
        }
    }

    /** Only what was there when the turn began: tasks that submit tasks do not keep descriptors and timers waiting. */
    private void runTasks() {
        for (int left = tasks.size(); left > 0; left--) {
            Task task = tasks.poll();
            if (task != null) {
                guarded(task.name(), task.action());
            }
        }
    }

    /** Only those of this turn's inputs: what they ask for themselves comes at the end of the next. */
    private void runConclusions() {
        for (int left = conclusions.size(); left > 0; left--) {
            Task task = conclusions.remove();
            guarded(task.name(), task.action());
        }
    }

    /**
     * A bug in one task must not end the supervision of everything else, nor must a moment without memory or threads.
     *
     * @return false if it failed by an {@link Error}, so by nothing that lies in the task itself
     */
    private boolean guarded(String name, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException bug) {
            report(name, bug);
            return true;
        } catch (Error error) {
            report(name, error);
            return false;
        }
    }

    private void report(String name, Throwable bug) {
        try {
            StringBuilder trace = new StringBuilder();
            for (StackTraceElement frame : bug.getStackTrace()) {
                trace.append("\n    at ").append(frame);
            }
            log.critical("unexpected failure in the control loop at '" + name + "': " + bug + trace);
        } catch (Error again) {
            // No memory even for a line. There is nobody to tell, and much to look after.
        }
    }

    long nanosToNextAlarm() {
        Alarm next = alarms.peek();
        while (next != null && next.timer.current != next) {
            alarms.remove();
            next = alarms.peek();
        }
        return next == null ? -1 : Math.max(0, next.deadline - clock.nanos());
    }

    private record Task(String name, Runnable action) {}

    /** A deadline in the queue. Those of timers that have been set anew stay in it and are passed over. */
    private static final class Alarm implements Comparable<Alarm> {
        private final long deadline;
        private final Timer timer;

        private Alarm(long deadline, Timer timer) {
            this.deadline = deadline;
            this.timer = timer;
        }

        @Override
        public int compareTo(Alarm other) {
            return Long.compare(deadline, other.deadline);
        }
    }

    /** Something that happens once at a deadline, unless it is set anew or cleared before. */
    public final class Timer {
        private final String name;
        private final Runnable action;
        private @Nullable Alarm current;

        private Timer(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        /**
         * Sets the timer, replacing an earlier deadline.
         *
         * @param deadline in nanoseconds of {@link EventLoop#now}; one that has passed fires in the next turn
         */
        public void set(long deadline) {
            assertOnLoop();
            if (current == null || current.deadline != deadline) {
                current = new Alarm(deadline, this);
                alarms.add(current);
            }
        }

        public void clear() {
            assertOnLoop();
            current = null;
        }
    }
}

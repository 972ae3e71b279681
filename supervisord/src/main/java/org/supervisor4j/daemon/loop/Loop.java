package org.supervisor4j.daemon.loop;

import java.util.Arrays;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

/**
 * One thread that owns something, sleeping until a descriptor is ready, a deadline has come, or somebody posts a task.
 * There is no periodic poll, so an idle daemon costs nothing.
 *
 * <p>A turn serves each descriptor that is ready once, then fires the timers that are due, then runs the tasks that
 * were there, then does what its owner does {@linkplain #concludeTurn in each turn}. An unexpected failure, for want of
 * memory too, is told and ends neither the turn nor the loop. Serving descriptors allocates nothing.
 *
 * <p>{@link #post} and {@link #stop} may be called from any thread, everything else on the loop.
 */
public abstract class Loop implements Runnable {
    /** After this time an action of a timer that failed for want of memory is tried again. */
    public static final long RETRY_NANOS = 1_000_000_000;

    /** After a turn that failed as a whole: memory may come back meanwhile, and the log is not flooded. */
    private static final long PAUSE_NANOS = 100_000_000;

    private final String name;
    private final Poller poller;
    private final Monotonic clock;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TreeSet<Timer> timers = new TreeSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Runnable[] handlers = new @Nullable Runnable[64];
    private @Nullable Thread thread;
    private long settings;
    private volatile boolean ended;

    /** @param name of the thread: {@code control-loop} */
    protected Loop(String name, Poller poller, Monotonic clock) {
        this.name = name;
        this.poller = poller;
        this.clock = clock;
    }

    /** Told of what should not have happened. Whatever this throws is lost. */
    protected abstract void onFailure(String task, Throwable bug);

    /** What the owner does at the end of each turn. */
    protected void concludeTurn() {}

    /** Whether nothing is left to be done at once. */
    protected boolean isIdle() {
        return tasks.isEmpty();
    }

    /** Runs until {@link #stop}; the calling thread becomes the loop's. */
    @Override
    public void run() {
        adopt();
        while (!isStopped()) {
            turn();
        }
    }

    /** Makes the calling thread the loop's, to turn it by hand. */
    public final void adopt() {
        thread = Thread.currentThread();
    }

    /** One turn, whatever fails in it: if the loop ended here, nobody would look after what it owns. */
    public final void turn() {
        try {
            runOnce(nanosToNextAlarm());
        } catch (RuntimeException | Error bug) {
            failed("a turn", bug);
            pause();
        }
    }

    /** Ends early when the loop is told to stop. */
    private void pause() {
        try {
            var unused = stopped.await(PAUSE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One turn.
     *
     * @param timeoutNanos as {@link Poller#await}
     */
    public final void runOnce(long timeoutNanos) {
        int ready = await(timeoutNanos);
        for (int index = 0; index < ready; index++) {
            serve(index);
        }
        fireTimers();
        runTasks();
        concludeTurn();
    }

    /** Ends the loop after the current turn. */
    public final void stop() {
        stopped.countDown();
        poller.wakeup();
    }

    /** Whether the present turn is the last. Any thread. */
    public final boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * For a loop that leaves nothing undone: runs what was asked for meanwhile, and closes the poller. From then on a
     * thread that posts a task runs it itself.
     */
    protected final void end() {
        thread = null;
        ended = true;
        runTasks();
        poller.close();
    }

    /** Fails if this is not the loop's thread: what it owns has one owner. */
    public final void assertOnLoop() {
        if (thread != null && Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", belongs to " + name);
        }
    }

    public final long now() {
        return clock.nanos();
    }

    /**
     * Runs a task on the loop; nobody waits for it.
     *
     * @param task what it is, for the log if it fails unexpectedly
     */
    public final void post(String task, Runnable action) {
        Runnable guarded = () -> guarded(task, action);
        tasks.add(guarded);
        if (ended && tasks.remove(guarded)) {
            guarded.run();
        } else if (Thread.currentThread() != thread) {
            poller.wakeup();
        }
    }

    /** Calls the handler whenever the descriptor is ready, until {@link #unwatch}. */
    public final void watch(int descriptor, boolean reading, boolean writing, Runnable handler) throws OsException {
        assertOnLoop();
        poller.add(descriptor, reading, writing);
        if (descriptor >= handlers.length) {
            handlers = Arrays.copyOf(handlers, Math.max(descriptor + 1, 2 * handlers.length));
        }
        handlers[descriptor] = handler;
    }

    /** Call before the descriptor is closed. */
    public final void unwatch(int descriptor) {
        assertOnLoop();
        if (handler(descriptor) != null) {
            handlers[descriptor] = null;
            poller.remove(descriptor);
        }
    }

    private @Nullable Runnable handler(int descriptor) {
        return descriptor < handlers.length ? handlers[descriptor] : null;
    }

    /**
     * Waits, unless something is to be done at once.
     *
     * @return how many descriptors are ready
     */
    protected int await(long timeoutNanos) {
        try {
            return poller.await(isIdle() ? timeoutNanos : 0);
        } catch (OsException e) {
            throw new IllegalStateException(name + " cannot wait", e);
        }
    }

    /**
     * Lets descriptors become ready without looking at them, unless something is to be done at once.
     *
     * @param nanos as {@link Poller#rest}
     */
    protected final void rest(long nanos) {
        if (isIdle()) {
            poller.rest(nanos);
        }
    }

    /** Once for each turn, so that no descriptor starves another. */
    private void serve(int index) {
        int descriptor = poller.descriptor(index);
        Runnable handler = handler(descriptor);
        if (handler != null) {
            try {
                handler.run();
            } catch (RuntimeException | Error bug) {
                failed("descriptor " + descriptor, bug);
            }
        }
    }

    /** Only those that had been set by then: what is set anew meanwhile comes in the next turn. */
    private void fireTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = now();
        long last = settings;
        while (!timers.isEmpty() && timers.first().deadline <= now && timers.first().order <= last) {
            fire(timers.first());
        }
    }

    private void fire(Timer timer) {
        timer.clear();
        if (!guarded(timer.name, timer.action) && !timers.contains(timer)) {
            // A timer's action looks at how things are when it runs, so it may run late; and what it was to end would
            // never end.
            timer.set(now() + RETRY_NANOS);
        }
    }

    /** Only what was there when the turn began: tasks that post tasks do not keep descriptors and timers waiting. */
    private void runTasks() {
        for (int left = tasks.size(); left > 0; left--) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }
    }

    /**
     * A bug in one task must not end what is done for everything else, nor must a moment without memory or threads.
     *
     * @return false if it failed by an {@link Error}, so by nothing that lies in the task itself
     */
    protected final boolean guarded(String task, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException bug) {
            failed(task, bug);
            return true;
        } catch (Error error) {
            failed(task, error);
            return false;
        }
    }

    private void failed(String task, Throwable bug) {
        try {
            onFailure(task, bug);
        } catch (RuntimeException | Error again) {
            // No memory even for a line. There is nobody to tell, and much to look after.
        }
    }

    /** What a log says of a failure: where, which, and its way there. */
    protected final String account(String task, Throwable bug) {
        StringBuilder account = new StringBuilder("unexpected failure in the ")
                .append(name.replace('-', ' '))
                .append(" at '" + task + "': " + bug);
        for (StackTraceElement frame : bug.getStackTrace()) {
            account.append("\n    at ").append(frame);
        }
        return account.toString();
    }

    /** Nanoseconds to the next deadline, 0 if it has come; -1 if there is none. */
    public final long nanosToNextAlarm() {
        return timers.isEmpty() ? -1 : Math.max(0, timers.first().deadline - now());
    }

    /** A timer that is not set yet. */
    public final Timer timer(String what, Runnable action) {
        return new Timer(what, action);
    }

    /** Something that happens once at a deadline, unless it is set anew or cleared before. */
    public final class Timer implements Comparable<Timer> {
        private final String name;
        private final Runnable action;
        private long deadline;

        /** Of those with one deadline the first to be set is the first to fire. */
        private long order;

        private Timer(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        /**
         * Sets the timer, replacing an earlier deadline.
         *
         * @param time in nanoseconds of {@link Loop#now}; one that has passed fires in the next turn
         */
        public void set(long time) {
            clear();
            // A timer that is set to a time that has passed comes after those that have been due for longer.
            deadline = Math.max(time, now());
            order = ++settings;
            timers.add(this);
        }

        public void clear() {
            assertOnLoop();
            timers.remove(this);
        }

        @Override
        public int compareTo(Timer other) {
            int byDeadline = Long.compare(deadline, other.deadline);
            return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
        }
    }
}

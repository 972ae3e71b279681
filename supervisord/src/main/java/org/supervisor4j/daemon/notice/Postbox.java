package org.supervisor4j.daemon.notice;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;

/**
 * The notices for one receiver, until it has taken them. There is room for so many; then the oldest go. A thread is
 * there while there is something to deliver. Whoever {@linkplain #put puts} one in waits for nothing.
 */
final class Postbox {
    /** Of notices that wait. */
    static final int MOST = 1000;

    /** Of notices in one delivery. */
    static final int MOST_AT_ONCE = 100;

    /** What happens together is told together, even the first time. */
    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Nobody wants to know any more. */
    private static final long TOO_OLD_NANOS = TimeUnit.HOURS.toNanos(6);

    private static final long KEPT_SECONDS = 5;

    private final String section;
    private final String host;
    private final Supplier<String> identifier;
    private final Courier courier;
    private final long coalesceNanos;
    private final Monotonic clock;
    private final ActivityLog log;
    private final ScheduledThreadPoolExecutor executor;

    /** Guarded by this. */
    private final Deque<Notice> waiting = new ArrayDeque<>();

    /** Guarded by this. */
    private int dropped;

    /** Guarded by this. */
    private boolean isDue;

    /** Guarded by this. */
    private long notBefore;

    /** On the thread only. */
    private List<Notice> onTheWay = List.of();

    private int droppedBefore;
    private long since;
    private long pause = FIRST_RETRY_NANOS;
    private boolean isBroken;

    /** @param coalesceNanos between two deliveries */
    Postbox(
            String section,
            String host,
            Supplier<String> identifier,
            Courier courier,
            long coalesceNanos,
            Monotonic clock,
            ActivityLog log) {
        this.section = section;
        this.host = host;
        this.identifier = identifier;
        this.courier = courier;
        this.coalesceNanos = coalesceNanos;
        this.clock = clock;
        this.log = log;
        notBefore = clock.nanos();
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "notices");
            made.setDaemon(true);
            return made;
        });
        executor.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Any thread. */
    synchronized void put(Notice notice) {
        if (waiting.size() == MOST) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(notice);
        if (!isDue) {
            long gathered = clock.nanos() + Math.min(GATHERING_NANOS, coalesceNanos);
            deliverIn(Math.max(gathered, notBefore) - clock.nanos());
        }
    }

    private synchronized void deliverIn(long nanos) {
        try {
            var unused = executor.schedule(this::deliver, Math.max(0, nanos), TimeUnit.NANOSECONDS);
            isDue = true;
        } catch (RejectedExecutionException ended) {
            isDue = false;
        }
    }

    private void deliver() {
        if (onTheWay.isEmpty()) {
            take();
        }
        if (!onTheWay.isEmpty()) {
            tryOnce();
        }
    }

    private synchronized void take() {
        List<Notice> taken = new ArrayList<>();
        int most = coalesceNanos == 0 ? 1 : MOST_AT_ONCE;
        while (!waiting.isEmpty() && taken.size() < most) {
            taken.add(waiting.removeFirst());
        }
        onTheWay = taken;
        droppedBefore = dropped;
        dropped = 0;
        since = clock.nanos();
        isDue = !taken.isEmpty();
    }

    private void tryOnce() {
        try {
            courier.deliver(new NoticeText(host, identifier.get(), onTheWay, droppedBefore));
            if (isBroken) {
                log.info("[" + section + "] takes notices again");
            }
            isBroken = false;
            goOn();
        } catch (RefusedException refused) {
            log.warn("[" + section + "] refuses a notice: " + refused.getMessage());
            goOn();
        } catch (IOException | RuntimeException failed) {
            retryAfter(failed);
        }
    }

    private void retryAfter(Exception failed) {
        if (!isBroken) {
            isBroken = true;
            String reason = failed instanceof IOException ? String.valueOf(failed.getMessage()) : failed.toString();
            log.warn("[" + section + "] cannot be told: " + reason + "; it is tried again, for hours");
        }
        if (clock.nanos() - since > TOO_OLD_NANOS) {
            goOn();
            return;
        }
        deliverIn(pause);
        pause = Math.min(LAST_RETRY_NANOS, 2 * pause);
    }

    private synchronized void goOn() {
        onTheWay = List.of();
        pause = FIRST_RETRY_NANOS;
        notBefore = clock.nanos() + coalesceNanos;
        isDue = false;
        if (!waiting.isEmpty()) {
            // More than one delivery takes are not kept waiting for it.
            deliverIn(waiting.size() >= MOST_AT_ONCE ? 0 : coalesceNanos);
        }
    }

    /** Takes no more, and tries once to deliver what there is, unless that has been in vain. Only the first time. */
    void finish() {
        if (executor.isShutdown()) {
            return;
        }
        executor.execute(() -> {
            if (!isBroken) {
                deliver();
            }
        });
        executor.shutdown();
    }

    /** Waits for that, but not beyond a moment of the monotonic clock. */
    void awaitEnd(long deadline) throws InterruptedException {
        if (!executor.awaitTermination(Math.max(0, deadline - clock.nanos()), TimeUnit.NANOSECONDS)) {
            executor.shutdownNow();
        }
    }
}

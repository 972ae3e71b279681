package org.supervisor4j.daemon.supervisor;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.WallClock;

/**
 * Publishes TICK_5, TICK_60 and TICK_3600 at the multiples of their periods since the epoch, as far as anybody wants
 * them: where nobody does, no timer is set. On the control loop only.
 *
 * <p>Looks at the clock at least once a minute: somebody may have set it, or the machine may have slept.
 */
// contract: supervisord.py, Supervisor.tick
final class TickTimer {
    private static final long LONGEST_SLEEP_MILLIS = 60_000;

    /** A kind of tick and its period in seconds. */
    private record Tick(EventType type, long period) {
        /** The begin of the period that a moment lies in, in seconds since the epoch. */
        long begin(WallClock clock) {
            return Math.floorDiv(clock.seconds(), period) * period;
        }
    }

    private static final List<Tick> TICKS = List.of(
            new Tick(EventType.TICK_5, 5), new Tick(EventType.TICK_60, 60), new Tick(EventType.TICK_3600, 3600));

    private final EventLoop loop;
    private final WallClock clock;
    private final EventBus events;
    private final Loop.Timer timer;
    /** For each wanted kind the period that we have seen last. */
    private final Map<EventType, Long> seen = new EnumMap<>(EventType.class);

    TickTimer(EventLoop loop, WallClock clock, EventBus events) {
        this.loop = loop;
        this.clock = clock;
        this.events = events;
        timer = loop.timer("ticks", this::tick);
    }

    /** Subscriptions have come or gone. */
    void adjust() {
        for (Tick tick : TICKS) {
            if (events.isWanted(tick.type())) {
                seen.putIfAbsent(tick.type(), tick.begin(clock));
            } else {
                seen.remove(tick.type());
            }
        }
        arm();
    }

    private void tick() {
        for (Tick tick : TICKS) {
            Long last = seen.get(tick.type());
            long begin = tick.begin(clock);
            if (last != null && last != begin) {
                seen.put(tick.type(), begin);
                events.publish(new Event.Tick(tick.type(), begin));
            }
        }
        arm();
    }

    private void arm() {
        if (seen.isEmpty()) {
            timer.clear();
            return;
        }
        long millis = LONGEST_SLEEP_MILLIS;
        for (Tick tick : TICKS) {
            if (seen.containsKey(tick.type())) {
                long period = TimeUnit.SECONDS.toMillis(tick.period());
                millis = Math.min(millis, period - Math.floorMod(clock.millis(), period));
            }
        }
        timer.set(loop.now() + TimeUnit.MILLISECONDS.toNanos(millis));
    }
}

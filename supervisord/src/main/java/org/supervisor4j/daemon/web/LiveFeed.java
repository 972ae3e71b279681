package org.supervisor4j.daemon.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.rpc.DaemonView;
import org.supervisor4j.model.ProcessInfo;

/**
 * Tells all open pages what changes. One thread looks, measures and encodes for all of them; while nobody watches it
 * does nothing, and after a while it is gone. A watcher that doesn't keep up misses versions and never makes a queue.
 *
 * <p>Any thread may call; everything else happens on the thread {@code web-live}.
 */
public final class LiveFeed implements AutoCloseable {
    /** How long changes are gathered before they are told: far below what people notice. */
    private static final long GATHER_MILLIS = 50;

    private static final long MEASURE_MILLIS = 2000;
    private static final long FIRST_MEASURE_MILLIS = 700;
    private static final long BEAT_MILLIS = 10_000;

    /** A write that hasn't come through for so many beats never will: the other side is gone without a word. */
    private static final int BEATS_UNTIL_GONE = 6;

    private final DaemonView view;
    private final WallClock clock;
    private final ResourceMeter meter;
    private final Board board;
    private final OccasionalThread thread = new OccasionalThread("web-live");
    private final AtomicBoolean updatePending = new AtomicBoolean();
    private final Map<Watcher, Seat> seats = new HashMap<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private Map<Integer, ResourceMeter.Usage> usages = Map.of();
    private volatile boolean watched;

    /** Somebody who is told. Called on the feed's thread; must not wait. */
    public interface Watcher {
        /** Sends an event. {@link LiveFeed#written} or {@link LiveFeed#leave} has to follow, from any thread. */
        void send(byte[] event);

        /** There will be no more. */
        void end();
    }

    /** Where a watcher is. */
    private static final class Seat {
        private long seen;
        private boolean writing;
        private int beatsMissed;

        private Seat(long seen) {
            this.seen = seen;
        }
    }

    public LiveFeed(DaemonView view, ProcessTable table, WallClock clock, Monotonic monotonic) {
        this.view = view;
        this.clock = clock;
        this.meter = new ResourceMeter(table, monotonic);
        this.board = new Board(Long.toString(new SecureRandom().nextLong() >>> 1, 36));
        view.whenChanged(this::changed);
    }

    /** On the control loop. */
    private void changed() {
        if (watched && updatePending.compareAndSet(false, true)) {
            thread.run(() -> {
                var unused = thread.runIn(GATHER_MILLIS, this::update);
            });
        }
    }

    /**
     * Begins to tell a watcher everything, from the last event that it has seen.
     *
     * @param lastId the id of that event, or empty
     */
    public void join(Watcher watcher, String lastId) {
        if (!thread.run(() -> seat(watcher, lastId))) {
            watcher.end();
        }
    }

    private void seat(Watcher watcher, String lastId) {
        if (seats.isEmpty()) {
            watched = true;
            measure();
            timers.add(thread.runIn(FIRST_MEASURE_MILLIS, this::measure));
            timers.add(thread.runEvery(MEASURE_MILLIS, this::measure));
            timers.add(thread.runEvery(BEAT_MILLIS, this::beat));
        } else {
            update();
        }
        Seat seat = new Seat(board.versionOf(lastId));
        seats.put(watcher, seat);
        if (seat.seen == board.version()) {
            // Even where nothing is new, the other side wants to know that it is connected.
            send(watcher, seat, beatEvent());
        } else {
            tell(watcher, seat);
        }
    }

    private void measure() {
        Set<Integer> pids = new HashSet<>();
        for (ProcessInfo process : view.look().processes()) {
            if (process.pid() != 0) {
                pids.add(process.pid());
            }
        }
        usages = meter.measure(pids);
        update();
    }

    private void update() {
        updatePending.set(false);
        DaemonView.Look look = view.look();
        List<Row> rows = new ArrayList<>(look.processes().size());
        look.processes().forEach(process -> rows.add(Row.of(process, usages.get(process.pid()))));
        if (board.show(look.mood(), rows)) {
            Map.copyOf(seats).forEach(this::tell);
        }
    }

    private void tell(Watcher watcher, Seat seat) {
        if (!seat.writing && seat.seen != board.version()) {
            byte[] event = board.since(seat.seen, clock.seconds());
            seat.seen = board.version();
            send(watcher, seat, event);
        }
    }

    private static void send(Watcher watcher, Seat seat, byte[] event) {
        seat.writing = true;
        watcher.send(event);
    }

    /** A sign of life to those who hear nothing else, and a look after those who don't take anything. */
    private void beat() {
        byte[] event = beatEvent();
        Map.copyOf(seats).forEach((watcher, seat) -> {
            if (!seat.writing) {
                seat.beatsMissed = 0;
                send(watcher, seat, event);
            } else if (++seat.beatsMissed > BEATS_UNTIL_GONE) {
                remove(watcher);
                watcher.end();
            }
        });
    }

    private byte[] beatEvent() {
        return ("event: beat\ndata: {\"now\":" + clock.seconds() + "}\n\n").getBytes(US_ASCII);
    }

    /** A watcher has sent its event: it can take more. */
    public void written(Watcher watcher) {
        thread.run(() -> {
            Seat seat = seats.get(watcher);
            if (seat != null) {
                seat.writing = false;
                seat.beatsMissed = 0;
                tell(watcher, seat);
            }
        });
    }

    /** A watcher is gone. Its {@link Watcher#end} is called, once. */
    public void leave(Watcher watcher) {
        thread.run(() -> {
            if (remove(watcher)) {
                watcher.end();
            }
        });
    }

    private boolean remove(Watcher watcher) {
        boolean found = seats.remove(watcher) != null;
        if (found && seats.isEmpty()) {
            watched = false;
            timers.forEach(timer -> timer.cancel(false));
            timers.clear();
            meter.reset();
        }
        return found;
    }

    /** Ends all streams. No more can begin. */
    @Override
    public void close() {
        thread.end(() -> {
            List<Watcher> left = List.copyOf(seats.keySet());
            left.forEach(this::remove);
            left.forEach(Watcher::end);
        });
    }
}

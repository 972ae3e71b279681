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
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;

/**
 * Tells all open pages what changes. One thread looks, measures and encodes for all of them; while nobody watches it
 * does nothing, and after a while it is gone. An observer that doesn't keep up misses versions and never makes a queue.
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
    private final Map<Observer, Progress> observers = new HashMap<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private Map<Integer, ResourceMeter.Usage> usages = Map.of();
    private volatile boolean watched;

    /** An open page, which is told. Called on the feed's thread; must not wait. */
    public interface Observer {
        /** Sends an event. {@link LiveFeed#written} or {@link LiveFeed#leave} has to follow, from any thread. */
        void send(byte[] event);

        /** There will be no more. */
        void end();
    }

    /** How far an observer has come. */
    private static final class Progress {
        private long seen;
        private boolean writing;
        private int beatsMissed;

        private Progress(long seen) {
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
     * Begins to tell an observer everything, from the last event that it has seen.
     *
     * @param lastId the id of that event, or empty
     */
    public void join(Observer observer, String lastId) {
        if (!thread.run(() -> add(observer, lastId))) {
            observer.end();
        }
    }

    private void add(Observer observer, String lastId) {
        if (observers.isEmpty()) {
            watched = true;
            measure();
            timers.add(thread.runIn(FIRST_MEASURE_MILLIS, this::measure));
            timers.add(thread.runEvery(MEASURE_MILLIS, this::measure));
            timers.add(thread.runEvery(BEAT_MILLIS, this::beat));
        } else {
            update();
        }
        Progress progress = new Progress(board.versionOf(lastId));
        observers.put(observer, progress);
        if (progress.seen == board.version()) {
            // Even where nothing is new, the other side wants to know that it is connected.
            send(observer, progress, beatEvent());
        } else {
            tell(observer, progress);
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
        for (ProcessInfo process : look.processes()) {
            String namespec = Namespec.of(process.group(), process.name());
            DaemonView.Aside aside = look.asides().getOrDefault(namespec, DaemonView.Aside.NONE);
            rows.add(Row.of(process, aside, usages.get(process.pid())));
        }
        if (board.show(look.mood(), rows)) {
            Map.copyOf(observers).forEach(this::tell);
        }
    }

    private void tell(Observer observer, Progress progress) {
        if (!progress.writing && progress.seen != board.version()) {
            byte[] event = board.since(progress.seen, clock.seconds());
            progress.seen = board.version();
            send(observer, progress, event);
        }
    }

    private static void send(Observer observer, Progress progress, byte[] event) {
        progress.writing = true;
        observer.send(event);
    }

    /** A sign of life for those that are told nothing else, and a look at those that take nothing. */
    private void beat() {
        byte[] event = beatEvent();
        Map.copyOf(observers).forEach((observer, progress) -> {
            if (!progress.writing) {
                progress.beatsMissed = 0;
                send(observer, progress, event);
            } else if (++progress.beatsMissed > BEATS_UNTIL_GONE) {
                remove(observer);
                observer.end();
            }
        });
    }

    private byte[] beatEvent() {
        return ("event: beat\ndata: {\"now\":" + clock.seconds() + "}\n\n").getBytes(US_ASCII);
    }

    /** An observer has sent its event: it can take more. */
    public void written(Observer observer) {
        thread.run(() -> {
            Progress progress = observers.get(observer);
            if (progress != null) {
                progress.writing = false;
                progress.beatsMissed = 0;
                tell(observer, progress);
            }
        });
    }

    /** An observer is gone. Its {@link Observer#end} is called, once. */
    public void leave(Observer observer) {
        thread.run(() -> {
            if (remove(observer)) {
                observer.end();
            }
        });
    }

    private boolean remove(Observer observer) {
        boolean found = observers.remove(observer) != null;
        if (found && observers.isEmpty()) {
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
            List<Observer> left = List.copyOf(observers.keySet());
            left.forEach(this::remove);
            left.forEach(Observer::end);
        });
    }
}

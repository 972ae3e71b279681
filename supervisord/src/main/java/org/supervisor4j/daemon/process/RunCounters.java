package org.supervisor4j.daemon.process;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;

/**
 * What one process has done since the daemon has had it. Starts are counted on the control loop, output on the output
 * loop of its channel; any thread may look.
 */
public final class RunCounters {
    /** Why a process was started once more. */
    public enum Cause {
        /** It had ended, and {@code autorestart} wants it back. */
        EXIT,
        /** The start before had failed. */
        FAILED_START,
        /** A check, a limit, or what it is part of, had it replaced. */
        REPLACED,
        /** A client asked for it. */
        REQUEST
    }

    /** The bounds for how long starts take, from the launch to RUNNING, in seconds. */
    public static final List<Double> START_SECONDS = List.of(0.1, 1.1, 5.0, 15.0, 60.0);

    /** Filled once. */
    private final Map<Cause, AtomicLong> starts = new EnumMap<>(Cause.class);

    private final AtomicLong stdout = new AtomicLong();
    private final AtomicLong stderr = new AtomicLong();
    private final DurationHistogram durations;

    /** @param durations of its group */
    public RunCounters(DurationHistogram durations) {
        this.durations = durations;
        for (Cause cause : Cause.values()) {
            starts.put(cause, new AtomicLong());
        }
    }

    private AtomicLong of(Cause cause) {
        return Objects.requireNonNull(starts.get(cause));
    }

    void started(Cause cause) {
        of(cause).incrementAndGet();
    }

    /** It has got to RUNNING. */
    void running(long nanos) {
        durations.add(nanos);
    }

    void wrote(Channel channel, int bytes) {
        AtomicLong counter = channel == Channel.STDOUT ? stdout : stderr;
        // There is one writer.
        counter.lazySet(counter.get() + bytes);
    }

    /** How often it was started once more for that reason. */
    public long restarts(Cause cause) {
        return of(cause).get();
    }

    /** Bytes of its output that went to its log, or would have if it had one. */
    public long output(Channel channel) {
        return (channel == Channel.STDOUT ? stdout : stderr).get();
    }

    /** Of all of its group. */
    public DurationHistogram durations() {
        return durations;
    }
}

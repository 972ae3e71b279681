package org.supervisor4j.daemon.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has come to pass in a simulation, in plain words, and the first rule that was broken. */
final class SimulationTrace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final VirtualClock clock;
    private final long begin;
    private final int most;
    private final Deque<Line> lines = new ArrayDeque<>();
    private boolean isNews;
    private long turns;
    private @Nullable String broken;

    private record Line(long nanos, long turn, String text) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%16.9f  turn %5d %s", nanos / NANOS_PER_SECOND, turn, text);
        }
    }

    /** @param most how many lines are kept, the last ones */
    SimulationTrace(VirtualClock clock, int most) {
        this.clock = clock;
        this.most = most;
        begin = clock.nanos();
    }

    /** Something that comes from outside. */
    void input(String text) {
        add("> " + text);
    }

    /** Something that the daemon does. */
    void answer(String text) {
        add("    " + text);
    }

    void turn() {
        turns++;
    }

    long turns() {
        return turns;
    }

    private void add(String text) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(new Line(clock.nanos() - begin, turns, text));
        isNews = true;
    }

    /** Whether anything has come to pass since it was asked last. */
    boolean takeNews() {
        boolean taken = isNews;
        isNews = false;
        return taken;
    }

    /** A rule has been broken: whoever hears of the error may keep it to himself, so that it is noted, too. */
    AssertionError breach(String rule) {
        add("!!! " + rule);
        if (broken == null) {
            broken = rule;
        }
        return new AssertionError(rule);
    }

    void must(boolean kept, String rule, @Nullable Object... of) {
        if (!kept) {
            throw breach(String.format(Locale.ROOT, rule, of));
        }
    }

    /** Ends the simulation where a rule has been broken. */
    void throwIfBroken() {
        if (broken != null) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}

package org.supervisor4j.daemon.monitoring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.listener.PoolGauge;
import org.supervisor4j.daemon.monitoring.UsageMeter.Usage;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.RunCounters;
import org.supervisor4j.daemon.process.RunCounters.Cause;

/** Writes the page of one scrape. Used once, by one thread. */
final class PrometheusPage {
    private static final double SECOND = 1e9;

    /** Stands for a value that a process does not have. */
    private static final double NONE = Double.NaN;

    /** What there is besides processes takes less than that on the page, in bytes, as a rule. */
    private static final int ROOM = 16 * 1024;

    /** As many lines of a process are there as a rule, without its labels so many bytes each. */
    private static final int LINES_OF_PROCESS = 15;

    private static final int ROOM_FOR_LINE = 60;

    private static final Comparator<ProcessSnapshot> BY_LABELS =
            Comparator.comparing(ProcessSnapshot::group).thenComparing(ProcessSnapshot::name);

    private static final Map<Cause, byte[]> REASONS = reasons();

    private final Numbers numbers;
    private final ProcessSnapshot[] processes;
    private final byte[][] labels;
    private final @Nullable Usage[] usages;
    private final MetricText page;

    PrometheusPage(Numbers numbers, boolean openMetrics) {
        this.numbers = numbers;
        processes = numbers.snapshot().processes().toArray(ProcessSnapshot[]::new);
        Arrays.sort(processes, BY_LABELS);
        labels = new byte[processes.length][];
        usages = new Usage[processes.length];
        int room = ROOM;
        for (int i = 0; i < processes.length; i++) {
            ProcessSnapshot process = processes[i];
            labels[i] = MetricText.labels("group", process.group(), "name", process.name());
            usages[i] = process.pid() == 0 ? null : numbers.usages().byPid().get(process.pid());
            room += LINES_OF_PROCESS * (ROOM_FOR_LINE + labels[i].length);
        }
        page = new MetricText(openMetrics, room);
    }

    private static Map<Cause, byte[]> reasons() {
        Map<Cause, byte[]> reasons = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            reasons.put(cause, MetricText.labels("reason", cause.name().toLowerCase(Locale.ROOT)));
        }
        return reasons;
    }

    /** What the answer is called. */
    static String contentType(boolean openMetrics) {
        return openMetrics ? MetricText.OPEN_METRICS : MetricText.PROMETHEUS;
    }

    /** The page: metric by metric, in the order of their names. */
    byte[] write() {
        gauge(Metric.NODE_EXIT_STATUS, ProcessSnapshot::exitstatus);
        gauge(Metric.NODE_START_TIME, process -> isUp(process) ? process.start() : NONE);
        gauge(Metric.NODE_STATE, process -> process.state().code());
        gauge(Metric.NODE_UP, process -> isUp(process) ? 1 : 0);
        addBuild();
        single(Metric.BUSY, numbers.busyNanos() / SECOND);
        single(Metric.LAG, numbers.lagNanos() / SECOND);
        single(Metric.TURNS, (double) numbers.turns());
        pools(Metric.EVENT_QUEUE, PoolGauge::waiting);
        pools(Metric.EVENT_OVERFLOWS, PoolGauge::overflows);
        single(Metric.LOST_BYTES, (double) numbers.lostBytes());
        usage(Metric.CPU, usage -> usage.cpuNanos() / SECOND);
        gauge(Metric.HEALTHY, process -> healthy(process.health().verdict()));
        usage(Metric.OPEN_FILES, usage -> unlessUntold(usage.openFiles()));
        addOutput();
        usage(Metric.PROPORTIONAL, usage -> unlessUntold(usage.proportionalBytes()));
        gauge(Metric.READY, process -> DaemonMonitor.isReady(process) ? 1 : 0);
        usage(Metric.RESIDENT, Usage::residentBytes);
        addRestarts();
        addStartDurations();
        usage(Metric.THREADS, usage -> usage.threads() == 0 ? NONE : usage.threads());
        addCalls();
        single(Metric.STATE, numbers.snapshot().mood().code());
        if (numbers.usages().isAny()) {
            single(Metric.USAGE_AGE, (numbers.now() - numbers.usages().at()) / SECOND);
        }
        return page.end();
    }

    /** As node_exporter's collector has it. */
    private static boolean isUp(ProcessSnapshot process) {
        return switch (process.state()) {
            case STARTING, RUNNING, STOPPING -> true;
            case STOPPED, BACKOFF, EXITED, FATAL, UNKNOWN -> false;
        };
    }

    private static double healthy(Verdict verdict) {
        return switch (verdict) {
            case NONE -> NONE;
            case HEALTHY -> 1;
            case STARTING, UNHEALTHY -> 0;
        };
    }

    private static double unlessUntold(long value) {
        return value < 0 ? NONE : value;
    }

    private void gauge(Metric metric, ToDoubleFunction<ProcessSnapshot> value) {
        ofEach(metric, i -> value.applyAsDouble(processes[i]));
    }

    private void usage(Metric metric, ToDoubleFunction<Usage> value) {
        ofEach(metric, i -> {
            Usage usage = usages[i];
            return usage == null ? NONE : value.applyAsDouble(usage);
        });
    }

    /** Nothing at all if no process has it. */
    private void ofEach(Metric metric, IntToDoubleFunction value) {
        boolean hasBegun = false;
        for (int i = 0; i < processes.length; i++) {
            double now = value.applyAsDouble(i);
            if (!Double.isNaN(now)) {
                if (!hasBegun) {
                    page.begin(metric);
                    hasBegun = true;
                }
                page.add(labels[i], now);
            }
        }
    }

    /** Two of the reasons are there from the beginning, so that the first restart shows as a rise. */
    private void addRestarts() {
        if (processes.length == 0) {
            return;
        }
        page.begin(Metric.RESTARTS);
        for (int i = 0; i < processes.length; i++) {
            RunCounters counters = processes[i].counters();
            byte[] own = labels[i];
            REASONS.forEach((cause, reason) -> {
                long count = counters.restarts(cause);
                if (count > 0 || cause == Cause.EXIT || cause == Cause.FAILED_START) {
                    page.add(own, reason, count);
                }
            });
        }
    }

    /** The name of its label comes before those that all have. */
    private void addOutput() {
        if (processes.length == 0) {
            return;
        }
        page.begin(Metric.OUTPUT);
        for (Channel channel : List.of(Channel.STDERR, Channel.STDOUT)) {
            byte[] first = MetricText.labels("channel", channel.word());
            for (int i = 0; i < processes.length; i++) {
                if (channel == Channel.STDOUT || !processes[i].config().redirectStderr()) {
                    page.add(first, labels[i], processes[i].counters().output(channel));
                }
            }
        }
    }

    private void addStartDurations() {
        String group = null;
        for (ProcessSnapshot process : processes) {
            if (!process.group().equals(group)) {
                if (group == null) {
                    page.begin(Metric.START_DURATION);
                }
                group = process.group();
                page.add(MetricText.labels("group", group), process.counters().durations());
            }
        }
    }

    private void pools(Metric metric, ToLongFunction<PoolGauge> value) {
        List<PoolGauge> pools = numbers.snapshot().pools();
        if (pools.isEmpty()) {
            return;
        }
        page.begin(metric);
        pools.stream()
                .sorted(Comparator.comparing(PoolGauge::pool))
                .forEach(pool -> page.add(MetricText.labels("pool", pool.pool()), value.applyAsLong(pool)));
    }

    private void addCalls() {
        // One look: a method that is called for the first time meanwhile is in all three, or in none.
        Map<String, CallMeter.Calls> calls = new TreeMap<>(numbers.calls().calls());
        if (calls.isEmpty()) {
            return;
        }
        page.begin(Metric.RPC_FAULTS);
        calls.forEach((method, of) -> page.add(MetricText.labels("method", method), of.faults()));
        page.begin(Metric.RPC_DURATION);
        calls.forEach((method, of) -> page.add(MetricText.labels("method", method), of.durations()));
        page.begin(Metric.RPC_REQUESTS);
        calls.forEach((method, of) ->
                page.add(MetricText.labels("method", method), of.durations().count()));
    }

    private void addBuild() {
        String[] build = new TreeMap<>(numbers.build())
                .entrySet().stream()
                        .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
                        .toArray(String[]::new);
        page.begin(Metric.BUILD);
        page.addInfo(MetricText.labels(build));
    }

    private void single(Metric metric, double value) {
        page.begin(metric);
        page.add(MetricText.NO_LABELS, value);
    }
}

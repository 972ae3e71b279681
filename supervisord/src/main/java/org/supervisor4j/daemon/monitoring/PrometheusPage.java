package org.supervisor4j.daemon.monitoring;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.listener.PoolGauge;
import org.supervisor4j.daemon.monitoring.UsageMeter.Usage;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.process.DurationHistogram;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.RunCounters;
import org.supervisor4j.daemon.process.RunCounters.Cause;

/** Writes the page of one scrape. Used once, by one thread. */
final class PrometheusPage {
    private static final double SECOND = 1e9;

    /** Stands for a value that a process does not have. */
    private static final double NONE = Double.NaN;

    /** What a process takes on the page, in bytes: a little more than it is. */
    private static final int ROOM_FOR_PROCESS = 1400;

    private final Numbers numbers;
    private final List<ProcessSnapshot> processes;
    private final Labels[] labels;
    private final MetricSnapshots.Builder page = MetricSnapshots.builder();

    PrometheusPage(Numbers numbers) {
        this.numbers = numbers;
        processes = numbers.snapshot().processes();
        labels = new Labels[processes.size()];
        for (int i = 0; i < labels.length; i++) {
            ProcessSnapshot process = processes.get(i);
            labels[i] = Labels.of("group", process.group(), "name", process.name());
        }
    }

    /** What the answer is called. */
    static String contentType(boolean openMetrics) {
        return openMetrics ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE;
    }

    /** The page. */
    byte[] write(boolean openMetrics) {
        addProcesses();
        addUsages();
        addPools();
        addCalls();
        addDaemon();
        ExpositionFormatWriter writer =
                openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096 + processes.size() * ROOM_FOR_PROCESS);
        try {
            writer.write(bytes, page.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void addProcesses() {
        gauge(Metric.NODE_STATE, process -> process.state().code());
        gauge(Metric.NODE_UP, process -> isUp(process) ? 1 : 0);
        gauge(Metric.NODE_EXIT_STATUS, ProcessSnapshot::exitstatus);
        gauge(Metric.NODE_START_TIME, process -> isUp(process) ? process.start() : NONE);
        gauge(Metric.READY, process -> DaemonMonitor.isReady(process) ? 1 : 0);
        gauge(Metric.HEALTHY, process -> healthy(process.health().verdict()));
        addRestarts();
        addStartDurations();
        addOutput();
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

    private void gauge(Metric metric, ToDoubleFunction<ProcessSnapshot> value) {
        GaugeSnapshot.Builder family = gauge(metric);
        boolean isEmpty = true;
        for (int i = 0; i < labels.length; i++) {
            double now = value.applyAsDouble(processes.get(i));
            if (!Double.isNaN(now)) {
                family.dataPoint(new GaugeDataPointSnapshot(now, labels[i], null));
                isEmpty = false;
            }
        }
        if (!isEmpty) {
            page.metricSnapshot(family.build());
        }
    }

    /** Two of the reasons are there from the beginning, so that the first restart shows as a rise. */
    private void addRestarts() {
        CounterSnapshot.Builder family = counter(Metric.RESTARTS);
        for (int i = 0; i < labels.length; i++) {
            RunCounters counters = processes.get(i).counters();
            for (Cause cause : Cause.values()) {
                long count = counters.restarts(cause);
                if (count > 0 || cause == Cause.EXIT || cause == Cause.FAILED_START) {
                    family.dataPoint(
                            point(count, labels[i].add("reason", cause.name().toLowerCase(Locale.ROOT))));
                }
            }
        }
        add(family);
    }

    private void addOutput() {
        CounterSnapshot.Builder family = counter(Metric.OUTPUT);
        for (int i = 0; i < labels.length; i++) {
            ProcessSnapshot process = processes.get(i);
            for (Channel channel : Channel.values()) {
                if (channel == Channel.STDOUT || !process.config().redirectStderr()) {
                    long bytes = process.counters().output(channel);
                    family.dataPoint(point(bytes, labels[i].add("channel", channel.word())));
                }
            }
        }
        add(family);
    }

    /** Processes stand group by group. */
    private void addStartDurations() {
        HistogramSnapshot.Builder family = histogram(Metric.START_DURATION);
        String group = null;
        for (ProcessSnapshot process : processes) {
            if (!process.group().equals(group)) {
                group = process.group();
                family.dataPoint(point(process.counters().durations(), Labels.of("group", group)));
            }
        }
        if (group != null) {
            page.metricSnapshot(family.build());
        }
    }

    private void addUsages() {
        usage(Metric.RESIDENT, Usage::residentBytes);
        usage(Metric.PROPORTIONAL, usage -> unlessUntold(usage.proportionalBytes()));
        usage(Metric.OPEN_FILES, usage -> unlessUntold(usage.openFiles()));
        usage(Metric.THREADS, usage -> usage.threads() == 0 ? NONE : usage.threads());
        if (!numbers.usages().isAny()) {
            return;
        }
        CounterSnapshot.Builder family = counter(Metric.CPU);
        for (int i = 0; i < labels.length; i++) {
            Usage usage = usageOf(processes.get(i));
            if (usage != null) {
                family.dataPoint(point(usage.cpuNanos() / SECOND, labels[i]));
            }
        }
        add(family);
        single(Metric.USAGE_AGE, (numbers.now() - numbers.usages().at()) / SECOND);
    }

    private void usage(Metric metric, ToDoubleFunction<Usage> value) {
        gauge(metric, process -> {
            Usage usage = usageOf(process);
            return usage == null ? NONE : value.applyAsDouble(usage);
        });
    }

    private @Nullable Usage usageOf(ProcessSnapshot process) {
        return process.pid() == 0 ? null : numbers.usages().byPid().get(process.pid());
    }

    private static double unlessUntold(long value) {
        return value < 0 ? NONE : value;
    }

    private void addPools() {
        List<PoolGauge> pools = numbers.snapshot().pools();
        if (pools.isEmpty()) {
            return;
        }
        GaugeSnapshot.Builder waiting = gauge(Metric.EVENT_QUEUE);
        CounterSnapshot.Builder overflows = counter(Metric.EVENT_OVERFLOWS);
        for (PoolGauge pool : pools) {
            Labels name = Labels.of("pool", pool.pool());
            waiting.dataPoint(new GaugeDataPointSnapshot(pool.waiting(), name, null));
            overflows.dataPoint(point(pool.overflows(), name));
        }
        page.metricSnapshot(waiting.build());
        add(overflows);
    }

    private void addCalls() {
        CounterSnapshot.Builder requests = counter(Metric.RPC_REQUESTS);
        CounterSnapshot.Builder faults = counter(Metric.RPC_FAULTS);
        HistogramSnapshot.Builder durations = histogram(Metric.RPC_DURATION);
        numbers.calls().calls().forEach((method, calls) -> {
            Labels name = Labels.of("method", method);
            requests.dataPoint(point(calls.durations().count(), name));
            faults.dataPoint(point(calls.faults(), name));
            durations.dataPoint(point(calls.durations(), name));
        });
        if (!numbers.calls().calls().isEmpty()) {
            add(requests);
            add(faults);
            page.metricSnapshot(durations.build());
        }
    }

    private void addDaemon() {
        add(counter(Metric.LOST_BYTES).dataPoint(point(numbers.lostBytes(), Labels.EMPTY)));
        add(counter(Metric.TURNS).dataPoint(point(numbers.turns(), Labels.EMPTY)));
        add(counter(Metric.BUSY).dataPoint(point(numbers.busyNanos() / SECOND, Labels.EMPTY)));
        single(Metric.LAG, numbers.lagNanos() / SECOND);
        single(Metric.STATE, numbers.snapshot().mood().code());
        Labels build = Labels.EMPTY;
        for (var label : numbers.build().entrySet()) {
            build = build.add(label.getKey(), label.getValue());
        }
        page.metricSnapshot(InfoSnapshot.builder()
                .name(Metric.BUILD.base())
                .help(Metric.BUILD.help())
                .dataPoint(InfoDataPointSnapshot.builder().labels(build).build())
                .build());
    }

    private void single(Metric metric, double value) {
        page.metricSnapshot(gauge(metric)
                .dataPoint(new GaugeDataPointSnapshot(value, Labels.EMPTY, null))
                .build());
    }

    private static GaugeSnapshot.Builder gauge(Metric metric) {
        return GaugeSnapshot.builder().name(metric.base()).help(metric.help());
    }

    private static CounterSnapshot.Builder counter(Metric metric) {
        return CounterSnapshot.builder().name(metric.base()).help(metric.help());
    }

    private static CounterDataPointSnapshot point(long count, Labels labels) {
        return point((double) count, labels);
    }

    private static CounterDataPointSnapshot point(double value, Labels labels) {
        return new CounterDataPointSnapshot(value, labels, null, 0L);
    }

    private void add(CounterSnapshot.Builder family) {
        CounterSnapshot built = family.build();
        if (!built.getDataPoints().isEmpty()) {
            page.metricSnapshot(built);
        }
    }

    private static HistogramSnapshot.Builder histogram(Metric metric) {
        return HistogramSnapshot.builder().name(metric.base()).help(metric.help());
    }

    private static HistogramDataPointSnapshot point(DurationHistogram durations, Labels labels) {
        List<Double> bounds = durations.bounds();
        double[] upTo = new double[bounds.size() + 1];
        Number[] counts = new Number[upTo.length];
        for (int bucket = 0; bucket < counts.length; bucket++) {
            upTo[bucket] = bucket < bounds.size() ? bounds.get(bucket) : Double.POSITIVE_INFINITY;
            counts[bucket] = durations.count(bucket);
        }
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(upTo, counts))
                .sum(durations.nanos() / SECOND)
                .labels(labels)
                .build();
    }
}

package org.supervisor4j.daemon.monitoring;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of ours, read and written anew by Prometheus' own library. */
final class OfficialText {
    private static final Pattern SAMPLE = Pattern.compile("(\\w+?)(_bucket|_count|_sum)?(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private OfficialText() {}

    /** @param prometheus a page in Prometheus' text; its metrics are those of the table */
    static String of(String prometheus, boolean openMetrics) {
        MetricSnapshots.Builder page = MetricSnapshots.builder();
        for (Metric metric : Metric.values()) {
            List<Matcher> samples = prometheus
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(SAMPLE::matcher)
                    .filter(sample -> sample.matches() && sample.group(1).equals(metric.exposed()))
                    .toList();
            if (!samples.isEmpty()) {
                page.metricSnapshot(family(metric, samples));
            }
        }
        ExpositionFormatWriter writer =
                openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, page.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static MetricSnapshot family(Metric metric, List<Matcher> samples) {
        return switch (metric.kind()) {
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(metric.base()).help(metric.help());
                samples.forEach(sample -> gauge.dataPoint(
                        new GaugeSnapshot.GaugeDataPointSnapshot(value(sample), labels(sample, ""), null)));
                yield gauge.build();
            }
            case COUNTER -> {
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(metric.base()).help(metric.help());
                samples.forEach(sample -> counter.dataPoint(
                        new CounterSnapshot.CounterDataPointSnapshot(value(sample), labels(sample, ""), null, 0L)));
                yield counter.build();
            }
            case INFO ->
                InfoSnapshot.builder()
                        .name(metric.base())
                        .help(metric.help())
                        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                                .labels(labels(samples.get(0), ""))
                                .build())
                        .build();
            case HISTOGRAM -> histogram(metric, samples);
        };
    }

    private static MetricSnapshot histogram(Metric metric, List<Matcher> samples) {
        Map<Labels, List<Matcher>> byLabels = new LinkedHashMap<>();
        samples.forEach(sample -> byLabels.computeIfAbsent(labels(sample, "le"), labels -> new ArrayList<>())
                .add(sample));
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(metric.base()).help(metric.help());
        byLabels.forEach((labels, lines) -> {
            List<Matcher> buckets = lines.stream()
                    .filter(line -> "_bucket".equals(line.group(2)))
                    .toList();
            double[] bounds = new double[buckets.size()];
            Number[] counts = new Number[bounds.length];
            long before = 0;
            for (int i = 0; i < bounds.length; i++) {
                String bound = bound(buckets.get(i)).orElseThrow();
                bounds[i] = "+Inf".equals(bound) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
                counts[i] = (long) value(buckets.get(i)) - before;
                before = (long) value(buckets.get(i));
            }
            histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                    .sum(lines.stream()
                            .filter(line -> "_sum".equals(line.group(2)))
                            .mapToDouble(OfficialText::value)
                            .sum())
                    .labels(labels)
                    .build());
        });
        return histogram.build();
    }

    private static double value(Matcher sample) {
        return Double.parseDouble(sample.group(4));
    }

    private static Optional<String> bound(Matcher sample) {
        return LABEL.matcher(sample.group(3))
                .results()
                .filter(label -> "le".equals(label.group(1)))
                .map(label -> label.group(2))
                .findAny();
    }

    /** @param but a label that is left out */
    private static Labels labels(Matcher sample, String but) {
        Labels labels = Labels.EMPTY;
        Matcher label = LABEL.matcher(Optional.ofNullable(sample.group(3)).orElse(""));
        while (label.find()) {
            if (!label.group(1).equals(but)) {
                labels = labels.add(label.group(1), label.group(2).translateEscapes());
            }
        }
        return labels;
    }
}

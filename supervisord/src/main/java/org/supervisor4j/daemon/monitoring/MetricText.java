package org.supervisor4j.daemon.monitoring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.supervisor4j.daemon.process.DurationHistogram;

/**
 * Prometheus' text, or OpenMetrics': family after family, samples after each, into one array of bytes. They come to the
 * byte as from Prometheus' own library, which the tests hold beside it ({@code docs/decisions/0023}); so families and
 * samples are to be given in the order of their names and labels. Used once, by one thread.
 */
final class MetricText {
    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** For samples without labels. */
    static final byte[] NO_LABELS = {};

    /** From here on a double is written with an exponent. */
    private static final int EXPONENTS_FROM = 10_000_000;

    private static final int LONGEST_NUMBER = 32;

    private final boolean openMetrics;
    private byte[] text;
    private int length;
    private byte[] sample = {};

    /** @param room bytes that it will take, more or less */
    MetricText(boolean openMetrics, int room) {
        this.openMetrics = openMetrics;
        text = new byte[room];
    }

    /** Labels as they stand between braces; {@code names} in their order, a value after each. */
    static byte[] labels(String... namesAndValues) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.append(i == 0 ? "" : ",").append(namesAndValues[i]).append("=\"");
            escape(namesAndValues[i + 1], labels);
            labels.append('"');
        }
        return labels.toString().getBytes(UTF_8);
    }

    private static void escape(String value, StringBuilder into) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\', '"' -> into.append('\\').append(c);
                case '\n' -> into.append("\\n");
                default -> into.append(c);
            }
        }
    }

    /** What follows are samples of it. */
    void begin(Metric metric) {
        sample = metric.exposed().getBytes(US_ASCII);
        // OpenMetrics knows a family without the ending of its kind, and has a kind for constants.
        String name = openMetrics ? metric.base() : metric.exposed();
        String kind = metric.kind() == Metric.Kind.INFO && !openMetrics
                ? "gauge"
                : metric.kind().name().toLowerCase(Locale.ROOT);
        String type = "# TYPE " + name + " " + kind + "\n";
        String help = "# HELP " + name + " " + metric.help() + "\n";
        put((openMetrics ? type + help : help + type).getBytes(US_ASCII));
    }

    void add(byte[] labels, double value) {
        add(labels, NO_LABELS, value);
    }

    /** @param more labels that follow the others */
    void add(byte[] labels, byte[] more, double value) {
        put(sample);
        putLabels(labels, more);
        put(' ');
        put(value);
        put('\n');
    }

    void add(byte[] labels, long value) {
        add(labels, (double) value);
    }

    void add(byte[] labels, byte[] more, long value) {
        add(labels, more, (double) value);
    }

    /** The only one that an information has. */
    void addInfo(byte[] labels) {
        addCount("", labels, NO_LABELS, 1);
    }

    /** @param labels at least one */
    void add(byte[] labels, DurationHistogram durations) {
        List<Double> bounds = durations.bounds();
        long upTo = 0;
        for (int bucket = 0; bucket <= bounds.size(); bucket++) {
            String bound = bucket < bounds.size() ? bounds.get(bucket).toString() : "+Inf";
            upTo += durations.count(bucket);
            addCount("_bucket", labels, ("le=\"" + bound + "\"").getBytes(US_ASCII), upTo);
        }
        addCount("_count", labels, NO_LABELS, upTo);
        put(sample);
        put("_sum".getBytes(US_ASCII));
        putLabels(labels, NO_LABELS);
        put((" " + durations.nanos() / 1e9 + "\n").getBytes(US_ASCII));
    }

    private void addCount(String ending, byte[] labels, byte[] more, long count) {
        put(sample);
        put(ending.getBytes(US_ASCII));
        putLabels(labels, more);
        put((" " + count + "\n").getBytes(US_ASCII));
    }

    private void putLabels(byte[] labels, byte[] more) {
        if (labels.length > 0) {
            put('{');
            put(labels);
            if (more.length > 0) {
                put(',');
                put(more);
            }
            put('}');
        }
    }

    /** All of it. */
    byte[] end() {
        if (openMetrics) {
            put("# EOF\n".getBytes(US_ASCII));
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** As {@link Double#toString(double)}, without a string for what nearly all values are. */
    private void put(double value) {
        int whole = (int) value;
        if (whole != value || whole < 0 || whole >= EXPONENTS_FROM) {
            put(Double.toString(value).getBytes(US_ASCII));
            return;
        }
        makeRoom(LONGEST_NUMBER);
        int digits = 1;
        for (int rest = whole; rest > 9; rest /= 10) {
            digits++;
        }
        for (int at = length + digits - 1; at >= length; at--) {
            text[at] = (byte) ('0' + whole % 10);
            whole /= 10;
        }
        length += digits;
        text[length++] = '.';
        text[length++] = '0';
    }

    private void put(byte[] bytes) {
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void put(char c) {
        makeRoom(1);
        text[length++] = (byte) c;
    }

    private void makeRoom(int bytes) {
        if (text.length - length < bytes) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, length + bytes));
        }
    }
}

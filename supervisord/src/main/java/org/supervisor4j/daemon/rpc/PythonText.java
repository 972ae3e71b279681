package org.supervisor4j.daemon.rpc;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.PythonRepr;

/**
 * Values as Python prints them. Fault texts and log lines of the original show them so, and a text printed so can't
 * break out of its log line.
 */
public final class PythonText {
    private static final DateTimeFormatter PRINTED_TIME = pattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter TIME = pattern("'datetime.datetime('u, M, d, H, m, s)");
    private static final DateTimeFormatter TIME_WITHOUT_SECONDS = pattern("'datetime.datetime('u, M, d, H, m)");

    private PythonText() {}

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** {@code str(value)}: text as it is, a time for people, everything else as {@link #repr}. */
    static String str(@Nullable Object value) {
        if (value instanceof LocalDateTime time) {
            return PRINTED_TIME.format(time);
        }
        return value instanceof String text ? text : repr(value);
    }

    /** {@code repr(value)}: text in quotes with escapes. */
    public static String repr(@Nullable Object value) {
        if (value == null) {
            return "None";
        } else if (value instanceof Boolean bool) {
            return bool ? "True" : "False";
        } else if (value instanceof String text) {
            return PythonRepr.of(text);
        } else if (value instanceof List<?> list) {
            return list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> repr(entry.getKey()) + ": " + repr(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof LocalDateTime time) {
            return (time.getSecond() == 0 ? TIME_WITHOUT_SECONDS : TIME).format(time);
        }
        return value.toString();
    }
}

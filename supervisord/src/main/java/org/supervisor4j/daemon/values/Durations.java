package org.supervisor4j.daemon.values;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;

/** Lengths of time as values of keys that the original does not have: {@code 5}, {@code 500ms}, {@code 1h30m}. */
public final class Durations {
    /** What nobody waits for; far from where a sum of nanoseconds would no longer fit. */
    private static final Duration MOST = Duration.ofDays(3650);

    private static final Pattern PART = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}(?:\\.[0-9]{1,9})?");

    private Durations() {}

    /** A number of seconds, or numbers with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d} behind each. */
    public static Duration parse(String text) throws InvalidValueException {
        String word = PythonWhitespace.strip(text).toLowerCase(Locale.ROOT);
        if (SECONDS.matcher(word).matches()) {
            return within(text, nanos(word, "s"));
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(word);
        int end = 0;
        while (end < word.length() && part.find(end) && part.start() == end) {
            sum = sum.add(nanos(part.group(1), part.group(2)));
            end = part.end();
        }
        if (word.isEmpty() || end < word.length()) {
            throw new InvalidValueException(PythonRepr.of(text)
                    + " is no length of time: a number of seconds, or numbers with ms, s, m, h or d behind them"
                    + " (5, 500ms, 2m, 1h30m)");
        }
        return within(text, sum);
    }

    private static BigDecimal nanos(String number, String unit) {
        Duration one =
                switch (unit) {
                    case "ms" -> Duration.ofMillis(1);
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    case "d" -> Duration.ofDays(1);
                    default -> throw new AssertionError(unit);
                };
        return new BigDecimal(number).multiply(BigDecimal.valueOf(one.toNanos()));
    }

    private static Duration within(String text, BigDecimal nanos) throws InvalidValueException {
        if (nanos.compareTo(BigDecimal.valueOf(MOST.toNanos())) > 0) {
            throw new InvalidValueException(
                    PythonRepr.of(text) + " is too long a time: " + MOST.toDays() + "d is the most");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** As people write it, in the largest unit that needs no fraction; seconds without one: {@code 90}, {@code 2m}. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (duration.toNanos() % 1_000_000 != 0) {
            return BigDecimal.valueOf(duration.toNanos(), 9)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return Long.toString(seconds);
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }
}

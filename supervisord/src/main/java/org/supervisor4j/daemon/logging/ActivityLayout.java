package org.supervisor4j.daemon.logging;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.supervisor4j.model.LogLevel;

/**
 * A line of the log: {@code 2026-03-01 14:05:09,007 INFO spawned: 'web' with pid 4711}, in local time. Messages of more
 * than one line are written as they are. Any thread.
 */
// contract: options.py, make_logger; loggers.py, LogRecord.asdict
final class ActivityLayout {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,", Locale.ROOT);

    /** The length of {@link #head}. */
    static final int HEAD_LENGTH = "2026-03-01 14:05:09,007 INFO ".length();

    /** Formatting a date costs more than all the rest, and most lines of a busy second are its second line or later. */
    private volatile Stamp lastStamp = stampOf(0);

    private record Stamp(long second, String text) {}

    /** The text before the message, with the blank after it. */
    String head(long epochMillis, LogLevel level) {
        long second = Math.floorDiv(epochMillis, 1000L);
        Stamp stamp = lastStamp;
        if (stamp.second() != second) {
            stamp = stampOf(second);
            lastStamp = stamp;
        }
        int millis = (int) Math.floorMod(epochMillis, 1000L);
        String padding = millis < 10 ? "00" : millis < 100 ? "0" : "";
        return stamp.text() + padding + millis + " " + level.word() + " ";
    }

    private static Stamp stampOf(long second) {
        return new Stamp(second, SECOND.format(Instant.ofEpochSecond(second).atZone(ZoneId.systemDefault())));
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A time as bytes, to the millisecond. Dates are formatted once a second. */
final class LineTime {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,", Locale.ROOT);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT);

    private static final DateTimeFormatter SYSLOG = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss ", Locale.ENGLISH);

    private final DateTimeFormatter format;
    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private byte[] text = {};
    private int millis;

    private LineTime(DateTimeFormatter format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /** {@code 2026-11-21 07:41:39,299}, as in the daemon's log. */
    static LineTime local() {
        return new LineTime(LOCAL, ZoneId.systemDefault());
    }

    /** {@code 2026-11-21T06:41:39.299}, to be completed by a {@code Z}. */
    static LineTime utc() {
        return new LineTime(UTC, ZoneOffset.UTC);
    }

    /** {@code Nov 21 07:43:00} and a blank: the time that the system's log has, to the second. */
    static LineTime syslog() {
        return new LineTime(SYSLOG, ZoneId.systemDefault());
    }

    void set(long epochMillis) {
        long now = Math.floorDiv(epochMillis, 1000L);
        if (now != second) {
            second = now;
            text = format.format(Instant.ofEpochSecond(now).atZone(zone)).getBytes(StandardCharsets.US_ASCII);
        }
        millis = (int) Math.floorMod(epochMillis, 1000L);
    }

    /** Without the milliseconds. */
    byte[] seconds() {
        return text;
    }

    void put(ByteBuffer out) {
        out.put(text);
        out.put((byte) ('0' + millis / 100));
        out.put((byte) ('0' + millis / 10 % 10));
        out.put((byte) ('0' + millis % 10));
    }
}

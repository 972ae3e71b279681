package org.supervisor4j.daemon.health;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a program has said to the socket that NOTIFY_SOCKET names: lines of {@code NAME=value}, of which all that we
 * know are kept. The bytes may be anything.
 *
 * @param status text for people, printable and short; null if it says none
 * @param mainPid the process that is the program now; 0 if it says none
 * @param extendMicros how much more time it wants for what it does; -1 if it says nothing
 * @param watchdogMicros what is to be its watchdog's interval; -1 if it says nothing
 */
public record NotifyMessage(
        boolean ready,
        boolean reloading,
        boolean stopping,
        boolean barrier,
        boolean alive,
        boolean trigger,
        @Nullable String status,
        int mainPid,
        long extendMicros,
        long watchdogMicros) {
    /** More than this, systemd does not take either. */
    public static final int LONGEST = 4096;

    /** A year; what is longer means for ever. */
    private static final long MOST_MICROS = 366L * 24 * 3600 * 1_000_000;

    public static NotifyMessage parse(byte[] datagram) {
        String text = new String(datagram, StandardCharsets.UTF_8);
        String status = null;
        boolean ready = false;
        boolean reloading = false;
        boolean stopping = false;
        boolean barrier = false;
        boolean alive = false;
        boolean trigger = false;
        long mainPid = 0;
        long extend = -1;
        long watchdog = -1;
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1);
            boolean one = value.equals("1");
            switch (equals < 0 ? "" : line.substring(0, equals)) {
                case "READY" -> ready |= one;
                case "RELOADING" -> reloading |= one;
                case "STOPPING" -> stopping |= one;
                case "BARRIER" -> barrier |= one;
                case "WATCHDOG" -> {
                    alive |= one;
                    trigger |= value.equals("trigger");
                }
                case "STATUS" -> status = PlainText.of(value);
                case "MAINPID" -> mainPid = number(value, Integer.MAX_VALUE, 0);
                case "EXTEND_TIMEOUT_USEC" -> extend = number(value, MOST_MICROS, extend);
                case "WATCHDOG_USEC" -> watchdog = number(value, MOST_MICROS, watchdog);
                default -> {}
            }
        }
        return new NotifyMessage(
                ready, reloading, stopping, barrier, alive, trigger, status, (int) mainPid, extend, watchdog);
    }

    /** The same, but that it names no process. */
    public NotifyMessage withoutMainPid() {
        return new NotifyMessage(
                ready, reloading, stopping, barrier, alive, trigger, status, 0, extendMicros, watchdogMicros);
    }

    private static long number(String text, long most, long otherwise) {
        if (text.isEmpty() || text.length() > 18) {
            return otherwise;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return otherwise;
            }
            number = number * 10 + digit - '0';
        }
        return Math.min(number, most);
    }
}

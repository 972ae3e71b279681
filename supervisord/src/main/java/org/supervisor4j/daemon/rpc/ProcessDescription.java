package org.supervisor4j.daemon.rpc;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.model.Int32;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.ProcessInfo;

/** What {@code getProcessInfo} says of a process. */
final class ProcessDescription {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private ProcessDescription() {}

    /**
     * @param now seconds since the epoch
     * @param nowNanos the monotonic clock: uptimes don't jump when somebody sets the time
     */
    static ProcessInfo of(ProcessSnapshot process, long now, long nowNanos) {
        return new ProcessInfo(
                process.name(),
                process.group(),
                Int32.nearest(process.start()),
                Int32.nearest(process.stop()),
                Int32.nearest(now),
                process.state(),
                process.spawnerr(),
                process.exitstatus(),
                process.stdoutLogfile(),
                process.stderrLogfile(),
                process.pid(),
                description(process, nowNanos));
    }

    private static String description(ProcessSnapshot process, long nowNanos) {
        if (!process.waiting().isEmpty()) {
            return NeedsOfProcess.WAITING + process.waiting();
        }
        return switch (process.state()) {
            case RUNNING ->
                "pid " + process.pid() + ", uptime " + uptime(secondsBetween(process.startedAt(), nowNanos));
            case BACKOFF, FATAL ->
                process.spawnerr().isEmpty()
                        ? "unknown error (try \"tail " + process.name() + "\")"
                        : process.spawnerr();
            case STOPPED, EXITED -> process.start() == 0 ? "Not started" : time(process.stop());
            case STARTING, STOPPING, UNKNOWN -> "";
        };
    }

    /** Of two moments as whole seconds, as the original has it; so all uptimes go on at the same moment. */
    private static long secondsBetween(long nanos, long laterNanos) {
        return Math.floorDiv(laterNanos, Phase.SECOND) - Math.floorDiv(nanos, Phase.SECOND);
    }

    /** As Python prints a timedelta: {@code 0:02:24}, {@code 1 day, 3:04:05}, {@code 2 days, 0:00:05}. */
    static String uptime(long seconds) {
        long total = Math.max(0, seconds);
        long days = total / 86_400;
        String clock = (total / 3600 % 24) + ":" + twoDigits(total / 60 % 60) + ":" + twoDigits(total % 60);
        if (days == 0) {
            return clock;
        }
        return days + (days == 1 ? " day, " : " days, ") + clock;
    }

    /** {@code Nov 21 07:43 AM}, local time. By hand: a date formatter costs a fresh daemon some 20 ms. */
    private static String time(long seconds) {
        ZonedDateTime local = Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault());
        int hour = local.getHour() % 12 == 0 ? 12 : local.getHour() % 12;
        return MONTHS[local.getMonthValue() - 1] + " " + twoDigits(local.getDayOfMonth()) + " " + twoDigits(hour) + ":"
                + twoDigits(local.getMinute()) + (local.getHour() < 12 ? " AM" : " PM");
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}

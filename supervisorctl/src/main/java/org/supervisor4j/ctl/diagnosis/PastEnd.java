package org.supervisor4j.ctl.diagnosis;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.ctl.session.Struct;

/**
 * How a run of a process ended.
 *
 * @param when local time, {@code 2026-11-21 14:03:22}
 * @param seconds how long it lasted; -1 if that is not known
 * @param text {@code exit status 3}, {@code terminated by SIGKILL}, or the spawn error
 * @param failure what the child could not do on its way to the program; empty if it got there, or if nobody knows
 */
record PastEnd(String when, int seconds, String text, String failure) {
    /** More would push what matters off the screen. */
    private static final int MOST = 5;

    /** An element of what {@code supervisor4j.getProcessHistory} answers. */
    static PastEnd of(Struct run) {
        int stop = run.number("stop");
        return new PastEnd(localTime(stop), stop - run.number("start"), run.text("text"), run.text("failure"));
    }

    /** The same as far as the daemon's log tells: times and exit statuses, for the original's daemon. */
    static List<PastEnd> inLog(String log, String process) {
        // contract: options.py, Subprocess.finish: "exited: cat (exit status 3; not expected)"
        Pattern line = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d),\\d+ \\w+ (?:exited|stopped): "
                + Pattern.quote(process) + " \\((.*?)(?:; (?:not )?expected)?\\)$");
        List<PastEnd> ends = new ArrayList<>();
        for (String candidate : log.split("\n", -1)) {
            Matcher match = line.matcher(candidate);
            if (match.matches()) {
                ends.add(new PastEnd(match.group(1), -1, match.group(2), ""));
            }
        }
        return last(ends);
    }

    /** The last few. */
    static List<PastEnd> last(List<PastEnd> ends) {
        return List.copyOf(ends.subList(Math.max(0, ends.size() - MOST), ends.size()));
    }

    private static String localTime(int secondsSinceEpoch) {
        ZonedDateTime time = Instant.ofEpochSecond(secondsSinceEpoch).atZone(ZoneId.systemDefault());
        return time.toLocalDate() + " " + twoDigits(time.getHour()) + ":" + twoDigits(time.getMinute()) + ":"
                + twoDigits(time.getSecond());
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    @Override
    public String toString() {
        return when + "  " + (seconds < 0 ? "" : "after " + seconds + " s: ") + text
                + (failure.isEmpty() ? "" : " (" + failure + ")");
    }
}

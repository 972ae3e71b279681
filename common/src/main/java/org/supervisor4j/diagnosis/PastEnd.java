package org.supervisor4j.diagnosis;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a run of a process ended.
 *
 * @param stop when, in seconds since 1970
 * @param milliseconds how long it lasted; -1 if that is not known
 * @param text {@code exit status 3}, {@code terminated by SIGKILL}, or the spawn error
 * @param failure what the child could not do on its way to the program; empty if it got there, or if nobody knows
 * @param wasAsked whether it had been asked to stop
 */
public record PastEnd(long stop, long milliseconds, String text, String failure, boolean wasAsked) {
    private static final int SECOND = 1000;

    /** An element of what {@code supervisor4j.getProcessHistory} answers. */
    public static PastEnd of(Members run) {
        int stop = run.number("stop");
        long lasted = run.members().get("milliseconds") instanceof Integer exactly
                ? exactly
                : SECOND * (long) (stop - run.number("start"));
        return new PastEnd(
                stop,
                lasted,
                run.text("text"),
                run.text("failure"),
                run.text("statename").equals("STOPPED"));
    }

    /** The same as far as the daemon's log tells: times and exit statuses, for the original's daemon. */
    public static List<PastEnd> inLog(String log, String process) {
        // contract: options.py, Subprocess.finish: "exited: cat (exit status 3; not expected)"
        Pattern line = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d),\\d+ \\w+ (exited|stopped): "
                + Pattern.quote(process) + " \\((.*?)(?:; (?:not )?expected)?\\)$");
        List<PastEnd> ends = new ArrayList<>();
        for (String candidate : log.split("\n", -1)) {
            Matcher match = line.matcher(candidate);
            if (match.matches()) {
                long stop = secondsOf(match.group(1), match.group(2));
                ends.add(
                        new PastEnd(stop, -1, match.group(4), "", match.group(3).equals("stopped")));
            }
        }
        return List.copyOf(ends);
    }

    private static long secondsOf(String day, String time) {
        try {
            return LocalDateTime.parse(day + "T" + time)
                    .atZone(ZoneId.systemDefault())
                    .toEpochSecond();
        } catch (java.time.DateTimeException noTime) {
            return 0;
        }
    }

    /** Whether it ended as the other one did. */
    boolean isLike(PastEnd other) {
        return text.equals(other.text) && failure.equals(other.failure);
    }

    /** {@code 2026-11-21}, local time. */
    public String day() {
        return time().toLocalDate().toString();
    }

    /** {@code 14:03:22}, local time. */
    public String clock() {
        return String.format(Locale.ROOT, "%tT", time());
    }

    private ZonedDateTime time() {
        return Instant.ofEpochSecond(stop).atZone(ZoneId.systemDefault());
    }

    /** {@code 12 ms}, {@code 2.5 s}, {@code 320 s}; empty if it is not known. */
    String lasted() {
        if (milliseconds < 0) {
            return "";
        }
        if (milliseconds < SECOND) {
            return milliseconds + " ms";
        }
        return milliseconds < 10 * SECOND
                ? String.format(Locale.ROOT, "%.1f s", milliseconds / (double) SECOND)
                : milliseconds / SECOND + " s";
    }

    /** {@code exit status 127 (couldn't exec /bin/x: ENOENT)}. */
    String how() {
        return text + (failure.isEmpty() ? "" : " (" + failure + ")");
    }
}

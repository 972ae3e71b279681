package org.supervisor4j.endtoend;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A daemon's log without what differs from run to run: times, and the numbers of processes, which become N. And without
 * the line about itself that ours begins with, and the original's does not.
 */
final class LogLines {
    private static final Pattern STAMP = Pattern.compile("^\\d{4}(-\\d\\d){2} \\d\\d(:\\d\\d){2},\\d{3} ");

    /** So begins what ours says of itself first. */
    static final String ABOUT_ITSELF = "INFO this is supervisor4j ";

    private LogLines() {}

    static List<String> of(Sandbox sandbox) {
        return sandbox.read(Configuration.LOG)
                .lines()
                .map(line -> STAMP.matcher(line)
                        .replaceFirst("")
                        .replaceAll("pid \\d+", "pid N")
                        .replaceAll("\\(\\d+\\)", "(N)"))
                .filter(line -> !line.startsWith(ABOUT_ITSELF))
                .toList();
    }

    /** Those in which a word occurs. */
    static List<String> about(String word, Sandbox sandbox) {
        return of(sandbox).stream()
                .filter(line -> line.matches(".*\\b" + word + "\\b.*"))
                .toList();
    }
}

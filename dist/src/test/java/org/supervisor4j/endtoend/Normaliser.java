package org.supervisor4j.endtoend;

import java.util.regex.Pattern;

/**
 * Takes out of an output what differs from run to run: numbers of processes, times, the place of the run. And what our
 * supervisorctl says beyond the original: the hints on stderr.
 */
record Normaliser(Sandbox sandbox) {
    private static final Pattern UPTIME = Pattern.compile("pid \\d+, uptime (?:\\d+ days?, )?\\d+:\\d\\d:\\d\\d");
    private static final Pattern MOMENT = Pattern.compile("[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d [AP]M");
    private static final Pattern PID_ALONE = Pattern.compile("(?m)^[1-9]\\d*$");
    private static final Pattern HINTS = Pattern.compile("\\[stderr] (?:Hint: .*\n)+");
    private static final Pattern SOURCE = Pattern.compile(": file: \\S+ line: \\d+");

    String normalise(String text) {
        String result = text.replace(sandbox.root().toString(), "/ROOT");
        result = UPTIME.matcher(result).replaceAll("pid N, uptime H:MM:SS");
        result = MOMENT.matcher(result).replaceAll("Mon DD HH:MM XM");
        result = HINTS.matcher(result).replaceAll("");
        result = PID_ALONE.matcher(result).replaceAll("PID");
        return SOURCE.matcher(result).replaceAll(": file: FILE line: N");
    }
}

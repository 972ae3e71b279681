package org.supervisor4j.ctl;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a client printed and ended with. Made comparable: what differs from run to run, or was worded anew on purpose,
 * is replaced.
 */
record Transcript(String stdout, String stderr, int exitCode) {

    /** Comparable, with the client's own folder and ports hidden. */
    Transcript normalised(Map<String, String> names, boolean sorted) {
        String out = normalised(stdout, names);
        return new Transcript(sorted ? sort(out) : out, errors(normalised(stderr, names)), exitCode);
    }

    private static String normalised(String text, Map<String, String> names) {
        String hidden = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            hidden = name.getKey().equals("dir")
                    ? hidden.replace(name.getValue(), "/DIR")
                    : hidden.replace(":" + name.getValue(), ":{" + name.getKey() + "}");
        }
        return hidden.replaceAll("pid \\d+, uptime .*", "pid N, uptime T")
                .replaceAll("(?m)^(two> |supervisor> )?[1-9]\\d*$", "$1NNNN")
                .replaceAll(": file: .* line: \\d+", "‹loc›")
                .replaceAll("[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d [AP]M", "DATE")
                // help: the forms and the tabs are the contract, the descriptions are not
                .replaceAll("(?m)\t([^\t\n]+)$", "\t…")
                .replaceAll("(?m)^Note: .*", "Note: …");
    }

    /** Without our hints; a traceback, for which we have words, counts as the words. */
    private static String errors(String text) {
        if (text.contains("Traceback (most recent call last)")) {
            return "‹no usage error›\n";
        }
        String kept = text.lines()
                .filter(line -> !line.startsWith("Hint: "))
                .filter(line -> !line.contains("GetPassWarning") && !line.contains("passwd = fallback_getpass"))
                .map(line -> line.replaceAll("Available names: .*", "Available names: …"))
                .map(line -> line.replaceAll("(cannot be resolved within \\[[^]]*]).*", "$1"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        boolean unexplained = kept.startsWith("Error: ") && !kept.contains("For help, use");
        return unexplained ? "‹no usage error›\n" : kept;
    }

    private static String sort(String text) {
        return Arrays.stream(text.split("\n", -1)).sorted().collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "--- stdout\n" + stdout + "--- stderr\n" + stderr + "--- exit code " + exitCode;
    }
}

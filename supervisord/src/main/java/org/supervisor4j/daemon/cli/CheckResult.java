package org.supervisor4j.daemon.cli;

import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.model.JsonText;

/**
 * What {@code supervisord --check} prints.
 *
 * @param file the main file
 * @param strict whether warnings count as errors, see {@link Finding#isStrictError()}
 */
record CheckResult(ConfigCheck.Report report, String file, boolean strict) {
    boolean isGood() {
        return report.config() != null
                && (strict ? report.findings().stream().noneMatch(Finding::isStrictError) : report.isGood());
    }

    private static long processes(SupervisordConfig config) {
        return config.groups().stream()
                .mapToLong(group -> group.processes().size())
                .sum();
    }

    /** The findings, and a last line if all is well. */
    String text() {
        StringBuilder text = new StringBuilder();
        report.findings().forEach(text::append);
        SupervisordConfig config = report.config();
        if (config != null && isGood()) {
            text.append(file).append(": good: ");
            text.append(counted(processes(config), "process", "es")).append(" in ");
            text.append(counted(config.groups().size(), "group", "s")).append(", read from ");
            text.append(counted(report.files().size(), "file", "s")).append('\n');
        }
        return text.toString();
    }

    private static String counted(long number, String thing, String plural) {
        return number + " " + thing + (number == 1 ? "" : plural);
    }

    /** One object, on one line. */
    String json() {
        SupervisordConfig config = report.config();
        StringBuilder json = new StringBuilder("{\"file\":");
        JsonText.append(json, file);
        json.append(",\"good\":").append(isGood());
        json.append(",\"processes\":").append(config == null ? 0 : processes(config));
        json.append(",\"groups\":").append(config == null ? 0 : config.groups().size());
        json.append(",\"files\":").append(report.files().size());
        json.append(",\"findings\":[");
        for (int i = 0; i < report.findings().size(); i++) {
            json.append(i == 0 ? "" : ",");
            append(json, report.findings().get(i));
        }
        return json.append("]}\n").toString();
    }

    private void append(StringBuilder json, Finding finding) {
        boolean error = strict ? finding.isStrictError() : !finding.warning();
        json.append("{\"severity\":").append(error ? "\"error\"" : "\"warning\"");
        json.append(",\"file\":");
        JsonText.append(json, finding.file());
        json.append(",\"line\":").append(finding.line());
        json.append(",\"column\":").append(finding.column());
        json.append(",\"message\":");
        JsonText.append(json, finding.message());
        json.append(",\"hints\":[");
        for (int i = 0; i < finding.hints().size(); i++) {
            json.append(i == 0 ? "" : ",");
            JsonText.append(json, finding.hints().get(i));
        }
        json.append("]}");
    }
}

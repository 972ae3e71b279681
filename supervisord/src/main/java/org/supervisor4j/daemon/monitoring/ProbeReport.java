package org.supervisor4j.daemon.monitoring;

import java.util.List;
import org.supervisor4j.model.JsonText;

/**
 * The answer to a probe.
 *
 * @param failing what keeps it from being good; empty if it is
 */
public record ProbeReport(List<Failing> failing) {
    public static final ProbeReport GOOD = new ProbeReport(List.of());

    /**
     * One thing that is not as it should be.
     *
     * @param name a process, or {@code supervisord}
     * @param why in a few words: {@code FATAL}
     */
    public record Failing(String name, String why) {}

    public ProbeReport {
        failing = List.copyOf(failing);
    }

    public boolean isGood() {
        return failing.isEmpty();
    }

    /** For people, and for who looks at the status only: a word, then a line for each that fails. */
    public String text() {
        StringBuilder text = new StringBuilder(isGood() ? "ok\n" : "failing\n");
        for (Failing one : failing) {
            text.append(one.name()).append(": ").append(one.why()).append('\n');
        }
        return text.toString();
    }

    /** The same as an object of JSON: {@code {"status":"failing","failing":[{"name":"web","why":"FATAL"}]}}. */
    public String json() {
        StringBuilder json = new StringBuilder("{\"status\":\"").append(isGood() ? "ok" : "failing");
        json.append("\",\"failing\":");
        appendFailing(json);
        return json.append("}\n").toString();
    }

    /** The same in the frame that Pebble puts around its answers. */
    public String pebble(int status) {
        StringBuilder json = new StringBuilder("{\"type\":\"sync\",\"status-code\":").append(status);
        json.append(",\"status\":\"").append(isGood() ? "OK" : "Service Unavailable");
        json.append("\",\"result\":{\"healthy\":").append(isGood()).append(",\"failing\":");
        appendFailing(json);
        return json.append("}}\n").toString();
    }

    private void appendFailing(StringBuilder json) {
        String before = "[";
        for (Failing one : failing) {
            JsonText.append(json.append(before).append("{\"name\":"), one.name());
            JsonText.append(json.append(",\"why\":"), one.why());
            json.append('}');
            before = ",";
        }
        json.append(failing.isEmpty() ? "[]" : "]");
    }
}

package org.supervisor4j.daemon.notice;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.Event.ProcessGroupChanged;
import org.supervisor4j.daemon.events.Event.ProcessHealthChanged;
import org.supervisor4j.daemon.events.Event.ProcessStateChanged;
import org.supervisor4j.daemon.events.Event.SupervisorStateChanged;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;

/**
 * One thing that has happened.
 *
 * @param values by the names that templates have for them; only what there is, in their order
 */
record Notice(Map<String, String> values) {
    /**
     * @param millis when it happened, since the epoch
     * @param event of one of the kinds that notices are made of
     */
    static Notice of(Event event, long millis) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("event", event.type().name());
        values.put("time", Instant.ofEpochMilli(millis).toString());
        if (event instanceof ProcessStateChanged change) {
            name(values, change.group(), change.process());
            values.put("from", change.from().name());
            values.put("state", change.to().name());
            pid(values, change.pid());
            if (change.to() == ProcessState.EXITED) {
                values.put("expected", String.valueOf(change.expected()));
            }
        } else if (event instanceof ProcessHealthChanged change) {
            name(values, change.group(), change.process());
            values.put("from", change.from().word());
            values.put("health", change.to().word());
            values.put("text", change.text());
            pid(values, change.pid());
        } else if (event instanceof ProcessGroupChanged change) {
            values.put("group", change.group());
            values.put("state", change.added() ? "ADDED" : "REMOVED");
        } else if (event instanceof SupervisorStateChanged change) {
            values.put("state", change.stopping() ? "STOPPING" : "RUNNING");
        }
        return new Notice(values);
    }

    private static void name(Map<String, String> values, String group, String process) {
        values.put("group", group);
        values.put("name", process);
        values.put("process", Namespec.of(group, process));
    }

    private static void pid(Map<String, String> values, int pid) {
        if (pid != 0) {
            values.put("pid", String.valueOf(pid));
        }
    }

    /** A line for people. */
    String line() {
        String who = values.containsKey("process")
                ? value("process")
                : values.containsKey("group") ? "group " + value("group") : "supervisord";
        String what = value("state") + value("health");
        String was = values.containsKey("from") ? " (was " + value("from") + ")" : "";
        String exit = !values.containsKey("expected")
                ? ""
                : value("expected").equals("true") ? ", as expected" : ", unexpectedly";
        String text = value("text").isEmpty() ? "" : ": " + value("text");
        return value("time") + " " + who + " is " + what + was + exit + text;
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }
}

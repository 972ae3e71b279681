package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a process is started again by itself, and how often it was: what {@code supervisor4j.getRestartState} answers.
 *
 * @param name the process's
 * @param group its group's
 * @param restarts starts by itself since somebody asked for one, or since the first one
 * @param nextStart when the next one comes, in whole seconds since the epoch; 0 if none does
 * @param milliseconds until then; -1 if none comes
 * @param waitsFor what it waits for
 * @param ahead how many processes of its group go first
 * @param failures failed starts in a row
 * @param row runs in a row that were too short to forget those before; 0 where no curve counts them
 * @param recent starts by itself within the last {@code window}
 * @param limit how many there may be; 0 where there is no limit
 * @param window in milliseconds; 0 where there is no limit
 * @param budget the group's, as it is written; empty where there is none
 */
public record RestartState(
        String name,
        String group,
        int restarts,
        int nextStart,
        int milliseconds,
        WaitsFor waitsFor,
        int ahead,
        int failures,
        int row,
        int recent,
        int limit,
        int window,
        String budget) {

    /** What lies before a start. */
    public enum WaitsFor {
        /** It is not going to be started by itself. */
        NOTHING,
        /** A moment. */
        TIME,
        /** Its group has started as many as it may, and others may go first. */
        BUDGET
    }

    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("group", group);
        map.put("restarts", restarts);
        map.put("nextstart", nextStart);
        map.put("milliseconds", milliseconds);
        map.put("waitsfor", waitsFor.name());
        map.put("ahead", ahead);
        map.put("failures", failures);
        map.put("row", row);
        map.put("recent", recent);
        map.put("limit", limit);
        map.put("window", window);
        map.put("budget", budget);
        return map;
    }
}

package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a process is ready, and well: what {@code supervisor4j.getProcessHealth} answers.
 *
 * @param name of the process
 * @param group its group
 * @param health a word: healthy, unhealthy, starting or none
 * @param ready whether it has become ready in this run; where it need not say so, whether it is RUNNING
 * @param readyBy what tells that it is ready, as in the configuration; empty for nothing
 * @param check what is asked, as in the configuration; empty for nothing
 * @param action what follows when it becomes unhealthy: a word of {@code healthcheck_action}; empty for nothing
 * @param good whether the last answer was good
 * @param answer the last answer, in words; empty if there was none
 * @param seconds how long ago that was; -1 if there was none
 * @param milliseconds how long it took
 * @param status what the program says of itself; empty if it does not
 * @param mainPid the process that it says is the program; 0 if it does not say
 * @param reloading whether it says that it is reading its configuration anew
 * @param stopping whether it says that it is about to end
 */
public record ProcessHealth(
        String name,
        String group,
        String health,
        boolean ready,
        String readyBy,
        String check,
        String action,
        boolean good,
        String answer,
        int seconds,
        int milliseconds,
        String status,
        int mainPid,
        boolean reloading,
        boolean stopping) {
    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("group", group);
        map.put("health", health);
        map.put("ready", ready);
        map.put("readyby", readyBy);
        map.put("check", check);
        map.put("action", action);
        map.put("good", good);
        map.put("answer", answer);
        map.put("seconds", seconds);
        map.put("milliseconds", milliseconds);
        map.put("status", status);
        map.put("mainpid", mainPid);
        map.put("reloading", reloading);
        map.put("stopping", stopping);
        return map;
    }
}

package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One element of what a call on a group (or on all) answers.
 *
 * @param status {@link Fault#SUCCESS}'s code, or the code of the fault that this process met
 * @param description {@code OK}, or the fault's text
 */
public record ProcessOutcome(String name, String group, int status, String description) {

    public static ProcessOutcome success(String name, String group) {
        return new ProcessOutcome(name, group, Fault.SUCCESS.code(), "OK");
    }

    public static ProcessOutcome failure(String name, String group, RpcFault fault) {
        return new ProcessOutcome(name, group, fault.code(), fault.text());
    }

    /** The struct's members in the order in which the reference sends them. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("group", group);
        map.put("status", status);
        map.put("description", description);
        return map;
    }
}

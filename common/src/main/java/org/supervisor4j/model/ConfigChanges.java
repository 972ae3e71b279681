package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In what the configuration files differ from what runs: the answer of {@code supervisor4j.getConfigChanges}.
 *
 * @param added groups that only the files have
 * @param changed groups that the files describe otherwise
 * @param removed groups that the files don't have any more
 * @param problem why the files could not be read; empty where they could. The lists are empty then
 */
public record ConfigChanges(List<String> added, List<String> changed, List<String> removed, String problem) {
    public static final ConfigChanges NONE = unreadable("");

    public ConfigChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    public static ConfigChanges unreadable(String problem) {
        return new ConfigChanges(List.of(), List.of(), List.of(), problem);
    }

    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("added", added);
        map.put("changed", changed);
        map.put("removed", removed);
        map.put("problem", problem);
        return map;
    }
}

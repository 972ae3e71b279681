package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom a process needs, and who needs it: an element of what {@code supervisor4j.getDependencies} answers.
 *
 * @param level how many must have been started one after another before it, 0 for one that needs nobody
 * @param waiting for whom its start waits, in words; empty if it does not
 * @param needs in the order in which they are written
 * @param dependants the namespecs of those that need it
 */
public record NeedsOfProcess(
        String name,
        String group,
        ProcessState state,
        int level,
        String waiting,
        List<Need> needs,
        List<String> dependants) {
    /** How the description of a process begins whose start waits; for whom comes after it. */
    public static final String WAITING = "Waiting for ";

    public NeedsOfProcess {
        needs = List.copyOf(needs);
        dependants = List.copyOf(dependants);
    }

    /**
     * One process that is needed.
     *
     * @param name its namespec; what is written, where nobody has the name
     * @param condition how far it must be: {@code running}
     * @param isMet whether it is
     * @param state its state; empty where nobody has the name
     * @param isTogether whether the one that needs it is a part of it
     */
    public record Need(String name, String condition, boolean isMet, String state, boolean isTogether) {
        /** The struct on the wire. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("condition", condition);
            map.put("met", isMet);
            map.put("statename", state);
            map.put("partof", isTogether);
            return map;
        }
    }

    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("group", group);
        map.put("statename", state.name());
        map.put("level", level);
        map.put("waiting", waiting);
        map.put("needs", needs.stream().map(Need::toMap).toList());
        map.put("dependants", dependants);
        return map;
    }
}

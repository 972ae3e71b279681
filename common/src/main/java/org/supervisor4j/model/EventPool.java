package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an event listener pool is doing: an element of what {@code supervisor4j.getEventPools} answers.
 *
 * @param name the pool's, which is that of its group
 * @param buffersize how many events may wait
 * @param waiting how many wait, not counting those that listeners work on
 * @param oldest for how many seconds the oldest of them has waited; -1 if none waits
 * @param discarded how many had to go because too many waited, since the pool was made
 * @param listeners its processes, in the order of the configuration
 */
public record EventPool(String name, int buffersize, int waiting, int oldest, int discarded, List<Listener> listeners) {
    public EventPool {
        listeners = List.copyOf(listeners);
    }

    /**
     * One of its processes, at its side of the event protocol.
     *
     * @param name the process's
     * @param state the process's
     * @param protocol ACKNOWLEDGED, READY, BUSY or UNKNOWN; empty if it has never been started
     * @param seconds for how long it has been that
     * @param eventname the event that it works on; empty for none
     * @param announced how many bytes the answer is to have that it has begun; -1 if it has not begun one
     * @param written how many of them it has written
     * @param lastwords what it wrote when it became UNKNOWN, as far as a line shows it; empty while it is not
     */
    public record Listener(
            String name,
            ProcessState state,
            String protocol,
            int seconds,
            String eventname,
            int announced,
            int written,
            String lastwords) {
        /** The struct on the wire. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("statename", state.name());
            map.put("protocol", protocol);
            map.put("seconds", seconds);
            map.put("eventname", eventname);
            map.put("announced", announced);
            map.put("written", written);
            map.put("lastwords", lastwords);
            return map;
        }
    }

    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("buffersize", buffersize);
        map.put("waiting", waiting);
        map.put("oldest", oldest);
        map.put("discarded", discarded);
        map.put("listeners", listeners.stream().map(Listener::toMap).toList());
        return map;
    }
}

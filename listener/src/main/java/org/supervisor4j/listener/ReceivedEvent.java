package org.supervisor4j.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event as supervisord sent it.
 *
 * @param header the keys and values of the first line, in their order: {@code ver}, {@code server}, {@code serial},
 *     {@code pool}, {@code poolserial}, {@code eventname}, {@code len}
 * @param payload the text after it
 */
public record ReceivedEvent(Map<String, String> header, String payload) {
    public ReceivedEvent {
        header = Collections.unmodifiableMap(new LinkedHashMap<>(header));
    }

    /** Its type, {@code PROCESS_STATE_EXITED} for example; empty if the header does not tell. */
    public String name() {
        return header.getOrDefault("eventname", "");
    }

    /** The daemon's number for it: the same in all pools, and when it is sent again. -1 if the header does not tell. */
    public long serial() {
        return Long.parseLong(header.getOrDefault("serial", "-1"));
    }

    /**
     * The keys and values of the payload's first line, in their order: {@code processname}, {@code groupname},
     * {@code from_state} and so on. Empty for events that have none.
     */
    public Map<String, String> fields() {
        return pairs(payload.lines().findFirst().orElse(""));
    }

<<<<<<< HEAD
    /**
     * The rest of the payload after its first line: output of a process, or data of a client. Empty for other events.
     */
=======
    /** The payload after its first line: output of a process, or data of a client. Empty for other events. */
>>>>>>> w-client
    public String data() {
        int end = payload.indexOf('\n');
        return end < 0 ? "" : payload.substring(end + 1);
    }

    /** Splits {@code a:b c:d}; what has no colon is passed over. */
    static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : line.split(" ", -1)) {
            int colon = word.indexOf(':');
            if (colon > 0) {
                pairs.put(word.substring(0, colon), word.substring(colon + 1));
            }
        }
        return pairs;
    }
}

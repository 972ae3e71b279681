package org.supervisor4j.model;

import java.util.Map;

/**
 * The end of what a process has written: what {@code supervisor4j.getLastOutput} answers.
 *
 * @param stdout empty if there is none, or no log of it
 * @param stderr likewise; empty where {@code redirect_stderr} sends it to the other one
 */
public record LastOutput(String stdout, String stderr) {
    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        return Map.of("stdout", stdout, "stderr", stderr);
    }
}

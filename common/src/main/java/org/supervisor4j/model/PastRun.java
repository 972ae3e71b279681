package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An attempt to run a process that is over: an element of what {@code supervisor4j.getProcessHistory} answers. Times
 * are whole seconds since the epoch.
 *
 * @param start when the attempt began
 * @param stop when the child ended, or when the attempt was given up
 * @param milliseconds how long it lasted; at most 2147483647, which are 24 days
 * @param pid the child; 0 where there was none
 * @param outcome how it ended
 * @param exitstatus the exit code; -1 unless it exited
 * @param signal the name of the signal that killed it; empty unless it was killed
 * @param coredumped whether the kernel wrote a core file
 * @param text how it ended, in words: {@code exit status 3}, {@code terminated by SIGKILL}, or the spawn error
 * @param failedStep what a child could not do on its way to the program, such as {@code EXEC} or {@code DIRECTORY};
 *     empty where it got there
 * @param errno why not: {@code ENOENT}; empty likewise
 * @param failure the same in words: {@code couldn't exec /bin/x: EACCES}; empty likewise
 * @param state what the process was after it: STOPPED where it had been asked to stop, FATAL where it was given up
 */
public record PastRun(
        int start,
        int stop,
        int milliseconds,
        int pid,
        Outcome outcome,
        int exitstatus,
        String signal,
        boolean coredumped,
        String text,
        String failedStep,
        String errno,
        String failure,
        ProcessState state) {

    /** The ways in which a run can end. */
    public enum Outcome {
        /** The child called exit. */
        EXITED,
        /** A signal ended the child. */
        KILLED,
        /** There never was a child. */
        NOT_SPAWNED,
        /** The kernel reported something else. */
        UNKNOWN
    }

    /** The struct on the wire. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("start", start);
        map.put("stop", stop);
        map.put("milliseconds", milliseconds);
        map.put("pid", pid);
        map.put("outcome", outcome.name());
        map.put("exitstatus", exitstatus);
        map.put("signal", signal);
        map.put("coredumped", coredumped);
        map.put("text", text);
        map.put("failedstep", failedStep);
        map.put("errno", errno);
        map.put("failure", failure);
        map.put("statename", state.name());
        return map;
    }
}

package org.supervisor4j.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.SupervisorState;

/** What the daemon offers to plug-ins. Any thread may call; nothing waits. */
public interface Supervision {
    /** Everything that clients can do. */
    SupervisorApi api();

    /** What the daemon as a whole is doing, in every state of it. */
    SupervisorState state();

    /** The names of the active groups, in the order in which they became active. */
    List<String> groupNames();

    /**
     * Adds the processes of a program to an active group, until the daemon restarts. They start if {@code autostart}
     * says so.
     *
     * @param settings the keys of a {@code [program:x]} section
     * @return true; fails with a fault: BAD_NAME with {@code group: NAME} or the name of a process that there is
     *     already, INCORRECT_PARAMETERS with what is wrong with the settings
     */
    CompletableFuture<Boolean> addProgram(String group, String program, Map<String, String> settings);

    /**
     * Removes a process that has stopped from its group.
     *
     * @return true; fails with a fault: BAD_NAME with {@code group: NAME} or the process's name, STILL_RUNNING
     */
    CompletableFuture<Boolean> removeProcess(String group, String process);

    /** Writes a line to the daemon's log. */
    void log(LogLevel level, String message);
}

package org.supervisor4j.daemon.state;

import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/** What the control loop has to do after a transition, in the order given. */
public sealed interface Effect {
    /**
     * Tell everybody of a change of state.
     *
     * @param tries failed starts so far: of use in STARTING and BACKOFF
     * @param pid the child that the change is about, 0 for none
     * @param expected for EXITED: whether {@code exitcodes=} lists the exit code
     */
    record Announce(ProcessState from, ProcessState to, int tries, int pid, boolean expected) implements Effect {}

    /** Begin an attempt to start; forget the last one's error and exit status. */
    record Spawn() implements Effect {}

    /**
     * Send a signal.
     *
     * @param pid the child
     * @param toGroup whether its whole process group gets it
     */
    record Kill(int pid, int signal, boolean toGroup) implements Effect {}

    /** Remember the exit code that {@code getProcessInfo} shows. */
    record KeepExitCode(int code) implements Effect {}

    /** Remember why it does not run. */
    record KeepSpawnError(String text) implements Effect {}

    /** Write a line to the daemon's log. */
    record Log(LogLevel level, String text) implements Effect {}
}

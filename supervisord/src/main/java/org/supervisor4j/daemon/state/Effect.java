package org.supervisor4j.daemon.state;

import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/** What the control loop has to do after a transition. */
public sealed interface Effect {
    /** What cannot fail. */
    sealed interface Note extends Effect {}

    /** What may fail, which comes back as the next input: the last effect of a transition, if there is one. */
    sealed interface Deed extends Effect {}

    /**
     * Tell everybody of a change of state.
     *
     * @param tries failed starts so far: of use in STARTING and BACKOFF
     * @param pid the child that the change is about, 0 for none
     * @param expected for EXITED: whether {@code exitcodes=} lists the exit code
     */
    record Announce(ProcessState from, ProcessState to, int tries, int pid, boolean expected) implements Note {}

    /** Begin an attempt to start; forget the last one's error and exit status. */
    record Spawn() implements Deed {}

    /**
     * Send a signal.
     *
     * @param pid the child
     * @param toGroup whether its whole process group gets it
     */
    record Kill(int pid, int signal, boolean toGroup) implements Deed {}

    /** Remember the exit code that {@code getProcessInfo} shows. */
    record KeepExitCode(int code) implements Note {}

    /** Remember why it does not run. */
    record KeepSpawnError(String text) implements Note {}

    /** Write a line to the daemon's log. */
    record Log(LogLevel level, String text) implements Note {}
}

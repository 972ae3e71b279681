package org.supervisor4j.plugin;

import java.io.IOException;

/** What supervisorctl offers to the commands of plug-ins. */
public interface CtlConsole {
    /**
     * Whether a daemon is there that speaks our API. If not, the user has been told why in the usual words, and the
     * exit code is set: the command has only to return.
     *
     * @throws IOException for what has no words of its own
     */
    boolean isServerUp() throws IOException;

    /**
     * Calls a method of the daemon and waits for its answer.
     *
     * @param method with its namespace: {@code supervisor.getPID}
     * @param params strings, integers and booleans
     * @return a String, an Integer, a Boolean, an {@code Object[]} or a {@code Map} of these
     * @throws org.supervisor4j.model.RpcFault if the daemon says no
     * @throws IOException if there is no answer
     */
    Object call(String method, Object... params) throws IOException;

    /** Prints a line. On a terminal control characters are made harmless. */
    void print(String line);

    /** Carries out a line as if it had been typed. */
    void execute(String line);

    /** Has supervisorctl end with exit code 1. */
    void fail();
}

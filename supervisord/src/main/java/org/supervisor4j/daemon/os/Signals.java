package org.supervisor4j.daemon.os;

/**
 * Signals to others, and signals to us. A signal that we {@link #catchSignal catch} makes a descriptor readable, so
 * that the control loop sees signals as it sees everything else.
 */
public interface Signals extends AutoCloseable {
    /**
     * Sends a signal.
     *
     * @param pid the process, or the negated process group
     * @throws OsException ESRCH, EPERM
     */
    void kill(int pid, int signal) throws OsException;

    /** From now on the signal makes the returned descriptor readable instead of doing what it would do. */
    int catchSignal(int signal) throws OsException;

    /** From now on the signal does nothing (and children start with it reset, SIGPIPE and SIGXFSZ excepted). */
    void ignore(int signal) throws OsException;

    /** How often the signal came since the last call; makes the descriptor unreadable again. */
    long take(int descriptor);

    /** Restores what was before; closes the descriptors. */
    @Override
    void close();
}

package org.supervisor4j.daemon.os;

/** A system call that failed. The message reads {@code cannot open /var/log/x: EACCES (Permission denied)}. */
public final class OsException extends Exception {
    private final String operation;
    private final transient Errno errno;

    /**
     * @param operation what was tried, as a verb: {@code open}, {@code bind}
     * @param object what it was tried on: a path, a pid, a user
     */
    public OsException(String operation, String object, Errno errno) {
        super("cannot " + operation + " " + object + ": " + errno.name() + " (" + errno.text() + ")");
        this.operation = operation;
        this.errno = errno;
    }

    /** What was tried. */
    public String operation() {
        return operation;
    }

    public Errno errno() {
        return errno;
    }
}

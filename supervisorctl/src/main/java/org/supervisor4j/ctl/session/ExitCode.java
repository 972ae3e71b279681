package org.supervisor4j.ctl.session;

/**
 * The exit codes, by the names that the LSB gives to an init script's. For {@code status} the LSB has names of its own
 * for some of the numbers.
 */
public enum ExitCode {
    SUCCESS(0),
    GENERIC(1),
    INVALID_ARGS(2),
    /** The daemon does not know the {@code supervisor.*} methods. */
    UNIMPLEMENTED_FEATURE(3),
    /** {@code status}: one of the shown processes does not run. */
    STATUS_NOT_RUNNING(3),
    /** The connection was refused. */
    INSUFFICIENT_PRIVILEGES(4),
    /** {@code status}: an unknown name, or nobody to ask. */
    STATUS_UNKNOWN(4),
    /** The daemon speaks another version of the API. */
    NOT_INSTALLED(5),
    /** A process died when it should have run; or there is no socket. */
    NOT_RUNNING(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit code of the program. */
    public int number() {
        return number;
    }
}

package org.supervisor4j.daemon.os.posix.libc;

import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/** Error numbers with the names and words that people know them by: those of jnr-constants, which are Python's too. */
public final class Errors {
    private Errors() {}

    /** @param number positive, as in {@code errno} */
    public static Errno errno(int number) {
        jnr.constants.platform.Errno known = jnr.constants.platform.Errno.valueOf(number);
        if (number <= 0 || known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__) {
            return new Errno(number, "E" + number, "Unknown error " + number);
        }
        return new Errno(number, known.name(), known.description());
    }

    /**
     * The result of a call to {@link LibC}, which is a negated error number if it failed.
     *
     * @param operation what was tried, as a verb
     * @param object what it was tried on
     */
    public static int check(int result, String operation, String object) throws OsException {
        if (result < 0) {
            throw exception(result, operation, object);
        }
        return result;
    }

    /** @param negated a negated error number */
    public static OsException exception(long negated, String operation, String object) {
        return new OsException(operation, object, errno((int) -negated));
    }
}

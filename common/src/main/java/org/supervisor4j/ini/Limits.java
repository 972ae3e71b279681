package org.supervisor4j.ini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a configuration may be. Far more than anybody writes, and little enough that no file, whatever is in it,
 * takes more than 64 MB of memory: the daemon that reads it may be root, and the file somebody else's.
 */
public final class Limits {
    /** Bytes in one file. */
    public static final int FILE = 4 << 20;
    /** Bytes in all files together. */
    public static final int FILES = 8 << 20;
    /** Keys in one file, and in all files together; a section takes as much memory as {@link #SECTION} of them. */
    public static final int KEYS = 150_000;

    static final int SECTION = 4;
    static final String KEYS_TEXT = "keys (a section counts as " + SECTION + ")";
    /** Characters of one value, continuation lines and key included, before and after its expansion. */
    public static final int VALUE = 1 << 20;

    static final int COMPARISONS = 10_000_000;

    private Limits() {}

    /** @throws ConfigException if there is more than the limit allows */
    static void check(long actual, int limit, String what) throws ConfigException {
        check(actual, limit, what, null);
    }

    /** @throws ConfigException if there is more than the limit allows */
    static void check(long actual, int limit, String what, String file, int line) throws ConfigException {
        check(actual, limit, what, new SourcePosition(file, line));
    }

    private static void check(long actual, int limit, String what, @Nullable SourcePosition position)
            throws ConfigException {
        if (actual > limit) {
            String message = "the configuration is too large: more than " + limit + " " + what;
            throw new ConfigException(List.of(new Problem(message, position)));
        }
    }
}

package org.supervisor4j.model;

/** XML-RPC has 32 bits for an integer. */
public final class Int32 {
    private Int32() {}

    /** The number itself, or where it does not fit the one that comes nearest. */
    public static int nearest(long number) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }
}

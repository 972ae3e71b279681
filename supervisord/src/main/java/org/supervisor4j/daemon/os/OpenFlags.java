package org.supervisor4j.daemon.os;

/** The flags of {@code open(2)} that the daemon uses; close-on-exec is always added. Linux, all architectures alike. */
public final class OpenFlags {
    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 0100;
    public static final int EXCLUSIVE = 0200;
    public static final int TRUNCATE = 01000;
    public static final int APPEND = 02000;
    public static final int NON_BLOCKING = 04000;
    /** A terminal that is opened does not become ours. */
    public static final int NO_CONTROLLING_TERMINAL = 0400;
    /** Only a handle on the name: permits {@code status}, with {@link #NO_FOLLOW} also of a symbolic link. */
    public static final int PATH = 010000000;
    /**
     * Not a bit of the kernel's: the implementation translates it, because its number differs between architectures.
     */
    public static final int NO_FOLLOW = 1 << 28;

    /** Only a folder, else ENOTDIR. No bit of the kernel's either. */
    public static final int FOLDER = 1 << 29;

    private OpenFlags() {}
}

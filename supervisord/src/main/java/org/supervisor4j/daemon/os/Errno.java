package org.supervisor4j.daemon.os;

/**
 * An error number of this platform.
 *
 * @param number as the kernel gives it
 * @param name {@code ENOENT}; {@code E<number>} if it has none
 * @param text libc's words for it: {@code No such file or directory}
 */
public record Errno(int number, String name, String text) {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EISDIR = 21;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EPIPE = 32;
    public static final int ENXIO = 6;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ELOOP = 40;
    public static final int ECONNRESET = 104;
    public static final int ENOTCONN = 107;
    public static final int ECONNREFUSED = 111;

    /** Whether there was no descriptor left, for us or for the whole machine. */
    public boolean isWantOfDescriptors() {
        return is(EMFILE) || is(ENFILE);
    }

    public boolean is(int other) {
        return number == other;
    }
}

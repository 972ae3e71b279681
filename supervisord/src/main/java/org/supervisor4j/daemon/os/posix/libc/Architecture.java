package org.supervisor4j.daemon.os.posix.libc;

import org.supervisor4j.daemon.os.UnsupportedPlatformException;

/** The processors that we have machine code for, and where their Linux differs in numbers and layouts. */
public enum Architecture {
    X86_64("x86_64", 0400000, 0200000, 12, 4, 16, 24, 28, 40),
    AARCH64("aarch64", 0100000, 040000, 16, 8, 20, 16, 24, 32);

    /** The size of the kernel's {@code struct stat}, the larger of the two. */
    public static final int STAT_SIZE = 144;

    /** As {@code uname -m} and our resources have it. */
    final String id;

    /** O_NOFOLLOW of {@code open(2)}. */
    public final int noFollow;

    /** O_DIRECTORY of {@code open(2)}. */
    public final int directory;

    /** The size of {@code struct epoll_event}: packed on x86_64 only. */
    public final int epollEventSize;

    /** Where {@code epoll_event.data} begins. */
    public final int epollDataOffset;

    /** Where {@code st_nlink} begins in the kernel's {@code struct stat}; its first four bytes are enough. */
    public final int statLinksOffset;

    /** Where {@code st_mode} begins in the kernel's {@code struct stat}. */
    public final int statModeOffset;

    /** Where {@code st_uid} begins in the kernel's {@code struct stat}; {@code st_gid} is next to it. */
    public final int statUidOffset;

    /** Where {@code st_rdev} begins in the kernel's {@code struct stat}: which device a device file stands for. */
    public final int statDeviceOffset;

    Architecture(
            String id,
            int noFollow,
            int directory,
            int epollEventSize,
            int epollDataOffset,
            int statLinksOffset,
            int statModeOffset,
            int statUidOffset,
            int statDeviceOffset) {
        this.id = id;
        this.noFollow = noFollow;
        this.directory = directory;
        this.epollEventSize = epollEventSize;
        this.epollDataOffset = epollDataOffset;
        this.statLinksOffset = statLinksOffset;
        this.statModeOffset = statModeOffset;
        this.statUidOffset = statUidOffset;
        this.statDeviceOffset = statDeviceOffset;
    }

    /** What this JVM runs on. */
    public static Architecture current() throws UnsupportedPlatformException {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * @param osName as in the system property {@code os.name}
     * @param osArch as in the system property {@code os.arch}
     */
    public static Architecture of(String osName, String osArch) throws UnsupportedPlatformException {
        if (osName.equals("Linux")) {
            switch (osArch) {
                case "amd64", "x86_64" -> {
                    return X86_64;
                }
                case "aarch64", "arm64" -> {
                    return AARCH64;
                }
                default -> {}
            }
        }
        throw new UnsupportedPlatformException("supervisord cannot start programs on " + osName + " on " + osArch
                + ": it has code for Linux on x86_64 and aarch64 (64 bits) only; run it on one of those");
    }
}

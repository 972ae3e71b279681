package org.supervisor4j.daemon.os.posix.libc;

/** The system calls that a spawn is made of, and those that libc has no function for, with their numbers. */
public enum Syscall {
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    SETPGID(109, 154),
    DUP3(292, 24),
    FCNTL(72, 25),
    CLOSE_RANGE(436, 436),
    PRLIMIT64(302, 261),
    SETGROUPS(116, 159),
    SETRESGID(119, 149),
    SETRESUID(117, 147),
    CHDIR(80, 49),
    UMASK(95, 166),
    EXECVE(59, 221),
    KILL(62, 129),
    FSTAT(5, 80),
    FSTATFS(138, 44),
    IOCTL(16, 29),
    PPOLL(271, 73),
    RECVMSG(47, 212),
    GETSOCKNAME(51, 204),
    NEWFSTATAT(262, 79),
    GETDENTS64(217, 61),
    CLOCK_GETTIME(228, 113);

    private final int x86;
    private final int aarch64;

    Syscall(int x86, int aarch64) {
        this.x86 = x86;
        this.aarch64 = aarch64;
    }

    public int on(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> aarch64;
        };
    }
}

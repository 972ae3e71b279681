package org.supervisor4j.daemon.os.posix;

import java.util.OptionalInt;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** Our own process by way of libc. Any thread; what is changed, changes for all threads. */
final class PosixHost implements Host {
    private static final int X_OK = 1;
    private static final int AT_FDCWD = -100;
    private static final int FOLLOW_LINKS = 0;
    private static final int CLOCK_BOOTTIME = 7;

    /** USER_HZ, as in {@link ProcfsProcessTable}. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long NANOS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;

    /** Linux's HOST_NAME_MAX and a NUL, rounded up. */
    private static final int NAME_SIZE = 128;

    private final LibC libc;
    private final Architecture architecture;

    PosixHost(LibC libc, Architecture architecture) {
        this.libc = libc;
        this.architecture = architecture;
    }

    @Override
    public int pid() {
        return libc.getpid();
    }

    // Not from /proc/uptime, which some containers show as their own.
    @Override
    public long ticks() {
        try (NativeBlock timespec = libc.allocate(2 * Long.BYTES)) {
            libc.syscall(Syscall.CLOCK_GETTIME.on(architecture), CLOCK_BOOTTIME, timespec.address(), 0);
            long seconds = timespec.bytes().getLong(0);
            long nanos = timespec.bytes().getLong(Long.BYTES);
            return seconds * TICKS_PER_SECOND + nanos / NANOS_PER_TICK;
        }
    }

    @Override
    public String nodeName() {
        try (NativeBlock name = libc.allocate(NAME_SIZE)) {
            libc.gethostname(name.address(), NAME_SIZE - 1);
            return NativeText.decode(name.string(0));
        }
    }

    @Override
    public void showAs(String program, int arguments) {
        new ProcessTitle(libc).set(program, arguments);
    }

    @Override
    public int umask(int mask) {
        return libc.umask(mask);
    }

    @Override
    public void chdir(String directory) throws OsException {
        try (NativeBlock path = NativeText.path(libc, directory, "change into")) {
            Errors.check(libc.chdir(path.address()), "change into", directory);
        }
    }

    @Override
    public void setsid() throws OsException {
        Errors.check(libc.setsid(), "start a session with", "process " + pid());
    }

    // The system call, because older versions of libc have no such function.
    @Override
    public OptionalInt fileMode(String path) {
        try (NativeBlock name = NativeText.path(libc, path, "look at");
                NativeBlock stat = libc.allocate(Architecture.STAT_SIZE)) {
            int number = Syscall.NEWFSTATAT.on(architecture);
            int result = libc.syscall(number, AT_FDCWD, name.address(), stat.address(), FOLLOW_LINKS);
            return result < 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(stat.bytes().getInt(architecture.statModeOffset));
        } catch (OsException e) {
            // No file can have such a name.
            return OptionalInt.empty();
        }
    }

    @Override
    public boolean isExecutable(String path) {
        try (NativeBlock name = NativeText.path(libc, path, "execute")) {
            return libc.access(name.address(), X_OK) == 0;
        } catch (OsException e) {
            // No file can have such a name.
            return false;
        }
    }

    @Override
    public void duplicate(int descriptor, int target) throws OsException {
        int result;
        do {
            result = libc.dup2(descriptor, target);
        } while (result == -Errno.EINTR);
        Errors.check(result, "duplicate descriptor " + descriptor + " as", String.valueOf(target));
    }
}

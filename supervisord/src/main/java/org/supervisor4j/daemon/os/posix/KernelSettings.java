package org.supervisor4j.daemon.os.posix;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** What spawning has to know of the running kernel. */
class KernelSettings {
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final long LAST_DESCRIPTOR = 0xFFFF_FFFFL;
    private static final int MARGIN = 64;
    private static final String ALL_USERS = "4294967295";

    private final boolean closeRange;

    KernelSettings(LibC libc, Architecture architecture) {
        // The very last descriptor, which nobody has: nothing happens, unless the call or its flag is unknown (before
        // Linux 5.11), or forbidden (some containers).
        int result = libc.syscall(
                Syscall.CLOSE_RANGE.on(architecture), LAST_DESCRIPTOR, LAST_DESCRIPTOR, CLOSE_RANGE_CLOEXEC);
        closeRange = result == 0;
    }

    /**
     * The uid that files have whose owner our user namespace does not know; {@link SafePaths#NONE} where it knows all.
     */
    static int uidOfAnybody() {
        try {
            String[] first = firstLine("/proc/self/uid_map").split("\\s+", -1);
            boolean knowsAll = first[first.length - 1].equals(ALL_USERS);
            return knowsAll ? SafePaths.NONE : Integer.parseInt(firstLine("/proc/sys/kernel/overflowuid"));
        } catch (IOException noNamespaces) {
            return SafePaths.NONE;
        }
    }

    /** By one read: a number in {@code /proc/sys} is given out whole, or cut off. */
    private static String firstLine(String file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(file))) {
            return Objects.requireNonNullElse(reader.readLine(), "").strip();
        }
    }

    /** Whether one call makes all descriptors close on exec. */
    boolean hasCloseRange() {
        return closeRange;
    }

    /**
     * A number that no descriptor of the daemon reaches, with room for those that other threads open while we spawn.
     * Java's own descriptors (sockets above all) do not close on exec, and those that we inherited need not either.
     */
    int descriptorsEnd() {
        int highest = 2;
        String[] names = new File("/proc/self/fd").list();
        if (names != null) {
            for (String name : names) {
                highest = Math.max(highest, Integer.parseInt(name));
            }
        }
        return highest + 1 + MARGIN;
    }

    /**
     * Whether a process that has changed its user may be traced by that user ({@code fs.suid_dumpable} is 1). Asked
     * each time: it can change while we run.
     */
    boolean everyProcessIsDumpable() {
        try {
            return Files.readString(Path.of("/proc/sys/fs/suid_dumpable")).startsWith("1");
        } catch (IOException e) {
            // Not known is not safe.
            return true;
        }
    }
}

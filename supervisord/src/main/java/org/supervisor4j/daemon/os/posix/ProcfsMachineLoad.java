package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.supervisor4j.daemon.os.MachineLoad;

/** From {@code proc(5)}. */
final class ProcfsMachineLoad implements MachineLoad {
    private static final Path LOADAVG = Path.of("/proc/loadavg");
    private static final Path OWN = Path.of("/proc/self/stat");

    /** The kernel's USER_HZ is 100 on the processors that we run on. */
    private static final int MILLIS_PER_TICK = 10;

    // The fourth field, as in "0.20 0.18 0.12 1/80 11206".
    @Override
    public int runnableThreads() {
        try {
            String line = Files.readString(LOADAVG, ISO_8859_1);
            int slash = line.indexOf('/');
            return Integer.parseInt(line, line.lastIndexOf(' ', slash) + 1, slash, 10);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException untold) {
            return Integer.MAX_VALUE;
        }
    }

    // Fields 14 and 15, utime and stime; the second is our name in parentheses, and the third follows them.
    @Override
    public long ownMillis() {
        try {
            String line = Files.readString(OWN, ISO_8859_1);
            String[] fromThird = line.substring(line.lastIndexOf(')') + 2).split(" ", 14);
            return MILLIS_PER_TICK * (Long.parseLong(fromThird[11]) + Long.parseLong(fromThird[12]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException untold) {
            return 0;
        }
    }
}

package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.supervisor4j.daemon.os.MachineLoad;

/** From {@code proc(5)}. */
final class ProcfsMachineLoad implements MachineLoad {
    private static final Path LOADAVG = Path.of("/proc/loadavg");
    private static final Path UPTIME = Path.of("/proc/uptime");

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

    // The second field, in seconds with two decimals, as in "5462.12 9821.94".
    @Override
    public long idleMillis() {
        try {
            String line = Files.readString(UPTIME, ISO_8859_1);
            String digits = line.substring(line.indexOf(' ') + 1).strip().replace(".", "");
            return 10 * Long.parseLong(digits);
        } catch (IOException | NumberFormatException untold) {
            return 0;
        }
    }
}

package org.supervisor4j.daemon.os.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.MachineLoad;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

/** From {@code proc(5)}. */
final class ProcfsMachineLoad implements MachineLoad {
    private static final Path LOADAVG = Path.of("/proc/loadavg");

    private final ProcfsProcessTable processes;

    ProcfsMachineLoad(ProcfsProcessTable processes) {
        this.processes = processes;
    }

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

    @Override
    public long ownMillis() {
        Entry own = processes.own();
        return own == null ? 0 : TimeUnit.NANOSECONDS.toMillis(own.cpuNanos());
    }
}

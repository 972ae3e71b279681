package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/** The file with our pid. It is written even over another daemon's: containers restart with stale ones. */
final class PidFile {
    private static final int MODE = 0666;

    private final PosixSystem system;
    private final String path;
    private boolean written;

    PidFile(PosixSystem system, String path) {
        this.system = system;
        this.path = path;
    }

    /** Writes it; a failure is a line in the log and no more, as in the original. */
    void write(ActivityLog log) {
        warnOfAnother(log);
        int pid = system.host().pid();
        try {
            int descriptor = system.paths().open(path, OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE, MODE);
            try {
                byte[] line = (pid + "\n").getBytes(StandardCharsets.US_ASCII);
                system.descriptors()
                        .write(
                                descriptor,
                                ByteBuffer.allocateDirect(line.length).put(line).flip());
            } finally {
                system.descriptors().close(descriptor);
            }
            written = true;
            log.info("supervisord started with pid " + pid);
        } catch (OsException refused) {
            log.critical("could not write pidfile " + path);
            log.warn("the reason: " + refused.getMessage());
        }
    }

    private void warnOfAnother(ActivityLog log) {
        alive().filter(pid -> pid != system.host().pid())
                .ifPresent(pid -> log.warn("pidfile " + path + " named the process " + pid
                        + ", which is alive; if that is another supervisord, it has lost its pid file now"));
    }

    /** The process that the file names, if it is there and names one. */
    private Optional<Integer> alive() {
        try {
            String text = Files.readString(Path.of(path)).strip();
            return text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty()
                    ? Optional.of(Integer.valueOf(text)).filter(pid -> Files.exists(Path.of("/proc/" + pid)))
                    : Optional.empty();
        } catch (IOException noSuchFile) {
            return Optional.empty();
        }
    }

    /** Removes it if it is ours. */
    void remove() {
        if (written) {
            try {
                Files.deleteIfExists(Path.of(path));
            } catch (IOException notOurs) {
                // Its folder may have become another user's since we gave up root: it stays, as in the original.
                written = false;
            }
        }
    }
}

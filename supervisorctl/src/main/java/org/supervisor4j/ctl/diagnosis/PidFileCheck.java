package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.diagnosis.LocalProcess;
import org.supervisor4j.diagnosis.LocalUsers;

/**
 * The testimony of the daemon's pid file about a daemon that does not answer.
 *
 * @param daemon the supervisord that it names; null if it names none
 */
record PidFileCheck(DoctorFinding finding, @Nullable LocalProcess daemon) {
    /** More than any process id, and all that is read. */
    private static final int LONGEST = 20;

    static PidFileCheck look(Path file) {
        String pid;
        try {
            // A FIFO would let us wait, a device would never end.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new PidFileCheck(
                        DoctorFinding.warning("the pid file " + file + " is no ordinary file, so it says nothing"),
                        null);
            }
            pid = content(file);
        } catch (NoSuchFileException e) {
            return new PidFileCheck(
                    DoctorFinding.warning(
                            "no pid file " + file + ", so supervisord is not running with this configuration"),
                    null);
        } catch (AccessDeniedException e) {
            return new PidFileCheck(
                    DoctorFinding.warning(LocalUsers.me() + " may not read the pid file " + file), null);
        } catch (IOException e) {
            return new PidFileCheck(
                    DoctorFinding.warning("the pid file " + file + " cannot be read: " + e.getMessage()), null);
        }
        if (!pid.matches("[0-9]{1,9}")) {
            return new PidFileCheck(DoctorFinding.warning("the pid file " + file + " holds no process id"), null);
        }
        return about(file, LocalProcess.of(Integer.parseInt(pid)));
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            return content.length > LONGEST ? "" : new String(content, StandardCharsets.US_ASCII).strip();
        }
    }

    private static PidFileCheck about(Path file, LocalProcess process) {
        String says = "the pid file " + file + " says " + process.pid() + ", ";
        if (!process.isThere()) {
            return new PidFileCheck(
                    DoctorFinding.bad(says + "but there is no such process: supervisord has died or was killed"), null);
        }
        if (!process.isSupervisord()) {
            return new PidFileCheck(DoctorFinding.bad(says + "but that is another program: " + process), null);
        }
        return process.isHalted()
                ? new PidFileCheck(
                        DoctorFinding.bad(says + "which is stopped, by a signal or a debugger, and does nothing: "
                                + process + "; kill -CONT " + process.pid() + " lets it go on"),
                        process)
                : new PidFileCheck(DoctorFinding.ok(says + "which runs: " + process), process);
    }
}

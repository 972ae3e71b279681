package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the daemon's pid file tells about a daemon that does not answer. */
final class PidFile {
    private static final int LONGEST = 20;

    private PidFile() {}

    static Finding look(Path file) {
        String pid;
        try {
            byte[] content = Files.readAllBytes(file);
            pid = content.length > LONGEST
                    ? ""
                    : new String(content, java.nio.charset.StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return Finding.warning("no pid file " + file + ", so supervisord is not running with this configuration");
        }
        if (pid.isEmpty() || !pid.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Finding.warning("the pid file " + file + " holds no process id");
        }
        String commandLine = PortOwner.commandLine(Path.of("/proc", pid));
        if (commandLine.isEmpty()) {
            return Finding.bad("the pid file " + file + " says " + pid + ", but there is no such process: supervisord"
                    + " has died or was killed");
        }
        return commandLine.contains("supervisord")
                ? Finding.ok("the pid file " + file + " says " + pid + ", which runs: " + commandLine)
                : Finding.bad(
                        "the pid file " + file + " says " + pid + ", but that is another program: " + commandLine);
    }
}

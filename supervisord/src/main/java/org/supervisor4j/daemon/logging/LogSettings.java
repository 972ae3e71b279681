package org.supervisor4j.daemon.logging;

import org.supervisor4j.model.LogLevel;

/**
 * Where the daemon's log goes and what is in it.
 *
 * @param logfile a path, or {@code syslog} for the system's log
 * @param maxbytes rotate when the file has reached this size; 0 or less = never
 * @param backups how many rotated files are kept
 * @param level the least urgent level that is written
 * @param copyToStdout whether every line goes to our standard output, too (in the foreground, unless silent)
 */
public record LogSettings(String logfile, long maxbytes, int backups, LogLevel level, boolean copyToStdout) {
    boolean isSyslog() {
        return logfile.equals("syslog");
    }
}

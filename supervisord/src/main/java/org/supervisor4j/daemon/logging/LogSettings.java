package org.supervisor4j.daemon.logging;

import org.supervisor4j.model.LogLevel;

/**
 * Where the daemon's log goes and what is in it.
 *
 * @param logfile a path, or {@code syslog} for the system's log
 * @param maxbytes rotate when the file has reached this size; 0 or less = never
 * @param backups how many rotated files are kept
 * @param level the least urgent level that is written
 * @param copyTo the descriptor that every line goes to as well: standard output in the foreground, unless silent, and
 *     standard error in a container; {@link #NOWHERE}
 */
public record LogSettings(String logfile, long maxbytes, int backups, LogLevel level, int copyTo) {
    /** There is no copy. */
    public static final int NOWHERE = -1;

    /** One that is copied to standard output, or not. */
    public LogSettings(String logfile, long maxbytes, int backups, LogLevel level, boolean copyToStdout) {
        this(logfile, maxbytes, backups, level, copyToStdout ? 1 : NOWHERE);
    }

    boolean isSyslog() {
        return logfile.equals("syslog");
    }
}

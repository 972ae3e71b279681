package org.supervisor4j.daemon.config;

import org.supervisor4j.daemon.os.FileAccess;

/**
 * One of a process's two output channels.
 *
 * @param maxbytes rotate when the file has reached this size; 0 or less = never
 * @param backups how many rotated files are kept
 * @param captureMaxbytes size of the capture buffer of PROCESS_COMMUNICATION events; 0 = no capture
 * @param access mode and owner of the log file
 * @param format of the log file; syslog and events get the output as it is
 */
public record OutputConfig(
        LogTarget logfile,
        long maxbytes,
        int backups,
        boolean syslog,
        long captureMaxbytes,
        boolean eventsEnabled,
        FileAccess access,
        LogFormat format) {
    /** The same with another log. */
    OutputConfig withLogfile(LogTarget other) {
        return new OutputConfig(other, maxbytes, backups, syslog, captureMaxbytes, eventsEnabled, access, format);
    }
}

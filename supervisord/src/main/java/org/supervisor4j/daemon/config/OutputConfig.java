package org.supervisor4j.daemon.config;

/**
 * One of a process's two output channels.
 *
 * @param maxbytes rotate when the file has reached this size; 0 or less = never
 * @param backups how many rotated files are kept
 * @param captureMaxbytes size of the capture buffer of PROCESS_COMMUNICATION events; 0 = no capture
 */
public record OutputConfig(
        LogTarget logfile, long maxbytes, int backups, boolean syslog, long captureMaxbytes, boolean eventsEnabled) {}

package org.supervisor4j.daemon.sink;

import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.SyslogSocketFactory;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.os.files.LogStarts;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * What sinks are made with.
 *
 * @param starts told where each file of a log begins
 * @param syslog the way to the system's log
 * @param problems where failures to write are told, once for each burst
 */
public record SinkSystem(
        Descriptors descriptors,
        SafePaths paths,
        LogStarts starts,
        SyslogSocketFactory syslog,
        Monotonic monotonic,
        WallClock wallClock,
        ActivityLog problems) {}

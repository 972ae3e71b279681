package org.supervisor4j.daemon.sink;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.os.files.LogStarts;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * What sinks are made with.
 *
 * @param starts told where each file of a log begins
 * @param syslog makes ways to the system's log; cannot fail, because connecting happens at the first message
 * @param targets what several logs may be written to
 * @param problems where failures to write are told, once for each burst
 * @param lost counts the bytes that no log could take
 */
public record SinkSystem(
        Descriptors descriptors,
        SafePaths paths,
        LogStarts starts,
        Supplier<MessageSocket> syslog,
        Monotonic monotonic,
        WallClock wallClock,
        SharedTargets targets,
        ActivityLog problems,
        LongAdder lost) {
    /** One that counts for nobody. */
    public SinkSystem(
            Descriptors descriptors,
            SafePaths paths,
            LogStarts starts,
            Supplier<MessageSocket> syslog,
            Monotonic monotonic,
            WallClock wallClock,
            SharedTargets targets,
            ActivityLog problems) {
        this(descriptors, paths, starts, syslog, monotonic, wallClock, targets, problems, new LongAdder());
    }
}

package org.supervisor4j.daemon.process;

import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;

/**
 * Where a process's output goes, AUTO names made.
 *
 * @param stdout empty = no file
 * @param stderr empty = no file
 */
public record LogPaths(String stdout, String stderr) {
    /** Makes the file of an AUTO log and says where it is. Touches the disk: not for the control loop. */
    @FunctionalInterface
    public interface AutoLogMaker {
        String make(String processName, Channel channel) throws OsException;
    }

    /** The paths of a process's logs. AUTO logs are made now, and kept as long as the process's group. */
    public static LogPaths of(ProcessConfig process, AutoLogMaker autoLogs) throws OsException {
        return new LogPaths(
                path(process.name(), process.stdout().logfile(), Channel.STDOUT, autoLogs),
                process.redirectStderr()
                        ? ""
                        : path(process.name(), process.stderr().logfile(), Channel.STDERR, autoLogs));
    }

    private static String path(String process, LogTarget target, Channel channel, AutoLogMaker autoLogs)
            throws OsException {
        if (target instanceof LogTarget.File file) {
            return file.path();
        }
        return target instanceof LogTarget.Auto ? autoLogs.make(process, channel) : "";
    }

    String of(Channel channel) {
        return channel == Channel.STDOUT ? stdout : stderr;
    }
}

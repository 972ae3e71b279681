package org.supervisor4j.daemon.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.MainLog;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.sink.DescriptorSink;
import org.supervisor4j.daemon.sink.OutputSink;
import org.supervisor4j.daemon.sink.RotatingFileSink;
import org.supervisor4j.daemon.sink.SharedTargets;
import org.supervisor4j.daemon.sink.SinkSystem;
import org.supervisor4j.daemon.sink.SyslogSink;
import org.supervisor4j.model.LogLevel;

/**
 * The daemon's log. The calling thread formats the line, with the time of that moment, and puts it into a queue; the
 * thread {@code log-writer} does the rest. So no caller ever waits for a disk, a terminal or a pipe.
 *
 * <p>Any thread may call anything. The futures are completed by {@code log-writer}.
 */
public final class DaemonLog implements ActivityLog, MainLog, AutoCloseable {
    private static final String IDENT = "supervisord";
    private static final int STDOUT = 1;
    private static final long MOST_MILLIS_TO_CLOSE = TimeUnit.SECONDS.toMillis(5);

    private final LogSettings settings;
    private final SinkSystem system;
    private final Poller poller;
    private final ActivityLayout layout = new ActivityLayout();
    private final LogQueue queue = new LogQueue();
    private final LogWriter writer;
    private final Thread thread;

    /**
     * Opens the log and starts to write it.
     *
     * @param systemOf makes the sinks' system, given where sinks tell of problems: this log itself
     * @throws OsException if the file can't be opened: the daemon should not start then
     */
    public static DaemonLog open(
            LogSettings settings, PollerFactory pollers, Function<ActivityLog, SinkSystem> systemOf)
            throws OsException {
        DaemonLog log = new DaemonLog(settings, pollers, systemOf);
        log.thread.start();
        LibraryLogs.sendTo(log);
        return log;
    }

    private DaemonLog(LogSettings settings, PollerFactory pollers, Function<ActivityLog, SinkSystem> systemOf)
            throws OsException {
        this.settings = settings;
        this.system = systemOf.apply(this);
        this.poller = pollers.open();
        try {
            this.writer = new LogWriter(
                    queue,
                    poller,
                    openTargets(),
                    system.monotonic(),
                    this::lostLine,
                    error -> critical("unexpected error while writing the log: " + error));
        } catch (OsException e) {
            poller.close();
            throw e;
        }
        this.thread = new Thread(writer, "log-writer");
        this.thread.setDaemon(true);
    }

    private List<LogWriter.Target> openTargets() throws OsException {
        List<LogWriter.Target> targets = new ArrayList<>();
        int copy = settings.copyTo();
        if (settings.isSyslog()) {
            targets.add(new LogWriter.Target(new SyslogSink(IDENT, "", system), true));
        } else {
            RotatingFileSink file = openFile();
            targets.add(new LogWriter.Target(file, false));
            // Else every line would be seen twice.
            copy = copy >= 0 && file.isSameAs(copy) ? LogSettings.NOWHERE : copy;
        }
        if (copy >= 0) {
            String name = copy == STDOUT ? "standard output" : "standard error";
            targets.add(new LogWriter.Target(new DescriptorSink(copy, name, system), false));
        }
        return targets;
    }

    private RotatingFileSink openFile() throws OsException {
        try {
            RotatingFileSink file = new RotatingFileSink(
                    settings.logfile(), settings.maxbytes(), settings.backups(), FileAccess.UNCHANGED, system);
            file.writtenBy(SharedTargets.DAEMON);
            if (system.targets().isNews(file)) {
                warn("rotation is off for " + settings.logfile()
                        + ": it is not a file that can be renamed; set logfile_maxbytes=0 to say so");
            }
            return file;
        } catch (OsException e) {
            throw new OsException("open", "the log file " + settings.logfile(), e.errno());
        }
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return level.number() >= settings.level().number();
    }

    @Override
    public void log(LogLevel level, String message) {
        if (isEnabled(level)) {
            queue.offer(line(level, message));
            poller.wakeup();
        }
    }

    private byte[] line(LogLevel level, String message) {
        String head = layout.head(system.wallClock().millis(), level);
        return (head + message + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] lostLine(long lines) {
        return line(
                LogLevel.CRITICAL,
                lines + " lines of this log are missing here: they came faster than they could be written");
    }

    /** Complete when all that was logged before has been written (or was lost, or is kept for a slow reader). */
    @Override
    public CompletableFuture<Void> flush() {
        return command(() -> {});
    }

    /** Opens the file under its name again, to follow a rename. If that fails, the old one goes on and says so. */
    @Override
    public CompletableFuture<Void> reopen() {
        return command(() -> {
            try {
                for (LogWriter.Target target : writer.targets()) {
                    writer.change(target, OutputSink::reopen);
                }
            } catch (OsException e) {
                error("cannot reopen the log: " + e.getMessage() + "; the old file is written on");
                throw e;
            }
        });
    }

    /**
     * Removes the file and begins a new one.
     *
     * <p>Fails with an {@link OsException}: ENOENT if the file is gone (or the log is the system's).
     */
    // contract: rpcinterface.py, clearLog
    @Override
    public CompletableFuture<Void> clear() {
        return command(() -> {
            // Told by a path that has to exist, not by what is open.
            system.descriptors().close(system.paths().open(settings.logfile(), OpenFlags.PATH, 0));
            writer.change(writer.targets().get(0), OutputSink::clear);
            // One for each target, as in the original; what the file would have of it went with the old one.
            for (LogWriter.Target copy :
                    writer.targets().subList(1, writer.targets().size())) {
                for (int i = 0; i < writer.targets().size(); i++) {
                    writer.write(line(LogLevel.INFO, "reopening log file"), copy);
                }
            }
        });
    }

    /** Something to be done between two lines. */
    @FunctionalInterface
    private interface Action {
        void run() throws OsException;
    }

    private CompletableFuture<Void> command(Action action) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        boolean accepted = queue.offer(() -> {
            try {
                action.run();
                result.complete(null);
            } catch (OsException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        if (accepted) {
            poller.wakeup();
        } else {
            result.complete(null);
        }
        return result;
    }

    /** Writes what was logged before and ends. Later lines are dropped. Waits for a few seconds at most. */
    @Override
    public void close() {
        LibraryLogs.silence();
        if (queue.offer(writer::stop)) {
            poller.wakeup();
        }
        try {
            thread.join(MOST_MILLIS_TO_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

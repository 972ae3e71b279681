package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.LogStream;
import org.supervisor4j.ctl.session.OutputFailedException;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/** Several logs, shown while they grow: a thread and a connection for each. */
final class LogsFollower {
    private final Session session;
    private final List<LogStream> streams = new ArrayList<>();
    private final AtomicReference<@Nullable OutputFailedException> outputFailure = new AtomicReference<>();

    /**
     * Asks where the streams should begin.
     *
     * @param lines how many lines of what is there already are shown
     */
    LogsFollower(Session session, List<LogChannel> channels, int lines) throws IOException {
        this.session = session;
        for (LogChannel channel : channels) {
            @Nullable LogEnd end = end(channel, lines);
            if (end != null) {
                streams.add(new LogStream(session, channel.path(), end.begin(), receiver(channel, end)));
            }
        }
    }

    private @Nullable LogEnd end(LogChannel channel, int lines) throws IOException {
        try {
            return LogEnd.of(session, channel, lines);
        } catch (XmlRpcSyntaxException controlCharacters) {
            return LogEnd.unreadable(session, channel);
        }
    }

    private LogStream.Receiver receiver(LogChannel channel, LogEnd end) {
        LinePrinter printer = new LinePrinter(session.output(), channel.prefix());
        return new LogStream.Receiver() {
            @Override
            public void begin(boolean fromOffset) {
                if (fromOffset) {
                    printer.skipLines(end.skipped());
                } else if (end.size() > LogStream.USUAL_WINDOW) {
                    // from the middle of a line
                    printer.skipLines(1);
                }
            }

            @Override
            public void missing(long bytes) {
                printer.end();
                printer.text("... " + Follow.missingHere(bytes) + " ...\n");
            }

            @Override
            public void text(String text) {
                printer.text(text);
            }

            @Override
            public void end() {
                printer.end();
            }
        };
    }

    /** Shows them until Ctrl-C, or until the daemon has ended all of them. */
    void follow() {
        Follow.untilCtrlC(session, this::closeAll, this::showAll);
    }

    private void showAll() {
        List<Thread> threads = new ArrayList<>();
        for (LogStream stream : streams) {
            Thread thread = new Thread(() -> show(stream), "logs");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeAll();
        }
        OutputFailedException failure = outputFailure.get();
        if (failure != null) {
            throw failure;
        }
    }

    /** Once nobody takes the output (a pipe into head), the other streams end too. */
    private void show(LogStream stream) {
        try {
            stream.show(() -> {});
        } catch (OutputFailedException failure) {
            outputFailure.set(failure);
            closeAll();
        }
    }

    private void closeAll() {
        streams.forEach(LogStream::close);
    }
}

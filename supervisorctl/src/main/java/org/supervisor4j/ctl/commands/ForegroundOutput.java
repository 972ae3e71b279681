package org.supervisor4j.ctl.commands;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.LogStream;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;

/** Both logs of a process in the foreground, each shown by a thread of its own until this is closed. */
final class ForegroundOutput implements AutoCloseable {
    /** How long nothing may come before piped input counts as answered: an idle original daemon looks once a second. */
    private static final long QUIET_MILLIS = 1500;
    /** A program that never pauses does not keep us for ever. */
    private static final int MOST_ROUNDS = 10;

    private final List<LogStream> streams;
    private final Interrupts ctrlC;
    private volatile CountDownLatch shown = new CountDownLatch(1);

    /** From now on Ctrl-C leaves. */
    ForegroundOutput(Session session, String name) {
        this.streams = List.of(
                LogStream.printed(session, "/logtail/" + name + "/stdout"),
                LogStream.printed(session, "/logtail/" + name + "/stderr"));
        Output output = session.output();
        // While a line is edited, the editor tells of Ctrl-C by itself; this is for the calls in between.
        Runnable leave = session.input().isEdited()
                ? Thread.currentThread()::interrupt
                : () -> {
                    streams.forEach(LogStream::close);
                    output.line("Exiting foreground");
                    output.flush();
                    Runtime.getRuntime().halt(session.exitCode().number());
                };
        this.ctrlC = Interrupts.handle(leave);
    }

    void start() {
        for (LogStream stream : streams) {
            Thread thread = new Thread(() -> stream.show(this::countShown), "fg");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void countShown() {
        shown.countDown();
    }

    /** Waits for output that is still to be expected after the last line of piped input. */
    void awaitQuiet() {
        int rounds = 0;
        while (rounds < MOST_ROUNDS && awaitShown()) {
            rounds++;
        }
    }

    private boolean awaitShown() {
        try {
            boolean came = shown.await(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            shown = new CountDownLatch(1);
            return came;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        ctrlC.close();
        for (LogStream stream : streams) {
            stream.close();
        }
    }
}

package org.supervisor4j.ctl.commands;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.LogStream;
import org.supervisor4j.ctl.session.Session;

/** {@code tail -f} and {@code maintail -f}: a log, shown until Ctrl-C. The exit code stays what it was. */
final class Follow {
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private Follow() {}

    /** Says that the text may not be printable, if that is so. */
    static void warnAboutEncoding(Session session) {
        if (!session.output().encoding().isUnicode()) {
            session.output().line(session.output().encoding().warning());
        }
    }

    /** Explains an answer that there is no such log. */
    static void hintOfNoLog(Session session) {
        session.output().flush();
        session.hintOnce("nothing has been written to it yet, or it goes somewhere else, or nowhere: \"avail --json\""
                + " has the settings stdout_logfile and stderr_logfile.");
    }

    static String missingHere(long bytes) {
        return (bytes == 1 ? "1 byte is" : bytes + " bytes are")
                + " missing here: rotated away before they could be read";
    }

    /** @param process whose log that is; empty for the daemon's own */
    static void log(Session session, String path, String process) {
        warnAboutEncoding(session);
        LogStream stream = new LogStream(session, path, LogStream.USUAL_BEGIN, receiver(session, process));
        untilCtrlC(session, stream::close, () -> stream.show(() -> {}));
    }

    /**
     * Shows something until it ends by itself or by Ctrl-C.
     *
     * @param end called at Ctrl-C, on another thread, to let {@code show} return
     */
    static void untilCtrlC(Session session, Runnable end, Runnable show) {
        session.output().line("==> Press Ctrl-C to exit <==");
        session.output().flush();
        AtomicBoolean interrupted = new AtomicBoolean();
        Interrupts ctrlC = Interrupts.handle(() -> {
            interrupted.set(true);
            end.run();
        });
        try {
            show.run();
        } finally {
            ctrlC.close();
        }
        if (interrupted.get()) {
            session.output().line("");
        }
    }

    /** The original's daemon says the same where there is no such process, and where that has no log. */
    private static void hint(Session session, String process) {
        if (Selection.existing(session.known("getAllProcessInfo"), List.of(process))
                .isEmpty()) {
            NameHint.PROCESS.tell(session, process);
        } else {
            hintOfNoLog(session);
        }
    }

    private static LogStream.Receiver receiver(Session session, String process) {
        return new LogStream.Receiver() {
            @Override
            public void text(String text) {
                session.output().text(text);
            }

            @Override
            public void missing(long bytes) {
                session.output().flush();
                Hints.forPeople(session.errors(), "Hint: " + missingHere(bytes));
            }

            @Override
            public void refused(int status) {
                if (!process.isEmpty() && (status == NOT_FOUND || status == GONE)) {
                    hint(session, process);
                }
            }
        };
    }
}

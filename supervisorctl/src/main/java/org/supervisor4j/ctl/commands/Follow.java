package org.supervisor4j.ctl.commands;

import java.util.concurrent.atomic.AtomicBoolean;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.LogStream;
import org.supervisor4j.ctl.session.Session;

/** {@code tail -f} and {@code maintail -f}: a log, shown until Ctrl-C. The exit code stays what it was. */
final class Follow {
    private Follow() {}

    /** Says that the text may not be printable, if that is so. */
    static void warnAboutEncoding(Session session) {
        if (!session.output().encoding().isUnicode()) {
            session.output().line(session.output().encoding().warning());
        }
    }

    static void log(Session session, String path) {
        warnAboutEncoding(session);
        session.output().line("==> Press Ctrl-C to exit <==");
        session.output().flush();
        AtomicBoolean interrupted = new AtomicBoolean();
        LogStream stream = LogStream.printed(session, path);
        Interrupts ctrlC = Interrupts.handle(() -> {
            interrupted.set(true);
            stream.close();
        });
        try {
            stream.show(() -> {});
        } finally {
            ctrlC.close();
        }
        if (interrupted.get()) {
            session.output().line("");
        }
    }
}

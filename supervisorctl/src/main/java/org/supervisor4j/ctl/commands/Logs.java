package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/** {@code logs}, which the original does not have: the logs of several processes in one, each line with its origin. */
final class Logs extends BuiltInCommand {
    /** The largest number for {@code -n}. */
    private static final int MOST_LINES = 100_000;

    Logs() {
        super("logs", "show logs of several processes", Completion.PROCESSES, "all -f -n", """
            logs [-f] [-n LINES] <name> [...]
            \t\t\tShow the last lines (10) of processes and groups; what comes
            \t\t\tfrom standard error has ! after the name instead of |
            logs -f <name> [...]\tGo on with what is added, until Ctrl-C
            logs -n 50 all\t\tLast 50 lines of each log of every process\
            """);
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        session.giveUpOnSilence();
        if (!session.isServerUp()) {
            return;
        }
        LogsOptions options = LogsOptions.parse(PythonWhitespace.split(argument), MOST_LINES);
        if (!options.complaint().isEmpty()) {
            complain(session, options.complaint());
            return;
        }
        List<Struct> processes = Selection.of(
                session,
                Struct.listOf(session.call("getAllProcessInfo")),
                options.names(),
                session.output(),
                ExitCode.GENERIC);
        List<LogChannel> channels = channels(session, processes);
        Follow.warnAboutEncoding(session);
        if (options.isFollowing()) {
            if (!channels.isEmpty()) {
                new LogsFollower(session, channels, options.lines()).follow();
            }
        } else {
            show(session, channels, options.lines());
        }
    }

    private static List<LogChannel> channels(Session session, List<Struct> processes) {
        int width = 0;
        for (Struct process : processes) {
            width = Math.max(width, process.name().length());
        }
        boolean coloured = session.output().isColoured();
        List<LogChannel> channels = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            List<LogChannel> logs = LogChannel.of(processes.get(i), new LinePrefix(i, width, coloured));
            if (logs.isEmpty()) {
                session.fail(processes.get(i).name() + ": ERROR (no log file)");
            }
            channels.addAll(logs);
        }
        return channels;
    }

    private static void show(Session session, List<LogChannel> channels, int lines) throws IOException {
        for (LogChannel channel : channels) {
            try {
                @Nullable LogEnd end = LogEnd.of(session, channel, lines);
                if (end != null) {
                    LinePrinter printer = new LinePrinter(session.output(), channel.prefix());
                    printer.text(end.text());
                    printer.end();
                }
            } catch (XmlRpcSyntaxException controlCharacters) {
                session.fail(channel.process() + ": ERROR (unknown error reading log)");
            }
        }
    }
}

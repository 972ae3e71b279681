package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code tail}: the end of a process's log. */
final class Tail implements Command {
    private static final int MOST_WORDS = 3;

    @Override
    public String name() {
        return "tail";
    }

    @Override
    public List<String> help() {
        return List.of(
                "tail [-f] <name> [stdout|stderr] (default stdout)",
                "Ex:",
                "tail -f <name>\t\tShow the standard output of a process, and go on with what is added",
                "\t\t\tuntil Ctrl-C.",
                "tail -100 <name>\tlast 100 *bytes* of its standard output",
                "tail <name> stderr\tlast 1600 *bytes* of its standard error");
    }

    @Override
    public Completion completion() {
        return Completion.PROCESSES;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> words = PythonWhitespace.split(argument);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            Help.complain(
                    session, this, words.isEmpty() ? "too few arguments" : "too many arguments", ExitCode.GENERIC);
            return;
        }
        String modifier = words.get(0).startsWith("-") ? words.get(0) : "";
        List<String> names = modifier.isEmpty() ? words : words.subList(1, words.size());
        if (names.isEmpty()) {
            complain(session, "tail requires process name");
            return;
        }
        String channel =
                names.size() == 1 ? "stdout" : names.get(names.size() - 1).toLowerCase(Locale.ROOT);
        if (!channel.equals("stdout") && !channel.equals("stderr")) {
            complain(session, "bad channel " + PythonRepr.of(channel));
        } else {
            tail(session, names.get(0), channel, modifier);
        }
    }

    private static void tail(Session session, String name, String channel, String modifier) throws IOException {
        if (modifier.equals("-f")) {
            Follow.log(session, "/logtail/" + name + "/" + channel, name);
            return;
        }
        TailLength length = TailLength.of(modifier);
        if (length == null) {
            complain(session, "bad argument " + modifier);
            return;
        }
        Follow.warnAboutEncoding(session);
        String method = channel.equals("stdout") ? "readProcessStdoutLog" : "readProcessStderrLog";
        try {
            session.output().line(Struct.textOf(session.call(method, name, length.offset(), 0)));
        } catch (RpcFault fault) {
            tell(session, name, fault);
        }
    }

    private static void tell(Session session, String name, RpcFault fault) {
        if (fault.is(Fault.NO_FILE)) {
            session.output().line(name + ": ERROR (no log file)");
            Follow.hintOfNoLog(session);
        } else if (fault.is(Fault.FAILED)) {
            session.output().line(name + ": ERROR (unknown error reading log)");
        } else if (fault.is(Fault.BAD_NAME)) {
            session.output().line(name + ": ERROR (no such process name)");
            NameHint.PROCESS.tell(session, name);
        } else {
            throw fault;
        }
        session.fail(ExitCode.GENERIC);
    }

    private static void complain(Session session, String what) {
        session.output().line("Error: " + what);
        session.fail(ExitCode.GENERIC);
    }
}

package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;

/** A command that first makes sure that a daemon is there, and takes its argument as words. */
abstract class ServerCommand extends BuiltInCommand {
    ServerCommand(String name, String summary, Completion completion, String words, String... help) {
        super(name, summary, completion, words, help);
    }

    @Override
    public final void run(Session session, String argument) throws IOException {
        if (session.isServerUp()) {
            run(session, PythonWhitespace.split(argument));
        }
    }

    abstract void run(Session session, List<String> words) throws IOException;
}

package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.plugin.CtlCommand;
import org.supervisor4j.plugin.CtlConsole;

/** A command that a plug-in has brought. */
record PluginCommand(CtlCommand command) implements Command {
    @Override
    public String name() {
        return command.name();
    }

    @Override
    public List<String> help() {
        return command.help();
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        try {
            command.run(new Console(session), argument);
        } catch (LinkageError builtForAnother) {
            throw new PythonError("ImportError", builtForAnother.toString());
        }
    }

    private record Console(Session session) implements CtlConsole {
        @Override
        public boolean isServerUp() throws IOException {
            return session.isServerUp();
        }

        @Override
        public Object call(String method, Object... params) throws IOException {
            return session.callAny(method, params);
        }

        @Override
        public void print(String line) {
            session.output().line(line);
        }

        @Override
        public void execute(String line) {
            session.execute(line);
        }

        @Override
        public void fail() {
            session.fail(ExitCode.GENERIC);
        }
    }
}

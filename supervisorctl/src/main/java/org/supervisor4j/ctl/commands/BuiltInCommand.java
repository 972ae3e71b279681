package org.supervisor4j.ctl.commands;

import java.util.List;
import java.util.Map;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** A command of this program itself: one class, and one line of the table in {@link Commands}. */
public abstract class BuiltInCommand implements Command {
    private final String name;
    private final String summary;
    private final Completion completion;
    private final String words;
    private final String help;

    /**
     * @param summary what it does, in a few words; completion in a shell shows them
     * @param completion the names that its arguments are completed with
     * @param words what a shell offers besides them, or before them, separated by blanks; may be empty
     * @param help the lines of {@code help NAME}; none for a command that is no topic
     */
    BuiltInCommand(String name, String summary, Completion completion, String words, String... help) {
        this.name = name;
        this.summary = summary;
        this.completion = completion;
        this.words = words;
        this.help = String.join("\n", help);
    }

    @Override
    public final String name() {
        return name;
    }

    public final String summary() {
        return summary;
    }

    @Override
    public final Completion completion() {
        return completion;
    }

    public final String words() {
        return words;
    }

    @Override
    public final List<String> help() {
        return help.isEmpty() ? List.of() : List.of(help.split("\n", -1));
    }

    /** Says what is wrong with the arguments, then prints the help; the exit code becomes {@code code}. */
    final void complain(Session session, String what, ExitCode code) {
        session.output().line("Error: " + what);
        session.fail(code);
        showHelp(session);
    }

    final void complain(Session session, String what) {
        complain(session, what, ExitCode.GENERIC);
    }

    final void showHelp(Session session) {
        for (String line : help()) {
            session.output().line(line);
        }
    }

    /** Whether there is an argument, for a command that takes none; then the user has been told. */
    final boolean refuses(Session session, String argument) {
        if (!argument.isEmpty()) {
            complain(session, name + " accepts no arguments");
        }
        return !argument.isEmpty();
    }

    /**
     * Tells what the daemon refused, and sets the exit code.
     *
     * @param lines what to print about the faults that the command expects; any other is thrown
     */
    static void tell(Session session, RpcFault fault, Map<Fault, String> lines) {
        for (Map.Entry<Fault, String> expected : lines.entrySet()) {
            if (fault.is(expected.getKey())) {
                session.fail(expected.getValue());
                return;
            }
        }
        throw fault;
    }
}

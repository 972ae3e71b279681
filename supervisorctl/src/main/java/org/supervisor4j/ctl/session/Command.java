package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.util.List;

/** One action of {@code supervisorctl}. Without state: the session has it all. */
public interface Command {
    /** What completing its arguments offers. */
    enum Completion {
        NOTHING,
        ACTIONS,
        GROUPS,
        PROCESSES
    }

    /** The word that is typed. */
    String name();

    /** The lines of {@code help NAME}, with their tabs. */
    List<String> help();

    /** What the words after the first one are completed with. */
    default Completion completion() {
        return Completion.NOTHING;
    }

    /**
     * Does it: prints to the session's output and sets its exit code.
     *
     * @param argument what follows the name, trimmed; may be empty
     * @throws IOException for what the command has no words of its own; the session prints the generic error line
     */
    void run(Session session, String argument) throws IOException;
}

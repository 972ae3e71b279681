package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.util.List;

/** One action of {@code supervisorctl}. Without state: the session has it all. */
public interface Command {
    /** The names that its arguments are completed with. */
    enum Completion {
        NOTHING,
        ACTIONS,
        /** In a shell those of the configuration that are not active; the program itself knows the active ones only. */
        NEW_GROUPS,
        ACTIVE_GROUPS,
        GROUPS,
        PROCESSES,
        /** In a shell one and no more. */
        ONE_PROCESS,
        /** In a shell the name of a signal first. */
        SIGNAL_AND_PROCESSES
    }

    /** The word that is typed. */
    String name();

    /** The lines of {@code help NAME}, with their tabs. */
    List<String> help();

    /** The names that the words after the first one are completed with. */
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

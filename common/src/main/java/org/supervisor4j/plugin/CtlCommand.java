package org.supervisor4j.plugin;

import java.io.IOException;
import java.util.List;

/** One command that a plug-in adds. The commands that Supervisor has itself win over one of the same name. */
public interface CtlCommand {
    /** The word that is typed: letters, digits and underscores. */
    String name();

    /** The lines of {@code help NAME}; a command without any is not listed. */
    List<String> help();

    /**
     * Does it, on the one thread that there is. An exception becomes an error line and exit code 1.
     *
     * @param argument what follows the name, trimmed; may be empty
     */
    void run(CtlConsole console, String argument) throws IOException;
}

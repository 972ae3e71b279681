package org.supervisor4j.ctl.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where typed lines come from. */
public interface Input {
    /**
     * Asks for a line.
     *
     * @return the line without its end; null at the end of input
     * @throws InterruptedByUserException on Ctrl-C, where the terminal tells
     */
    @Nullable
    String readLine(String prompt) throws IOException;

    /** The same without showing what is typed, as far as the input is a terminal. */
    @Nullable
    String readPassword(String prompt) throws IOException;

    /** Whether lines are edited, so that Ctrl-C can be told of while one is typed. */
    default boolean isEdited() {
        return false;
    }

    /** The reference's message when a question meets the end of input; empty on a terminal. */
    String endOfInputMessage();
}

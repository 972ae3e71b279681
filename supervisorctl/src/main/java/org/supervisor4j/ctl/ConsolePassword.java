package org.supervisor4j.ctl;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PlainInput;

/** Asks for a password on the terminal, if there is one at both ends. */
record ConsolePassword(Surroundings surroundings) implements PlainInput.PasswordPrompt {
    @Override
    public char @Nullable [] read(String prompt) {
        // From Java 22 on there may be a console without a terminal.
        Console console = surroundings.isTerminalIn() && surroundings.isTerminalOut() ? System.console() : null;
        return console == null ? null : console.readPassword("%s", prompt);
    }
}

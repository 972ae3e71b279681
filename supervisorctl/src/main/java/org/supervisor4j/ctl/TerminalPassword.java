package org.supervisor4j.ctl;

import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Interrupts;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.PlainInput;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Stty;

/**
 * Asks for a password where standard input is a terminal, with the terminal's echo off: by Java's own console if there
 * is a terminal at both ends, by {@code stty} otherwise. Where neither can be had, nothing is read.
 */
record TerminalPassword(Surroundings surroundings, Output errors) implements PlainInput.PasswordPrompt {
    @Override
    public boolean isTerminal() {
        return surroundings.isTerminalIn();
    }

    @Override
    public @Nullable String read(String prompt) throws IOException {
        Console console = surroundings.isTerminalOut() ? System.console() : null;
        if (console == null) {
            return withStty(prompt);
        }
        Interrupts ctrlC = Interrupts.handle(this::giveUp);
        try {
            char[] typed = console.readPassword("%s", prompt);
            return typed == null ? null : new String(typed);
        } finally {
            ctrlC.close();
        }
    }

    private @Nullable String withStty(String prompt) throws IOException {
        String before = stty("-g");
        stty("-echo");
        Interrupts ctrlC = Interrupts.handle(() -> giveUp(before));
        try {
            errors.text(prompt);
            errors.flush();
            return PlainInput.line(surroundings.in());
        } finally {
            ctrlC.close();
            stty(before);
            errors.line("");
            errors.flush();
        }
    }

    private void giveUp(String before) {
        stty(before);
        giveUp();
    }

    private void giveUp() {
        errors.line("");
        errors.flush();
        Interrupts.endInOrder();
    }

    /** The first line of what it prints. */
    private static String stty(String argument) {
        String printed = Stty.run(argument);
        if (printed != null) {
            return printed;
        }
        throw new PythonError(
                "getpass.GetPassWarning",
                "the password would be shown",
                "the terminal's echo cannot be switched off (\"stty " + argument + "\" fails), so no password is read;"
                        + " set username and password in the [supervisorctl] section of a file that only you can read.");
    }
}

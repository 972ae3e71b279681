package org.supervisor4j.ctl.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines from standard input as they come: a pipe, a file, or a terminal without line editing. */
public final class PlainInput implements Input {
    private final InputStream source;
    private final Output output;
    private final Output errors;
    private final PasswordPrompt passwordPrompt;

    /** Reads a password from the terminal without showing it. */
    public interface PasswordPrompt {
        /** The line without its end; null at the end of input. */
        @Nullable
        String read(String prompt) throws IOException;

        /** Whether somebody sits at a terminal, where nothing may be read with the echo on. */
        boolean isTerminal();
    }

    public PlainInput(InputStream source, Output output, Output errors, PasswordPrompt passwordPrompt) {
        this.source = source;
        this.output = output;
        this.errors = errors;
        this.passwordPrompt = passwordPrompt;
    }

    @Override
    public @Nullable String readLine(String prompt) throws IOException {
        output.text(prompt);
        output.flush();
        return line(source);
    }

    /** The next line without its end, and nothing after it; null at the end. */
    public static @Nullable String line(InputStream source) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = source.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = source.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String readPassword(String prompt) throws IOException {
        if (passwordPrompt.isTerminal()) {
            return passwordPrompt.read(prompt);
        }
        errors.line("Warning: Password input may be echoed.");
        errors.text(prompt);
        errors.flush();
        return line(source);
    }

    @Override
    public String endOfInputMessage() {
        return "EOF when reading a line";
    }
}

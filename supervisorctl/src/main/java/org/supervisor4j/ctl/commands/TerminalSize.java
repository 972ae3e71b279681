package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** How many characters the terminal shows. */
record TerminalSize(int rows, int columns) {
    /** What a terminal counts as that does not tell. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    /** Asks {@code stty} about standard input. */
    static TerminalSize now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream output = stty.getInputStream()) {
                return parse(new String(output.readAllBytes(), StandardCharsets.US_ASCII));
            }
        } catch (IOException missing) {
            return USUAL;
        }
    }

    /** @param printed {@code 24 80}; zeros for a terminal that nobody has told its size */
    static TerminalSize parse(String printed) {
        String[] words = printed.strip().split(" ", -1);
        try {
            TerminalSize size = new TerminalSize(Integer.parseInt(words[0]), Integer.parseInt(words[words.length - 1]));
            return size.rows > 0 && size.columns > 0 ? size : USUAL;
        } catch (NumberFormatException noSize) {
            return USUAL;
        }
    }
}

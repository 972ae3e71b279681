package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Stty;

/** How many characters the terminal shows. */
record TerminalSize(int rows, int columns) {
    /** What a terminal counts as that does not tell. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    /** Asks {@code stty} about standard input. */
    static TerminalSize now() {
        String printed = Stty.run("size");
        return printed == null ? USUAL : parse(printed);
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

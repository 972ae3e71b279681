package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Output;

/**
 * Puts a log's text together into lines and prints each after a prefix. Carriage returns end a line too: a progress bar
 * must not paint over the prefix, which tells whose line it is. For one thread.
 */
final class LinePrinter {
    /** A program that never ends its lines must not fill our memory. */
    private static final int LONGEST = 64 * 1024;

    private static final String RESET = "\033[0m";

    private final Output output;
    private final String prefix;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;
    private int toSkip;

    LinePrinter(Output output, String prefix) {
        this.output = output;
        this.prefix = prefix;
    }

    /** Leaves out what comes until so many lines have ended. */
    void skipLines(int lines) {
        toSkip = lines;
    }

    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (toSkip > 0) {
                toSkip -= c == '\n' ? 1 : 0;
                continue;
            }
            boolean ends = c == '\n' || c == '\r' || line.length() == LONGEST;
            if (ends && !(c == '\n' && afterReturn)) {
                print();
            }
            afterReturn = c == '\r';
            if (c != '\n' && c != '\r') {
                line.append(c);
            }
        }
    }

    /** Shows the last line even if it has no end yet. */
    void end() {
        if (line.length() > 0) {
            print();
        }
    }

    private void print() {
        // A colour that the program has not switched off must not run into the next line.
        boolean coloured = output.isTerminal() && line.indexOf("\033") >= 0;
        output.line(prefix + line + (coloured ? RESET : ""));
        line.setLength(0);
    }
}

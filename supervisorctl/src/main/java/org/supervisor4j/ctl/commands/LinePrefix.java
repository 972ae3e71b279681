package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Columns;

/**
 * How the lines of a process begin when several are shown.
 *
 * @param place the process's place among those that are shown; decides its colour
 * @param width of the widest name
 * @param coloured whether a terminal shows it
 */
record LinePrefix(int place, int width, boolean coloured) {
    /** Cyan, green, yellow, blue, magenta, then the bright ones: red is for standard error. */
    private static final String[] COLOURS = {"36", "32", "33", "34", "35", "96", "92", "93", "94", "95"};

    private static final String RESET = "\033[0m";
    private static final String RED = "\033[31m";

    String of(String name, boolean isStderr) {
        String padded = Columns.padded(name, width);
        if (!coloured) {
            return padded + (isStderr ? " ! " : " | ");
        }
        String colour = "\033[" + COLOURS[place % COLOURS.length] + "m";
        return isStderr ? colour + padded + RESET + RED + " ! " + RESET : colour + padded + " | " + RESET;
    }
}

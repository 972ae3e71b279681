package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Columns;
import org.supervisor4j.ctl.session.Struct;

/**
 * The lines of {@code status}.
 *
 * @param coloured whether states are set off
 * @param columns longer lines are cut
 */
record StatusTable(boolean coloured, int columns) {
    private static final int NARROWEST_NAME = 30;
    private static final int GAP = 3;
    private static final int STATE_WIDTH = 10;
    private static final String RESET = "\033[0m";

    /** One for each process. */
    List<String> lines(List<Struct> processes) {
        int width = NARROWEST_NAME;
        for (Struct process : processes) {
            width = Math.max(width, Columns.length(process.name()));
        }
        List<String> lines = new ArrayList<>(processes.size());
        for (Struct process : processes) {
            lines.add(line(process, width + GAP));
        }
        return lines;
    }

    private String line(Struct process, int nameWidth) {
        String name = Columns.padded(process.name(), nameWidth);
        String state = process.text("statename");
        String line = Columns.cut(name + Columns.padded(state, STATE_WIDTH) + process.text("description"), columns);
        String colour = coloured ? colour(state) : "";
        int start = name.length();
        int end = start + state.length();
        return colour.isEmpty() || line.length() < end
                ? line
                : line.substring(0, start) + colour + state + RESET + line.substring(end);
    }

    /** What has been given up stands out; what is on its way somewhere is yellow. Empty for no colour. */
    private static String colour(String state) {
        return switch (state) {
            case "RUNNING" -> "\033[32m";
            case "STARTING", "STOPPING" -> "\033[33m";
            case "BACKOFF", "UNKNOWN" -> "\033[1;31m";
            case "FATAL" -> "\033[1;37;41m";
            default -> "";
        };
    }
}

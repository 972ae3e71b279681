package org.supervisor4j.ctl.commands;

import java.util.Arrays;
import java.util.List;
import org.supervisor4j.ctl.session.Columns;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;

/** {@code help [topic]}: the list of the actions, or what one of them is for. */
final class Help extends BuiltInCommand {
    /** The width that Python's {@code columnize} is given, less one; the terminal's width does not matter. */
    private static final int WIDTH = 79;

    private final Commands commands;

    Help(Commands commands) {
        super("help", "explain an action", Completion.ACTIONS, "", """
            help\t\tList the actions.
            help <action>\tExplain one of them.\
            """);
        this.commands = commands;
    }

    @Override
    public void run(Session session, String argument) {
        if (!argument.isEmpty()) {
            explain(session.output(), argument);
            if (commands.find(argument) == null) {
                session.output().flush();
                Hints.unknownAction(session.errors(), argument, commands.words());
            }
            return;
        }
        list(session.output(), "default", Commands.names());
        for (CommandBlock plugin : commands.plugins()) {
            list(session.output(), plugin.name(), plugin.documented());
        }
        session.output().flush();
        Hints.forPeople(
                session.errors(),
                "Beyond Supervisor: " + String.join(", ", Commands.additions())
                        + ", status --json, status --watch, avail --json (type help <topic>)");
    }

    /** contract: Controller.do_help asks every plug-in, and each one that does not know the topic says so. */
    private void explain(Output output, String topic) {
        explain(output, topic, commands.help(topic));
        if (!topic.equals(name())) {
            for (CommandBlock plugin : commands.plugins()) {
                Command command = plugin.find(topic);
                explain(output, topic, command == null ? List.of() : command.help());
            }
        }
    }

    private static void explain(Output output, String topic, List<String> lines) {
        if (lines.isEmpty()) {
            output.line("*** No help on " + topic);
        }
        for (String line : lines) {
            output.line(line);
        }
    }

    private static void list(Output output, String block, List<String> names) {
        output.line("");
        if (names.isEmpty()) {
            return;
        }
        String header = block + " commands (type help <topic>):";
        output.line(header);
        output.line("=".repeat(header.length()));
        for (String line : columns(names, WIDTH)) {
            output.line(line);
        }
        output.line("");
    }

    /**
     * The names in as few lines as fit the width, filled column by column, two blanks between columns. Every cell is
     * padded, so lines end in blanks where the last column has shorter names.
     */
    static List<String> columns(List<String> names, int width) {
        for (int rows = 1; rows < names.size(); rows++) {
            String[] lines = layOut(names, rows);
            if (lines[0].length() <= width) {
                return List.of(lines);
            }
        }
        return names;
    }

    private static String[] layOut(List<String> names, int rows) {
        String[] lines = new String[rows];
        Arrays.fill(lines, "");
        for (int first = 0; first < names.size(); first += rows) {
            List<String> column = names.subList(first, Math.min(first + rows, names.size()));
            int width = 0;
            for (String name : column) {
                width = Math.max(width, name.length());
            }
            for (int row = 0; row < column.size(); row++) {
                String gap = first == 0 ? "" : "  ";
                lines[row] += gap + Columns.padded(column.get(row), width);
            }
        }
        return lines;
    }
}

package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code graph}, which the original does not have: who needs whom, in an order in which they can be started. */
final class Graph extends BuiltInCommand {
    static final String UNKNOWN = "this supervisord does not know who needs whom";
    private static final String DOT = "--dot";

    Graph() {
        super("graph", "show which processes need which others", Completion.NOTHING, "--dot", """
                graph\t\t\tShow which processes need which others, in an order in which they
                \t\t\tcan be started; those of one number may start at the same time,
                \t\t\tand ! marks what is not there yet
                graph --dot\t\tThe same for the program dot, which draws it""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        List<String> words = new ArrayList<>(PythonWhitespace.split(argument));
        boolean dot = words.removeIf(DOT::equals);
        if (!words.isEmpty()) {
            complain(session, "graph takes no names");
            return;
        }
        session.giveUpOnSilence();
        if (!session.isServerUp()) {
            return;
        }
        List<Struct> all;
        try {
            all = Struct.listOf(session.callAny("supervisor4j.getDependencies"));
        } catch (RpcFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                throw fault;
            }
            session.fail("Error: " + UNKNOWN);
            return;
        }
        (dot ? dot(all) : table(all)).forEach(session.output()::line);
    }

    /** By level, so that each line's needs stand above it. */
    static List<String> table(List<Struct> all) {
        if (all.isEmpty()) {
            return List.of("No process needs another (depends_on, part_of, dependent_startup_wait_for)");
        }
        int deepest = 0;
        int width = 0;
        for (Struct process : all) {
            deepest = Math.max(deepest, process.number("level"));
            width = Math.max(width, process.name().length());
        }
        List<String> lines = new ArrayList<>();
        for (int level = 0; level <= deepest; level++) {
            for (Struct process : all) {
                if (process.number("level") == level) {
                    lines.add(line(process, level, width));
                }
            }
        }
        return lines;
    }

    private static String line(Struct process, int level, int width) {
        List<String> needs = new ArrayList<>();
        for (Struct need : process.structs("needs")) {
            needs.add((need.flag("met") ? "" : "!") + need.text("name") + " (" + need.text("condition") + ")");
        }
        String name = process.name();
        return (level + "  " + name + " ".repeat(width - name.length()) + "  "
                        + String.format("%-8s", process.text("statename"))
                        + "  " + String.join(", ", needs))
                .stripTrailing();
    }

    static List<String> dot(List<Struct> all) {
        List<String> lines = new ArrayList<>(List.of("digraph supervisor {"));
        for (Struct process : all) {
            lines.add("    " + quoted(process.name()) + ";");
        }
        for (Struct process : all) {
            for (Struct need : process.structs("needs")) {
                lines.add("    " + quoted(process.name()) + " -> " + quoted(need.text("name")) + " [label="
                        + quoted(need.text("condition")) + (need.flag("partof") ? ", style=bold" : "") + "];");
            }
        }
        lines.add("}");
        return lines;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

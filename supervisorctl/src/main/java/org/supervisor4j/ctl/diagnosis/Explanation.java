package org.supervisor4j.ctl.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.diagnosis.Advice;
import org.supervisor4j.diagnosis.Facts;
import org.supervisor4j.diagnosis.HealthReport;
import org.supervisor4j.diagnosis.ListenerReport;
import org.supervisor4j.diagnosis.Meaning;
import org.supervisor4j.diagnosis.PoolReport;
import org.supervisor4j.diagnosis.RestartReport;

/** The text that {@code explain} prints about a process. Pure. */
final class Explanation {
    private static final int LABEL_WIDTH = 10;
    /** Of sentences; what programs and logs say is not wrapped. */
    private static final int TEXT_WIDTH = 88;

    private Explanation() {}

    static List<String> of(Facts facts) {
        List<String> lines = new ArrayList<>();
        String error = facts.process().text("spawnerr");
        lines.add(facts.name() + ": " + facts.state() + (error.isEmpty() ? "" : " - " + error));
        add(lines, "state", List.of(Meaning.of(facts)));
        RestartReport restart = facts.restart();
        String next = restart == null ? "" : restart.words();
        add(lines, "next", next.isEmpty() ? List.of() : List.of(next));
        add(lines, "needs", facts.needs());
        add(lines, "program", program(facts));
        add(lines, "ended", facts.ends().lines());
        if (!facts.output().lines().isEmpty()) {
            List<String> tail =
                    new ArrayList<>(List.of("the end of " + facts.output().file() + ":"));
            facts.output().lines().forEach(line -> tail.add("> " + line));
            add(lines, "output", tail);
        }
        add(lines, "health", health(facts));
        add(lines, "events", events(facts));
        List<String> advice = new ArrayList<>();
        Advice.on(facts).forEach(sentence -> advice.addAll(wrapped(sentence)));
        add(lines, "perhaps", advice);
        return lines;
    }

    private static List<String> health(Facts facts) {
        HealthReport health = facts.health();
        return health == null || !health.isAny() ? List.of() : health.lines();
    }

    private static List<String> events(Facts facts) {
        List<String> lines = new ArrayList<>();
        ListenerReport listener = facts.listener();
        PoolReport pool = facts.pool();
        if (listener != null && pool != null) {
            lines.add(
                    listener.isRunning()
                            ? "as a listener, it " + listener.doing()
                            : "it does not run, so it takes no events");
            lines.addAll(pool.events());
        }
        return lines;
    }

    private static List<String> wrapped(String sentence) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > TEXT_WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static void add(List<String> lines, String label, List<String> texts) {
        String before = "  " + label + " ".repeat(LABEL_WIDTH - label.length());
        for (String text : texts) {
            lines.add(before + text);
            before = " ".repeat(LABEL_WIDTH + 2);
        }
    }

    private static List<String> program(Facts facts) {
        List<String> program = new ArrayList<>();
        if (!facts.setting("command").isEmpty()) {
            program.add(facts.setting("command"));
        }
        String directory = facts.setting("directory");
        String user = facts.user();
        if (!directory.isEmpty() || !user.isEmpty()) {
            program.add((directory.isEmpty() ? "" : "in " + directory)
                    + (directory.isEmpty() || user.isEmpty() ? "" : ", ")
                    + (user.isEmpty() ? "" : "as " + user));
        }
        return program;
    }
}

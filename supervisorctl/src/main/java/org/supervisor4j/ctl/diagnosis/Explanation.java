package org.supervisor4j.ctl.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** What {@code explain} prints about a process. Pure. */
final class Explanation {
    private static final int LABEL_WIDTH = 10;
    /** Of sentences; what programs and logs say is not wrapped. */
    private static final int TEXT_WIDTH = 88;

    private Explanation() {}

    static List<String> of(Facts facts) {
        List<String> lines = new ArrayList<>();
        String error = facts.process().text("spawnerr");
        lines.add(facts.name() + ": " + facts.state() + (error.isEmpty() ? "" : " - " + error));
        add(lines, "state", List.of(meaning(facts)));
        add(lines, "program", program(facts));
        add(lines, "ended", facts.ends().lines());
        if (!facts.output().lines().isEmpty()) {
            List<String> tail =
                    new ArrayList<>(List.of("the end of " + facts.output().file() + ":"));
            facts.output().lines().forEach(line -> tail.add("> " + line));
            add(lines, "output", tail);
        }
        add(lines, "events", events(facts));
        List<String> advice = new ArrayList<>();
        Advice.on(facts).forEach(sentence -> advice.addAll(wrapped(sentence)));
        add(lines, "perhaps", advice);
        return lines;
    }

    private static List<String> events(Facts facts) {
        List<String> lines = new ArrayList<>();
        EventListener listener = facts.listener();
        ListenerPool pool = facts.pool();
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

    static String meaning(Facts facts) {
        String now = present(facts);
        boolean isOver = facts.state().startsWith("STOP")
                || facts.state().equals("FATAL")
                || facts.state().equals("BACKOFF");
        return !isOver && facts.isFlapping()
                ? now + "; it comes and goes: it ended "
                        + facts.ends().recent(facts.process().number("now")) + " times within the last minute"
                : now;
    }

    private static String present(Facts facts) {
        String retries = facts.setting("startretries");
        return switch (facts.state()) {
            case "FATAL" ->
                "supervisord gave up" + (retries.isEmpty() ? "" : " (startretries=" + retries + ")") + "; \"start "
                        + facts.name() + "\" tries again";
            case "BACKOFF" -> "the last start failed, the next try follows by itself";
            case "EXITED" -> "it ended by itself, and is not to be started again by itself";
            case "STOPPED" ->
                facts.process().number("start") == 0
                        ? "it was never started"
                                + (facts.setting("autostart").equals("false") ? ": autostart=false" : "")
                        : "it was stopped on request";
            case "STARTING" ->
                "it has been started, and is up once it has lived for startsecs=" + facts.setting("startsecs")
                        + " seconds";
            case "STOPPING" -> "it has been asked to stop, and has not ended yet";
            case "RUNNING" -> "it is up: " + facts.process().text("description");
            case "UNKNOWN" -> "supervisord was not allowed to signal it, and cannot tell what it does";
            default -> facts.process().text("description");
        };
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

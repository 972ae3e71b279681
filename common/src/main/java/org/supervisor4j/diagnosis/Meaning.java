package org.supervisor4j.diagnosis;

/** Says in words what a process's state means. */
public final class Meaning {
    private Meaning() {}

    public static String of(Facts facts) {
        String now = present(facts);
        boolean isOver = facts.state().startsWith("STOP")
                || facts.state().equals("FATAL")
                || facts.state().equals("BACKOFF");
        return !isOver && facts.isFlapping()
                ? now + "; it comes and goes: it ended "
                        + facts.ends().howOften(facts.process().number("now")) + " times within the last minute"
                : now;
    }

    private static String present(Facts facts) {
        if (!facts.waiting().isEmpty()) {
            return "it is started as soon as it can be: it waits for " + facts.waiting();
        }
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
}

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

    /** Whether it is another setting than startretries that made it FATAL: the error names it, or what it counts. */
    private static boolean isLimited(Facts facts) {
        String error = facts.process().text("spawnerr");
        return error.startsWith("restarted ") || error.endsWith("no_restart_on");
    }

    private static String present(Facts facts) {
        if (!facts.waiting().isEmpty()) {
            return "it is started as soon as it can be: it waits for " + facts.waiting();
        }
        String retries = facts.setting("startretries");
        return switch (facts.state()) {
            case "FATAL" ->
                "supervisord gave up" + (retries.isEmpty() || isLimited(facts) ? "" : " (startretries=" + retries + ")")
                        + (facts.comesBack() ? ", and tries again by itself; \"start " : "; \"start ") + facts.name()
                        + (facts.comesBack() ? "\" does so at once" : "\" tries again");
            case "BACKOFF" -> "the last start failed, the next try follows by itself";
            case "EXITED" ->
                facts.comesBack()
                        ? "it ended by itself, and is going to be started again; \"stop " + facts.name()
                                + "\" keeps it down"
                        : "it ended by itself, and is not to be started again by itself";
            case "STOPPED" ->
                facts.process().number("start") == 0
                        ? "it was never started"
                                + (facts.setting("autostart").equals("false") ? ": autostart=false" : "")
                        : "it was stopped on request";
            case "STARTING" -> "it has been started, and is up once " + whatIsWaitedFor(facts);
            case "STOPPING" -> "it has been asked to stop, and has not ended yet";
            case "RUNNING" -> "it is up: " + facts.process().text("description");
            case "UNKNOWN" -> "supervisord was not allowed to signal it, and cannot tell what it does";
            default -> facts.process().text("description");
        };
    }

    private static String whatIsWaitedFor(Facts facts) {
        HealthReport health = facts.health();
        return health == null || health.readyBy().isEmpty()
                ? "it has lived for startsecs=" + facts.setting("startsecs") + " seconds"
                : "it is ready (ready=" + health.readyBy() + ")";
    }
}

package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a process is ready, and well, in words.
 *
 * @param health what {@code supervisor4j.getProcessHealth} answers
 */
public record HealthReport(Members health) {
    /** Under this name it stands among what is known of a process. */
    public static final String MEMBER = "health";

    /** Null where the daemon does not tell. */
    static @Nullable HealthReport of(Members process) {
        return process.members().get(MEMBER) instanceof Map<?, ?> map ? new HealthReport(new Members(map)) : null;
    }

    /** Whether something is asked, or waited for. */
    public boolean isAny() {
        return !check().isEmpty() || !health.text("readyby").isEmpty();
    }

    public boolean isUnhealthy() {
        return health.text("health").equals("unhealthy");
    }

    /** What its RUNNING waits for; empty if that is not its own word. */
    String readyBy() {
        return health.text("readyby");
    }

    private String check() {
        return health.text("check");
    }

    /** Lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean isUp = health.flag("ready");
        if (!readyBy().isEmpty()) {
            lines.add((isUp ? "is ready" : "is not ready") + ": ready=" + readyBy());
        }
        if (!check().isEmpty()) {
            String action = health.text("action");
            lines.add(
                    health.text("health").equals("none")
                            ? "is not checked while it does not run: " + check()
                            : health.text("health") + ", by " + check()
                                    + (isUnhealthy() ? "; healthcheck_action=" + action : ""));
        }
        String answer = health.text("answer");
        if (!answer.isEmpty()) {
            lines.add("the last answer, " + health.number("seconds") + " s ago: " + answer
                    + (health.flag("good") ? "" : " (a failure)"));
        }
        if (!health.text("status").isEmpty()) {
            lines.add("it says of itself: " + health.text("status"));
        }
        if (health.flag("reloading")) {
            lines.add("it says that it reads its configuration anew");
        }
        if (health.flag("stopping")) {
            lines.add("it says that it is about to end");
        }
        return lines;
    }
}

package org.supervisor4j.daemon.web;

import java.util.List;
import java.util.Set;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Role;

/**
 * Writes the buttons that do something: submit buttons of forms that are posted, so that nothing is done by following a
 * link. A user who may only look gets none.
 */
final class Buttons {
    private static final List<String> FOR_ALL = List.of("startall", "restartall", "stopall", "shutdown");

    /** What hits many, or cannot be undone, is asked about first: without a script, on a page of its own. */
    private static final Set<String> ASKED =
            Set.of("restartall", "stopall", "shutdown", "restartgroup", "stopgroup", "clearlog");

    private final Html html;
    private final boolean mayControl;

    Buttons(Html html, Role role) {
        this.html = html;
        this.mayControl = role.permits(Role.CONTROL);
    }

    void forAll() {
        if (!mayControl) {
            return;
        }
        for (String action : FOR_ALL) {
            html.markup("<button class=\"button ").markup(action).markup("\" name=\"action\"");
            html.attribute("value", action);
            if (ASKED.contains(action)) {
                html.markup(" formaction=\"confirm.html\"")
                        .attribute("data-question", ConfirmPage.question(action, ""));
            }
            html.markup(">").markup(titleOf(action)).markup("</button>\n");
        }
    }

    /**
     * What the process's state allows.
     *
     * @param comes whether it is down and starts by itself, so that there is something to stop
     */
    void forProcess(String namespec, ProcessState state, boolean comes) {
        switch (state) {
            case RUNNING -> {
                button("restart", namespec, "");
                button("stop", namespec, "");
            }
            case STOPPED, EXITED, FATAL -> {
                button("start", namespec, "");
                if (comes) {
                    button("stop", namespec, "");
                }
            }
            case BACKOFF -> button("stop", namespec, "");
            case STARTING, STOPPING, UNKNOWN -> {}
        }
    }

    /** For a script to choose from, which does so in this order; {@code comes} is whoever starts by himself. */
    void forEveryState() {
        button("restart", "", "RUNNING");
        button("start", "", "STOPPED EXITED FATAL");
        button("stop", "", "RUNNING BACKOFF comes");
    }

    /** Not where a slip of the finger on the way to another button would cost a log. */
    void forLogs(String namespec) {
        button("clearlog", namespec, "");
    }

    void forGroup(String group) {
        button("startgroup", group, "");
        button("restartgroup", group, "");
        button("stopgroup", group, "");
    }

    private void button(String action, String name, String states) {
        if (!mayControl) {
            return;
        }
        html.markup("<button name=\"action\"").attribute("value", action);
        boolean asked = ASKED.contains(action);
        html.attribute("formaction", (asked ? "confirm" : "index") + ".html?processname=" + PercentText.quote(name));
        html.attribute("aria-label", titleOf(action) + (action.endsWith("group") ? " group " : " ") + name);
        if (asked) {
            html.attribute("data-question", ConfirmPage.question(action, name));
        }
        if (!states.isEmpty()) {
            html.attribute("data-states", states);
        }
        html.markup(">").markup(titleOf(action)).markup("</button>");
    }

    static String titleOf(String action) {
        return switch (action) {
            case "start", "startgroup" -> "Start";
            case "stop", "stopgroup" -> "Stop";
            case "restart", "restartgroup" -> "Restart";
            case "clearlog" -> "Clear Log";
            case "startall" -> "Start All";
            case "stopall" -> "Stop All";
            case "restartall" -> "Restart All";
            case "shutdown" -> "Shut Down";
            default -> throw new IllegalArgumentException(action);
        };
    }
}

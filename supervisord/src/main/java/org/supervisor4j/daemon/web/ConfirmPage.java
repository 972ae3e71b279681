package org.supervisor4j.daemon.web;

import java.util.Optional;
import org.supervisor4j.model.Role;

/** Asks once more before something is done; for browsers without scripts, where a dialog does it otherwise. */
final class ConfirmPage {
    private ConfirmPage() {}

    /**
     * What to ask before this is done.
     *
     * @param name of the process or group; empty for none
     * @return empty if there is no such action, or none without a name
     */
    static String question(String action, String name) {
        String asked =
                switch (action) {
                    case "startall" -> "Start all processes?";
                    case "stopall" -> "Stop all processes?";
                    case "restartall" -> "Restart all processes?";
                    case "shutdown" -> "Stop all processes and shut down supervisord?";
                    default -> "";
                };
        return asked.isEmpty() && !name.isEmpty() ? questionOn(action, name) : asked;
    }

    private static String questionOn(String action, String name) {
        return switch (action) {
            case "start", "stop", "restart" -> Buttons.titleOf(action) + " " + name + "?";
            case "startgroup", "stopgroup", "restartgroup" -> Buttons.titleOf(action) + " group " + name + "?";
            case "clearlog" -> "Clear the logs of " + name + "? What they say is lost.";
            default -> "";
        };
    }

    /** Empty if there is nothing to ask, or if the user may not do it. */
    static Optional<String> render(PageContext context, FormFields fields, Role role) {
        String action = fields.get("action").orElse("");
        String name = fields.get("processname").orElse("");
        String question = question(action, name);
        if (question.isEmpty() || !role.permits(Role.CONTROL)) {
            return Optional.empty();
        }
        Html html = Html.page(question + " - " + context.place() + " - Supervisor", 2000)
                .header("question", context, role);
        html.markup("<main class=\"narrow\">\n<h1 id=\"question\">")
                .text(question)
                .markup("</h1>\n");
        html.markup("<form class=\"buttons\" method=\"post\" action=\"index.html\">\n");
        if (!name.isEmpty()) {
            html.markup("<input type=\"hidden\" name=\"processname\"")
                    .attribute("value", name)
                    .markup(">\n");
        }
        html.markup("<button class=\"button danger\" name=\"action\"")
                .attribute("value", action)
                .markup(">");
        html.markup(Buttons.titleOf(action)).markup("</button>\n<a class=\"button\" href=\"index.html\">Cancel</a>\n");
        html.markup("</form>\n</main>\n");
        return Optional.of(html.footer(context.year()));
    }
}

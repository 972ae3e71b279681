package org.supervisor4j.daemon.web;

import java.util.Map;
import java.util.Optional;
import org.supervisor4j.model.Role;

/** Asks once more, before everything is stopped; for browsers without scripts, where a dialog does it otherwise. */
final class ConfirmPage {
    private static final Map<String, String> QUESTIONS = Map.of(
            "stopall", "Stop all processes?",
            "restartall", "Restart all processes?",
            "shutdown", "Stop all processes and shut down supervisord?");

    private ConfirmPage() {}

    /** Empty if there is nothing to ask about this action. */
    static Optional<String> render(PageContext context, FormFields fields, Role role) {
        String action = fields.get("action").orElse("");
        String question = QUESTIONS.get(action);
        if (question == null) {
            return Optional.empty();
        }
        Html html = Html.page(question, 2000).header("question", context.identifier(), role);
        html.markup("<main class=\"narrow\">\n<h1 id=\"question\">")
                .text(question)
                .markup("</h1>\n");
        html.markup("<form class=\"buttons\" method=\"post\" action=\"index.html\">\n");
        html.markup("<button class=\"button danger\" name=\"action\"")
                .attribute("value", action)
                .markup(">");
        html.markup(Buttons.titleOf(action)).markup("</button>\n<a class=\"button\" href=\"index.html\">Cancel</a>\n");
        html.markup("</form>\n</main>\n");
        return Optional.of(html.footer(context.version(), context.year()));
    }
}

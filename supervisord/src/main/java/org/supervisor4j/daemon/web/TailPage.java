package org.supervisor4j.daemon.web;

import java.util.Optional;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

/** The page with the end of a process's stdout log. */
final class TailPage {
    private static final int MIN_LIMIT = 1024;

    /** A page of more is of no use to a browser, and several times as large in our memory. */
    private static final int MAX_LIMIT = 1 << 20;

    private TailPage() {}

    static String render(PageContext context, SupervisorApi api, FormFields form, Role role) {
        Optional<String> process = form.get("processname");
        int limit = limit(form);
        String text = process.map(name -> tail(api, name, limit)).orElse("No process name found");
        Html html = Html.page("Supervisor tail of process " + process.orElse("None"), 2000 + text.length());
        html.stylesheet("log").header("log", context, role).markup("<main>\n");
        process.ifPresent(name -> {
            html.markup("<nav class=\"back\" aria-label=\"Breadcrumb\"><a");
            html.attribute("href", "process.html?processname=" + PercentText.quote(name));
            html.markup(">").text(name).markup("</a></nav>\n");
        });
        // A line feed right after the tag is skipped by browsers, so that one of the log's own is not.
        html.markup("<pre id=\"log\" tabindex=\"0\">\n").output(text).markup("</pre>\n");
        process.ifPresent(name -> html.markup("<p><a class=\"button\"")
                .attribute("href", "tail.html?processname=" + PercentText.quote(name) + "&limit=" + limit)
                .markup(">Refresh</a></p>\n"));
        return html.markup("</main>\n").footer(context.year());
    }

    private static int limit(FormFields form) {
        return form.get("limit").map(TailPage::limit).orElse(MIN_LIMIT);
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]+")) {
            return MIN_LIMIT;
        }
        return text.length() > 9 ? MAX_LIMIT : Math.min(MAX_LIMIT, Math.max(MIN_LIMIT, Integer.parseInt(text)));
    }

    private static String tail(SupervisorApi api, String process, int limit) {
        try {
            return api.readProcessStdoutLog(process, -limit, 0);
        } catch (RpcFault fault) {
            return fault.is(Fault.NO_FILE)
                    ? "No file for " + process
                    : "ERROR: unexpected rpc fault [" + fault.code() + "] " + fault.text();
        }
    }
}

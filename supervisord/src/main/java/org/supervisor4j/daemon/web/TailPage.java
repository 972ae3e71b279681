package org.supervisor4j.daemon.web;

import java.util.Optional;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** The page with the end of a process's stdout log. */
final class TailPage {
    private static final int MIN_LIMIT = 1024;

    private TailPage() {}

    static String render(SupervisorApi api, FormFields form) {
        Optional<String> process = form.get("processname");
        int limit = form.get("limit").map(TailPage::limit).orElse(MIN_LIMIT);
        String text = process.map(name -> tail(api, name, limit)).orElse("No process name found");
        String refresh = process.map(name -> "<p><a class=\"button\" href=\"tail.html?processname="
                        + Html.escape(PercentText.quote(name)) + "&amp;limit=" + limit + "\">Refresh</a></p>\n")
                .orElse("");
        // A line feed right after the tag is skipped by browsers, so that one of the log's own is not.
        String body = "<main>\n<pre>\n" + Html.escape(text) + "</pre>\n" + refresh + "</main>\n";
        return Html.page("Supervisor tail of process " + process.orElse("None"), body);
    }

    private static int limit(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return MIN_LIMIT;
        }
        return text.length() > 9 ? 999_999_999 : Math.max(MIN_LIMIT, Integer.parseInt(text));
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

package org.supervisor4j.daemon.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Role;

/** The page with all processes and what can be done to them. */
final class StatusPage {
    private static final String BUTTONS_FOR_ALL = """
            <li><a class="button" href="index.html?action=restartall">Restart All</a></li>
            <li><a class="button" href="index.html?action=stopall">Stop All</a></li>
            """;

    private StatusPage() {}

    /**
     * Renders the page.
     *
     * @param processes in the order of the rows
     * @param message what an action had to say
     * @param version of the daemon
     * @param role of whoever looks at it: there are no buttons for what that person can't do
     */
    static String render(List<ProcessInfo> processes, Optional<String> message, String version, int year, Role role) {
        String body = """
                <header><a class="logo" href="index.html">Supervisor <span>Status</span></a></header>
                <main>
                %s<ul id="buttons">
                <li><a class="button" href="index.html?action=refresh">Refresh</a></li>
                %s</ul>
                %s</main>
                <footer><span>supervisor4j %s</span><span>&copy; %d supervisor4j contributors</span></footer>
                """;
        String box = message.map(text -> "<div class=\"status_msg\" role=\"status\">" + Html.escape(text) + "</div>\n")
                .orElse("");
        String buttons = role.permits(Role.CONTROL) ? BUTTONS_FOR_ALL : "";
        return Html.page(
                "Supervisor Status", body.formatted(box, buttons, table(processes, role), Html.escape(version), year));
    }

    private static String table(List<ProcessInfo> processes, Role role) {
        if (processes.isEmpty()) {
            return "<p>No programs to manage</p>\n";
        }
        StringBuilder rows = new StringBuilder();
        processes.forEach(process -> appendRow(rows, process, role));
        return """
                <table>
                <thead>
                <tr><th class="state">State</th><th class="desc">Description</th><th class="name">Name</th>\
                <th class="action">Action</th></tr>
                </thead>
                <tbody>
                %s</tbody>
                </table>
                """.formatted(rows);
    }

    private static void appendRow(StringBuilder out, ProcessInfo process, Role role) {
        String namespec = Namespec.of(process.group(), process.name());
        String quoted = Html.escape(PercentText.quote(namespec));
        out.append("<tr><td class=\"status\"><span class=\"")
                .append(styleOf(process.state()))
                .append("\">")
                .append(process.state().name().toLowerCase(Locale.ROOT))
                .append("</span></td><td>")
                .append(Html.escape(process.description()))
                .append("</td><td>")
                .append(link("tail.html?processname=" + quoted, "", true, namespec))
                .append("</td><td class=\"action\"><ul>\n");
        if (role.permits(Role.CONTROL)) {
            appendActions(out, process.state(), quoted);
        }
        appendItem(out, link("logtail/" + quoted, "Tail -f Stdout", true, "Tail -f Stdout"));
        appendItem(out, link("logtail/" + quoted + "/stderr", "Tail -f Stderr", true, "Tail -f Stderr"));
        out.append("</ul></td></tr>\n");
    }

    private static void appendActions(StringBuilder out, ProcessState state, String quoted) {
        if (state == ProcessState.RUNNING) {
            appendAction(out, "Restart", "restart", quoted);
            appendAction(out, "Stop", "stop", quoted);
        } else if (state == ProcessState.STOPPED || state == ProcessState.EXITED || state == ProcessState.FATAL) {
            appendAction(out, "Start", "start", quoted);
        }
        appendAction(out, "Clear Log", "clearlog", quoted);
    }

    private static void appendAction(StringBuilder out, String text, String action, String quoted) {
        appendItem(out, link("index.html?processname=" + quoted + "&amp;action=" + action, text, false, text));
    }

    private static void appendItem(StringBuilder out, String link) {
        out.append("<li>").append(link).append("</li>\n");
    }

    private static String link(String href, String name, boolean newWindow, String text) {
        return "<a href=\"" + href + '"' + (name.isEmpty() ? "" : " name=\"" + name + '"')
                + (newWindow ? " target=\"_blank\" rel=\"noopener\"" : "") + '>' + Html.escape(text) + "</a>";
    }

    private static String styleOf(ProcessState state) {
        return switch (state) {
            case RUNNING -> "statusrunning";
            case FATAL, BACKOFF -> "statuserror";
            case STOPPED, STARTING, STOPPING, EXITED, UNKNOWN -> "statusnominal";
        };
    }
}

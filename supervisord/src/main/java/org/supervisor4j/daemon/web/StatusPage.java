package org.supervisor4j.daemon.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.daemon.rpc.DaemonView.Aside;
import org.supervisor4j.diagnosis.RestartReport;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Role;

/**
 * The page with all processes and what can be done to them. Without its script it is complete but for what only a
 * script can show: uses of processor and memory, and what changes. The script fills rows that the page has, or copies
 * of its templates; it makes no markup of its own.
 */
final class StatusPage {
    /** A row takes about this many characters. */
    private static final int ROW_SIZE = 1000;

    private static final Map<String, String> TITLES =
            Map.of("state", "State", "name", "Name", "uptime", "Description", "cpu", "CPU", "memory", "Memory");

    private final Html html;
    private final Map<String, Aside> asides;
    private final long now;
    private final StatusQuery query;
    private final Buttons buttons;

    private StatusPage(Html html, Map<String, Aside> asides, long now, StatusQuery query, Role role) {
        this.html = html;
        this.asides = asides;
        this.now = now;
        this.query = query;
        this.buttons = new Buttons(html, role);
    }

    /**
     * Renders the page.
     *
     * @param processes all that there are
     * @param asides as {@code DaemonView.Look} has them
     * @param now seconds since the epoch
     * @param message what an action had to say
     */
    static String render(
            PageContext context,
            List<ProcessInfo> processes,
            Map<String, Aside> asides,
            long now,
            StatusQuery query,
            Optional<String> message,
            Role role) {
        Html html = Html.page(context.place() + " - Supervisor Status", 8000 + ROW_SIZE * processes.size());
        html.stylesheet("status")
                .script("status")
                .header("processes", context, role)
                .markup("<main>\n");
        StatusPage page = new StatusPage(html, asides, now, query, role);
        page.message(message);
        page.toolbar(processes);
        page.processes(processes);
        page.templates();
        html.markup("</main>\n");
        return html.footer(context.year());
    }

    private void message(Optional<String> message) {
        html.markup("<div id=\"message\" class=\"status_msg\" role=\"status\">");
        message.ifPresent(html::text);
        html.markup("</div>\n");
    }

    private void toolbar(List<ProcessInfo> processes) {
        html.markup("<div class=\"toolbar\">\n");
        states(processes);
        filter();
        view();
        html.markup("<form id=\"all\" class=\"buttons sheet\" method=\"post\" action=\"index.html\" popover>\n");
        html.markup("<a class=\"button\" id=\"refresh\" href=\"index.html?action=refresh\">Refresh</a>\n");
        buttons.forAll();
        html.markup("</form>\n</div>\n");
    }

    /** How many processes are in which state; each is a link that shows only these. */
    private void states(List<ProcessInfo> processes) {
        Map<ProcessState, Integer> counts = new EnumMap<>(ProcessState.class);
        processes.forEach(process -> counts.merge(process.state(), 1, Integer::sum));
        html.markup("<nav id=\"states\" aria-label=\"States\">\n");
        state("", "All", processes.size());
        for (ProcessState state : ProcessState.values()) {
            state(nameOf(state), nameOf(state), counts.getOrDefault(state, 0));
        }
        html.markup("</nav>\n");
    }

    private void state(String state, String title, int count) {
        html.markup("<a").attribute("href", query.with("state", state)).attribute("data-state", state);
        html.markup(state.equals(query.state()) ? " aria-current=\"true\"" : "");
        html.markup(count == 0 && !state.isEmpty() ? " hidden>" : ">");
        html.text(title).markup(" <b>").text(Integer.toString(count)).markup("</b></a>\n");
    }

    private void filter() {
        html.markup("<form id=\"filter\" role=\"search\" method=\"get\" action=\"index.html\">");
        html.markup("<label for=\"q\" class=\"hidden\">Filter processes</label>");
        html.markup("<span class=\"search\"><input type=\"search\" id=\"q\" name=\"q\" placeholder=\"Filter\"");
        html.markup(" autocomplete=\"off\"").attribute("value", query.text()).markup("><kbd>/</kbd></span>");
        hiddenField("state", query.state());
        hiddenField("sort", query.sort().equals(StatusQuery.BY_NAME) ? "" : query.sort());
        hiddenField("dir", query.descending() ? "desc" : "");
        hiddenField("groups", query.grouped() ? "" : "off");
        hiddenField("folding", query.folding().mode());
        html.markup("<button class=\"button still\">Filter</button>");
        menu("view", "View");
        menu("all", "Actions");
        html.markup("</form>\n");
    }

    /** Where there is little room, the buttons are a sheet that this one opens. */
    private void menu(String sheet, String title) {
        html.markup("<button type=\"button\" class=\"button menu\" popovertarget=\"")
                .markup(sheet);
        html.markup("\">").markup(title).markup("</button>");
    }

    private void view() {
        html.markup("<div id=\"view\" class=\"buttons sheet\" popover>\n");
        folding(Folding.ALL, "all");
        folding(Folding.HEALTHY, "healthy");
        html.markup("<a id=\"grouping\" class=\"button\"")
                .attribute("href", query.with("groups", query.grouped() ? "off" : ""));
        html.markup(">").markup(query.grouped() ? "Ungroup" : "Group").markup("</a>\n</div>\n");
    }

    private void folding(String mode, String title) {
        boolean active = mode.equals(query.folding().mode());
        html.markup("<a class=\"button\"").attribute("data-folding", mode);
        html.attribute("href", query.with("folding", active ? "" : mode)).markup(">");
        html.markup(active ? "Unfold " : "Fold ").markup(title).markup("</a>");
    }

    private void hiddenField(String name, String value) {
        if (!value.isEmpty()) {
            html.markup("<input type=\"hidden\"")
                    .attribute("name", name)
                    .attribute("value", value)
                    .markup(">");
        }
    }

    private void processes(List<ProcessInfo> processes) {
        List<StatusQuery.Group> groups = query.groups(processes);
        html.markup("<p id=\"none\"").markup(processes.isEmpty() ? ">" : " hidden>");
        html.markup("No programs to manage</p>\n");
        html.markup("<p id=\"nomatch\"").markup(!processes.isEmpty() && groups.isEmpty() ? ">" : " hidden>");
        html.markup("No process matches. <a href=\"index.html\">Show all</a></p>\n");
        html.markup("<form id=\"each\" method=\"post\" action=\"index.html\">\n<table id=\"processes\"");
        html.markup(groups.isEmpty() ? " hidden>\n" : ">\n");
        html.markup("<caption class=\"hidden\">Processes</caption>\n<thead>\n<tr>");
        StatusQuery.COLUMNS.forEach(this::columnHead);
        html.markup("<th class=\"action\" scope=\"col\">Action</th></tr>\n</thead>\n");
        groups.forEach(this::group);
        html.markup("</table>\n</form>\n");
    }

    private void columnHead(String column) {
        html.markup("<th scope=\"col\"").attribute("class", column);
        if (column.equals(query.sort())) {
            html.attribute("aria-sort", query.descending() ? "descending" : "ascending");
        }
        html.markup("><a").attribute("href", query.sortedBy(column)).attribute("data-sort", column);
        html.markup(">").markup(TITLES.getOrDefault(column, column)).markup("</a></th>");
    }

    private void group(StatusQuery.Group group) {
        boolean folded = group.isFolded();
        html.markup("<tbody").attribute("data-group", group.name()).markup(folded ? " class=\"folded\">\n" : ">\n");
        if (group.isShown()) {
            int size = group.processes().size();
            groupHead(group.name(), folded, size == 1 ? "1 process" : size + " processes");
        }
        for (ProcessInfo process : group.processes()) {
            row(process, group.isShown() && !group.isOfLoners());
        }
        html.markup("</tbody>\n");
    }

    private void groupHead(String name, boolean folded, String count) {
        html.markup("<tr class=\"group\"><th colspan=\"3\" scope=\"rowgroup\"><button type=\"button\" class=\"fold\"");
        html.attribute("aria-expanded", folded ? "false" : "true")
                .markup("><span class=\"groupname\">")
                .text(name.equals(Folding.LONERS) ? query.folding().titleOfLoners() : name);
        html.markup("</span></button> <span class=\"count\">").text(count).markup("</span></th>");
        html.markup("<td class=\"cpu\"></td><td class=\"memory\"></td><td class=\"action\">");
        if (!name.equals(Folding.LONERS)) {
            buttons.forGroup(name);
        }
        html.markup("</td></tr>\n");
    }

    /**
     * @param inGroup whether the row stands under the head of its group, so that the process's own name tells enough
     */
    private void row(ProcessInfo process, boolean inGroup) {
        String namespec = Namespec.of(process.group(), process.name());
        Aside aside = asides.getOrDefault(namespec, Aside.NONE);
        html.markup("<tr").attribute("data-name", namespec).markup("><td class=\"status\"><span");
        html.attribute("class", styleOf(process.state())).markup(">").markup(nameOf(process.state()));
        html.markup("</span></td><td class=\"name\"><a");
        html.attribute("href", "process.html?processname=" + PercentText.quote(namespec))
                .markup(">");
        html.text(inGroup ? process.name() : namespec).markup("</a></td><td class=\"desc\"");
        badge(html, aside.health());
        html.markup(">").text(process.description());
        if (aside.nextStart() != 0) {
            html.text("; tries again in " + RestartReport.left(1000 * Math.max(0, aside.nextStart() - now)));
        }
        html.markup("</td><td class=\"cpu\"></td><td class=\"memory\"></td>");
        html.markup("<td class=\"action\">");
        buttons.forProcess(namespec, process.state(), aside.comes());
        tail("logtail/" + PercentText.quote(namespec), "Tail -f Stdout");
        tail("logtail/" + PercentText.quote(namespec) + "/stderr", "Tail -f Stderr");
        html.markup("</td></tr>\n");
    }

    /** For browsers without scripts: others have the process's page. */
    private void tail(String address, String title) {
        html.markup("<a class=\"still\"").attribute("href", address).attribute("name", title);
        html.markup(" target=\"_blank\" rel=\"noopener\">").markup(title).markup("</a>");
    }

    /** What the script makes rows from for processes that come later, and the buttons of all states. */
    private void templates() {
        html.markup("<template id=\"row\"><table><tbody><tr data-name=\"\"><td class=\"status\"><span></span></td>");
        html.markup("<td class=\"name\"><a></a></td><td class=\"desc\"></td><td class=\"cpu\"></td>");
        html.markup("<td class=\"memory\"></td><td class=\"action\">");
        buttons.forEveryState();
        html.markup("</td></tr></tbody></table></template>\n<template id=\"group\"><table><tbody>");
        groupHead("", false, "");
        html.markup("</tbody></table></template>\n");
    }

    /** What the stylesheet shows in front of the description. */
    static void badge(Html html, String health) {
        if (!health.isEmpty() && !health.equals("none")) {
            html.attribute("data-health", health);
        }
    }

    static String nameOf(ProcessState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String styleOf(ProcessState state) {
        return switch (state) {
            case RUNNING -> "statusrunning";
            case FATAL, BACKOFF -> "statuserror";
            case STOPPED, STARTING, STOPPING, EXITED, UNKNOWN -> "statusnominal";
        };
    }
}

package org.supervisor4j.daemon.web;

import java.util.List;
import java.util.Optional;
import org.supervisor4j.daemon.rpc.DaemonView;
import org.supervisor4j.diagnosis.HealthReport;
import org.supervisor4j.diagnosis.Members;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessHealth;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RestartState;
import org.supervisor4j.model.Role;

/**
 * The page of one process: how it is, its log, how it is configured. One that does not run opens on why it does not,
 * and on how its last runs ended.
 */
final class ProcessPage {
    private static final int USUAL_SIZE = 32 * 1024;

    private final Html html;
    private final ProcessInfo process;
    private final String namespec;
    private final String quoted;

    /**
     * What there is to show.
     *
     * @param history how its last runs ended, the oldest first
     * @param restart when it is started again by itself
     * @param health whether it is ready, and well
     * @param comes whether it is down and starts by itself
     */
    record Content(
            ProcessInfo process,
            DaemonView.Settings settings,
            List<PastRun> history,
            Optional<RestartState> restart,
            ProcessHealth health,
            boolean comes) {}

    private ProcessPage(Html html, ProcessInfo process) {
        this.html = html;
        this.process = process;
        this.namespec = Namespec.of(process.group(), process.name());
        this.quoted = PercentText.quote(namespec);
    }

    static String render(PageContext context, Content content, ProcessStory story, ProcessLogs.Shown shown, Role role) {
        ProcessInfo process = content.process();
        Html html = Html.page(
                Namespec.of(process.group(), process.name()) + " - " + context.place() + " - Supervisor", USUAL_SIZE);
        html.stylesheet("process").stylesheet("log").script("process");
        html.header("process", context, role).markup("<main>\n");
        ProcessPage page = new ProcessPage(html, process);
        ProcessDetails details = new ProcessDetails(html, content);
        page.head(role, !shown.channels().isEmpty(), content.health().health(), content.comes());
        html.markup("<div id=\"story\" class=\"details\">");
        boolean told = story.isWorthTelling();
        if (told) {
            story.write(html);
            details.runs();
        }
        page.health(new HealthReport(new Members(content.health().toMap())));
        html.markup("</div>\n");
        page.log(shown);
        html.markup("<div id=\"details\" class=\"details\">\n");
        if (!told) {
            details.runs();
        }
        details.settings(role);
        html.markup("</div>\n</main>\n");
        return html.footer(context.year());
    }

    private void health(HealthReport report) {
        if (report.isAny()) {
            html.markup("<section class=\"why\"><h2>Health</h2>\n<ul>\n");
            report.lines().forEach(line -> html.markup("<li>").text(line).markup("</li>\n"));
            html.markup("</ul>\n</section>\n");
        }
    }

    private void head(Role role, boolean hasLogs, String health, boolean comes) {
        ProcessState state = process.state();
        html.markup("<div id=\"message\" class=\"status_msg\" role=\"status\"></div>\n");
        html.markup("<div id=\"process\" class=\"processhead\"")
                .attribute("data-name", namespec)
                .markup(">");
        html.markup("<nav class=\"back\" aria-label=\"Breadcrumb\"><a href=\"index.html\">All processes</a></nav>");
        html.markup("<h1>").text(namespec).markup("</h1>");
        html.markup("<p class=\"facts\"><span class=\"status\"><span");
        html.attribute("class", StatusPage.styleOf(state)).markup(">");
        html.markup(StatusPage.nameOf(state)).markup("</span></span> <span class=\"desc\"");
        StatusPage.badge(html, health);
        html.markup(">");
        html.text(process.description()).markup("</span></p>");
        html.markup("<p class=\"usage\" hidden>");
        html.markup("<span class=\"graph\"><span class=\"label\">CPU</span> <b class=\"cpu\"></b>");
        html.markup("<canvas id=\"cpugraph\" width=\"240\" height=\"56\" aria-hidden=\"true\"></canvas></span>");
        html.markup("<span class=\"graph\"><span class=\"label\">Memory</span> <b class=\"memory\"></b>");
        html.markup("<canvas id=\"memorygraph\" width=\"240\" height=\"56\" aria-hidden=\"true\"></canvas></span></p>");
        html.markup("<form id=\"each\" class=\"buttons action\" method=\"post\" action=\"index.html\">");
        Buttons buttons = new Buttons(html, role);
        buttons.forProcess(namespec, state, comes);
        if (hasLogs) {
            buttons.forLogs(namespec);
        }
        html.markup("</form></div>\n<template id=\"buttons\">");
        buttons.forEveryState();
        if (hasLogs) {
            buttons.forLogs(namespec);
        }
        html.markup("</template>\n");
    }

    /** Where there is no file there is nothing to show. */
    private void log(ProcessLogs.Shown shown) {
        if (shown.channels().isEmpty()) {
            return;
        }
        html.markup("<section class=\"log\" aria-label=\"Log\">\n<div class=\"logbar\"><nav aria-label=\"Channel\">");
        shown.channels().forEach(channel -> channel(channel, channel.equals(shown.channel())));
        html.markup("</nav>");
        html.markup("""
                <div class="logtools live">\
                <button type="button" class="button" id="pause" aria-pressed="false">Pause</button>\
                <label for="search" class="hidden">Search in the log</label>\
                <span class="search"><input type="search" id="search" placeholder="Search" autocomplete="off">\
                <kbd>/</kbd></span>\
                <span id="matches" role="status"></span>\
                <button type="button" class="button" id="previous" aria-label="Previous match">&uarr;</button>\
                <button type="button" class="button" id="next" aria-label="Next match">&darr;</button>\
                <label class="check"><input type="checkbox" id="only"> Only matches</label>\
                <label class="check"><input type="checkbox" id="wrap" checked> Wrap</label>\
                </div><span class="loglinks">""");
        String path = quoted + "/" + shown.channel();
        html.markup("<a class=\"button\"").attribute("href", "logfile/" + path).markup(" download>Download</a>");
        html.markup("<a class=\"button\" target=\"_blank\" rel=\"noopener\"").attribute("href", "logtail/" + path);
        html.attribute("name", "Tail -f " + (shown.channel().equals(ProcessLogs.STDOUT) ? "Stdout" : "Stderr"));
        html.markup(">Raw</a></span></div>\n<div id=\"log\" role=\"log\" aria-live=\"off\" aria-label=\"");
        html.text(shown.channel())
                .markup("\" tabindex=\"0\"")
                .attribute("data-log", path)
                .markup("><pre>\n");
        html.output(shown.text()).markup("</pre></div>\n</section>\n");
    }

    private void channel(String name, boolean isShown) {
        html.markup("<a").attribute("href", "process.html?processname=" + quoted + "&channel=" + name);
        html.markup(isShown ? " aria-current=\"page\">" : ">").markup(name).markup("</a>");
    }
}

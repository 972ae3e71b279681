package org.supervisor4j.daemon.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.rpc.DaemonView;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

/** The page of one process: how it is, its log, how it is configured. */
final class ProcessPage {
    /** What is shown of a log where no script follows it, in bytes. */
    private static final int TAIL = 16 * 1024;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.US);

    private final Html html;
    private final Content content;
    private final String namespec;
    private final String quoted;

    /**
     * What there is to show.
     *
     * @param history how its last runs ended, the oldest first
     * @param channel whose log: {@code stdout} or {@code stderr}
     */
    record Content(ProcessInfo process, DaemonView.Settings settings, List<PastRun> history, String channel) {}

    private ProcessPage(Html html, Content content, String namespec) {
        this.html = html;
        this.content = content;
        this.namespec = namespec;
        this.quoted = PercentText.quote(namespec);
    }

    static String render(PageContext context, SupervisorApi api, Content content, Role role) {
        String namespec =
                Namespec.of(content.process().group(), content.process().name());
        Html html = Html.page(namespec + " - Supervisor", 4 * TAIL);
        html.stylesheet("process").stylesheet("log").script("process");
        html.header("log", context.identifier(), role).markup("<main>\n");
        ProcessPage page = new ProcessPage(html, content, namespec);
        page.head(role);
        page.log(api);
        page.details(role);
        html.markup("</main>\n");
        return html.footer(context.version(), context.year());
    }

    private void head(Role role) {
        ProcessInfo process = content.process();
        html.markup("<div id=\"message\" class=\"status_msg\" role=\"status\"></div>\n");
        html.markup("<div id=\"process\" class=\"processhead\"")
                .attribute("data-name", namespec)
                .markup(">");
        html.markup("<nav aria-label=\"Breadcrumb\"><a href=\"index.html\">All processes</a></nav>");
        html.markup("<h1>").text(namespec).markup("</h1>");
        html.markup("<p class=\"facts\"><span class=\"status\"><span");
        html.attribute("class", StatusPage.styleOf(process.state())).markup(">");
        html.markup(StatusPage.nameOf(process.state())).markup("</span></span> <span class=\"desc\">");
        html.text(process.description()).markup("</span></p>");
        html.markup("<p class=\"usage\"><span class=\"graph\"><span class=\"label\">CPU</span> <b class=\"cpu\"></b>");
        html.markup("<canvas id=\"cpugraph\" width=\"240\" height=\"56\" aria-hidden=\"true\"></canvas></span>");
        html.markup("<span class=\"graph\"><span class=\"label\">Memory</span> <b class=\"memory\"></b>");
        html.markup("<canvas id=\"memorygraph\" width=\"240\" height=\"56\" aria-hidden=\"true\"></canvas></span></p>");
        html.markup("<form id=\"each\" class=\"buttons action\" method=\"post\" action=\"index.html\">");
        Buttons buttons = new Buttons(html, role);
        buttons.forProcess(namespec, process.state());
        html.markup("</form></div>\n<template id=\"buttons\">");
        buttons.forEveryState();
        html.markup("</template>\n");
    }

    private void log(SupervisorApi api) {
        String channel = content.channel();
        html.markup("<section class=\"log\" aria-label=\"Log\">\n<div class=\"logbar\"><nav aria-label=\"Channel\">");
        channel("stdout");
        channel("stderr");
        html.markup("</nav>");
        html.markup("""
                <div class="logtools live">\
                <button type="button" class="button" id="pause" aria-pressed="false">Pause</button>\
                <label for="search" class="hidden">Search in the log</label>\
                <input type="search" id="search" placeholder="Search  ( / )" autocomplete="off">\
                <span id="matches" role="status"></span>\
                <button type="button" class="button" id="previous" aria-label="Previous match">&uarr;</button>\
                <button type="button" class="button" id="next" aria-label="Next match">&darr;</button>\
                <label class="check"><input type="checkbox" id="only"> Only matches</label>\
                <label class="check"><input type="checkbox" id="wrap" checked> Wrap</label>\
                </div><span class="loglinks">""");
        String path = quoted + "/" + channel;
        html.markup("<a class=\"button\"").attribute("href", "logfile/" + path).markup(" download>Download</a>");
        html.markup("<a class=\"button\" target=\"_blank\" rel=\"noopener\"").attribute("href", "logtail/" + path);
        html.attribute("name", "Tail -f " + (channel.equals("stdout") ? "Stdout" : "Stderr"));
        html.markup(">Raw</a></span></div>\n<div id=\"log\" role=\"log\" aria-live=\"off\" aria-label=\"");
        html.text(channel)
                .markup("\" tabindex=\"0\"")
                .attribute("data-log", path)
                .markup("><pre>\n");
        html.text(tail(api)).markup("</pre></div>\n<button type=\"button\" id=\"more\" hidden></button></section>\n");
    }

    private void channel(String name) {
        html.markup("<a").attribute("href", "process.html?processname=" + quoted + "&channel=" + name);
        html.markup(name.equals(content.channel()) ? " aria-current=\"page\">" : ">")
                .markup(name)
                .markup("</a>");
    }

    private String tail(SupervisorApi api) {
        try {
            return content.channel().equals("stdout")
                    ? api.readProcessStdoutLog(namespec, -TAIL, 0)
                    : api.readProcessStderrLog(namespec, -TAIL, 0);
        } catch (RpcFault nothing) {
            return "";
        }
    }

    private void details(Role role) {
        html.markup("<div class=\"details\">\n<section class=\"runs\"><h2>Last exits</h2>\n");
        history();
        html.markup("</section>\n<section><h2>Configuration</h2>\n");
        list(content.settings().keys().stream().map(Secrets::hideIn).toList());
        html.markup("</section>\n<section><h2>Environment</h2>\n");
        List<Setting> environment = content.settings().environment();
        if (environment.isEmpty()) {
            html.markup("<p class=\"muted\">Nothing beyond supervisord's own.</p>\n");
        } else {
            list(environment.stream()
                    .map(variable -> Secrets.hide(variable, role))
                    .toList());
        }
        html.markup("</section>\n</div>\n");
    }

    /** The newest first: it is what people come for. */
    private void history() {
        List<PastRun> runs = content.history();
        if (runs.isEmpty()) {
            html.markup("<p class=\"muted\">None since supervisord began.</p>\n");
            return;
        }
        html.markup("<table><thead><tr><th scope=\"col\">Ended</th><th scope=\"col\">Why</th>");
        html.markup("<th scope=\"col\">Ran for</th><th scope=\"col\">Then</th></tr></thead><tbody>\n");
        for (int i = runs.size() - 1; i >= 0; i--) {
            run(runs.get(i));
        }
        html.markup("</tbody></table>\n");
    }

    private void run(PastRun run) {
        html.markup("<tr><td>").text(time(run.stop())).markup("</td><td>").text(run.text());
        html.text(run.failure().isEmpty() ? "" : ": " + run.failure());
        html.markup(run.coredumped() ? " (core dumped)" : "").markup("</td><td>");
        html.text(run.pid() == 0 ? "" : ranFor(run.stop() - (long) run.start()));
        html.markup("</td><td>").markup(StatusPage.nameOf(run.state())).markup("</td></tr>\n");
    }

    private static String time(int seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    }

    private static String ranFor(long seconds) {
        long total = Math.max(0, seconds);
        return total < 60
                ? total + " s"
                : String.format(Locale.ROOT, "%d:%02d:%02d", total / 3600, total / 60 % 60, total % 60);
    }

    private void list(List<Setting> settings) {
        html.markup("<dl>\n");
        for (Setting setting : settings) {
            html.markup("<div><dt>").text(setting.key()).markup("</dt><dd>");
            html.text(setting.value()).markup("</dd></div>\n");
        }
        html.markup("</dl>\n");
    }
}

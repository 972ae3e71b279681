package org.supervisor4j.daemon.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.Role;

/** The boxes of a process's page. Those that would be empty are left out. */
final class ProcessDetails {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.US);

    /** Values that are not longer fit beside their keys on a phone. */
    private static final int SHORT = 20;

    private final Html html;
    private final ProcessPage.Content content;

    ProcessDetails(Html html, ProcessPage.Content content) {
        this.html = html;
        this.content = content;
    }

    /** How the last runs ended, the newest first: it is what people come for. */
    void runs() {
        List<PastRun> runs = content.history();
        if (runs.isEmpty()) {
            return;
        }
        html.markup("<section id=\"runs\" class=\"runs\"><h2>Last exits</h2>\n");
        html.markup("<table><thead><tr><th scope=\"col\">Ended</th><th scope=\"col\">Why</th>");
        html.markup("<th scope=\"col\">Ran for</th><th scope=\"col\">Then</th></tr></thead><tbody>\n");
        for (int last = runs.size() - 1; last >= 0; ) {
            int first = last;
            while (first > 0 && areAlike(runs.get(first - 1), runs.get(last))) {
                first--;
            }
            row(runs.subList(first, last + 1));
            last = first - 1;
        }
        html.markup("</tbody></table>\n</section>\n");
    }

    private static boolean areAlike(PastRun one, PastRun other) {
        return one.text().equals(other.text())
                && one.failure().equals(other.failure())
                && one.coredumped() == other.coredumped()
                && one.state() == other.state();
    }

    /** One line for all that ended in the same way, one after the other. */
    private void row(List<PastRun> alike) {
        PastRun first = alike.get(0);
        PastRun run = alike.get(alike.size() - 1);
        html.markup("<tr><td>").text(time(run.stop())).markup("</td><td>").text(run.text());
        html.text(run.failure().isEmpty() ? "" : ": " + run.failure());
        html.markup(run.coredumped() ? " (core dumped)" : "");
        if (alike.size() > 1) {
            html.text(", " + alike.size() + " times since " + time(first.stop()));
        }
        html.markup("</td><td>").text(run.pid() == 0 ? "" : ranFor(alike));
        html.markup("</td><td>").markup(StatusPage.nameOf(run.state())).markup("</td></tr>\n");
    }

    private static String ranFor(List<PastRun> alike) {
        LongSummaryStatistics millis =
                alike.stream().mapToLong(PastRun::milliseconds).summaryStatistics();
        String least = duration(millis.getMin());
        String most = duration(millis.getMax());
        return least.equals(most) ? most : least + " to " + most;
    }

    private static String time(int seconds) {
        return TIME.format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    }

    private static String duration(long millis) {
        long total = millis / 1000;
        if (total < 60) {
            return total == 0 ? millis + " ms" : total + " s";
        }
        return String.format(Locale.ROOT, "%d:%02d:%02d", total / 3600, total / 60 % 60, total % 60);
    }

    void settings(Role role) {
        box(
                "Configuration",
                content.settings().keys().stream()
                        .filter(setting -> !setting.value().isEmpty())
                        .map(Secrets::hideIn)
                        .toList());
        box(
                "Environment",
                content.settings().environment().stream()
                        .map(variable -> Secrets.hide(variable, role))
                        .toList());
    }

    private void box(String title, List<Setting> settings) {
        if (settings.isEmpty()) {
            return;
        }
        html.markup("<section class=\"settings\"><h2>").markup(title).markup("</h2>\n<dl>\n");
        for (Setting setting : settings) {
            html.markup(setting.value().length() > SHORT ? "<div class=\"long\"><dt>" : "<div><dt>");
            html.text(setting.key()).markup("</dt><dd>");
            html.text(setting.value()).markup("</dd></div>\n");
        }
        html.markup("</dl>\n</section>\n");
    }
}

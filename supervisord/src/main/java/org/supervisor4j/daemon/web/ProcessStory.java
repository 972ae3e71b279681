package org.supervisor4j.daemon.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.daemon.rpc.DaemonView.Setting;
import org.supervisor4j.diagnosis.Advice;
import org.supervisor4j.diagnosis.Facts;
import org.supervisor4j.diagnosis.HealthReport;
import org.supervisor4j.diagnosis.Meaning;
import org.supervisor4j.diagnosis.Members;
import org.supervisor4j.diagnosis.PastEnd;
import org.supervisor4j.diagnosis.PastEnds;
import org.supervisor4j.diagnosis.RestartReport;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;

/** Tells why a process does not run, or does not go on running: as {@code explain} says it. */
final class ProcessStory {
    private final Facts facts;
    private final boolean isDown;

    private ProcessStory(Facts facts, boolean isDown) {
        this.facts = facts;
        this.isDown = isDown;
    }

    static ProcessStory of(ProcessPage.Content content, Supervisor4jApi additions) {
        ProcessInfo process = content.process();
        LastOutput output = additions.getLastOutput(Namespec.of(process.group(), process.name()));
        boolean isStderr = !output.stderr().isBlank();
        return new ProcessStory(
                new Facts(
                        new Members(members(content)),
                        settings(content.settings().keys()),
                        new PastEnds(content.history().stream()
                                .map(run -> PastEnd.of(new Members(run.toMap())))
                                .toList()),
                        new Facts.Output(
                                isStderr ? process.stderrLogfile() : process.stdoutLogfile(),
                                Facts.Output.lastLines(isStderr ? output.stderr() : output.stdout())),
                        "",
                        "",
                        null,
                        content.restart()
                                .map(restart -> new RestartReport(new Members(restart.toMap())))
                                .orElse(null),
                        List.of()),
                isDown(process));
    }

    private static Map<String, Object> members(ProcessPage.Content content) {
        Map<String, Object> members = new LinkedHashMap<>(content.process().toMap());
        members.put(HealthReport.MEMBER, content.health().toMap());
        return members;
    }

    /** Advice may repeat a word of a command: it knows no more than the page shows. */
    private static Map<String, String> settings(List<Setting> keys) {
        Map<String, String> settings = new LinkedHashMap<>();
        keys.stream().map(Secrets::hideIn).forEach(setting -> settings.put(setting.key(), setting.value()));
        return settings;
    }

    private static boolean isDown(ProcessInfo process) {
        return switch (process.state()) {
            case STOPPED, EXITED, FATAL, BACKOFF, UNKNOWN -> true;
            case STARTING, RUNNING, STOPPING -> false;
        };
    }

    /** Whether it is what people come for. */
    boolean isWorthTelling() {
        return isDown || facts.isFlapping();
    }

    void write(Html html) {
        html.markup("<section class=\"why\"><h2>");
        html.markup(isDown ? "Why it does not run" : "Why it does not go on running");
        html.markup("</h2>\n<p>").text(Meaning.of(facts)).markup("</p>\n");
        writeNextStart(html);
        List<String> advice = Advice.on(facts);
        if (!advice.isEmpty()) {
            html.markup("<ul>\n");
            advice.forEach(sentence -> html.markup("<li>").text(sentence).markup("</li>\n"));
            html.markup("</ul>\n");
        }
        writeOutput(html);
        html.markup("</section>\n");
    }

    /** The time that is left is counted down by the page. */
    private void writeNextStart(Html html) {
        RestartReport restart = facts.restart();
        if (restart == null || restart.words().isEmpty()) {
            return;
        }
        html.markup("<p class=\"next\">It ");
        if (restart.isTimeKnown()) {
            html.text(restart.before()).markup("<b class=\"left\"");
            html.attribute("data-left", String.valueOf(restart.milliseconds())).markup(">");
            html.text(restart.left()).markup("</b>").text(restart.after());
        } else {
            html.text(restart.comes() ? restart.before() : restart.lately());
        }
        html.markup(".</p>\n");
    }

    /** What led to it, as far as the last run wrote it. */
    private void writeOutput(Html html) {
        List<String> lines = facts.output().lines();
        if (!lines.isEmpty()) {
            html.markup("<p class=\"muted\">The end of ").text(facts.output().file());
            html.markup(":</p>\n<pre tabindex=\"0\">\n").output(String.join("\n", lines));
            html.markup("</pre>\n");
        }
    }
}

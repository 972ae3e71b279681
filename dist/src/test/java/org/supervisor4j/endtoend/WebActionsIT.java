package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What can be done on the page with all processes, and by whom, in a real browser. */
class WebActionsIT extends StatusPageStage {

    @Test
    void nobodySeesAnythingWithoutALogin() throws IOException {
        HttpResponse<String> answer = site.getAnonymously("");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"default\"");

        try (Browser stranger = Browser.open()) {
            stranger.get(site.page("").replace("geheim", "guessed"));
            assertThat(stranger.count("#processes")).isZero();

            stranger.live(site.page(""));
            assertThat(stranger.title()).contains("Supervisor Status");
        }
    }

    @Test
    void eachActionTellsHowItEndedAndTheRowShowsIt() {
        site.daemon().rpc().call("supervisor.stopAllProcesses");
        browser.live(site.page("")).run(STAY);

        table.act("cron", "start", "Process cron started");
        table.awaitState("cron", "running");
        table.act("cron", "restart", "Process cron restarted");
        table.act("cron", "stop", "Process cron stopped");
        table.awaitState("cron", "stopped");
        table.act("mailer", "start", "ERROR: Process mailer: spawn error");
        table.awaitState("mailer", "fatal");
        table.act("report", "start", "ERROR: Process report: no such file");

        browser.await("the page was never left", STAYED);
        browser.assertNoComplaints();
    }

    @Test
    void aButtonIsBusyUntilItsActionHasEnded() throws IOException {
        try (WebSite slow = WebSite.open("""
                [program:stubborn]
                command=/bin/sh -c "trap '' TERM; while :; do sleep 0.1; done"
                startsecs=0
                stopwaitsecs=300
                """)) {
            browser.live(slow.page(""));

            long pid = slow.daemon().rpc().pid("stubborn");
            table.click("stubborn", "stop");

            table.awaitState("stubborn", "stopping");
            assertThat(browser.count("tr[aria-busy=true] button[value=stop][aria-busy=true]:disabled"))
                    .isEqualTo(1);
            Command.of("kill", "-9", Long.toString(pid)).run();
            browser.awaitText("#message", "Process stubborn stopped");
            browser.await("it is no more busy", "return !document.querySelector('[aria-busy]')");
        }
    }

    @Test
    void stoppingEverythingIsAskedAboutFirst() {
        browser.live(site.page(""));

        browser.click("#all .stopall");
        assertThat(browser.text("dialog")).contains("Stop all processes?");
        browser.type("dialog", Keys.ESCAPE);
        Await.until("the question has gone", () -> browser.count("dialog") == 0);
        assertThat(site.daemon().rpc().state("scheduler")).isEqualTo("RUNNING");
        browser.click("#all .stopall");
        browser.click("dialog .danger");

        browser.awaitText("#message", "All stopped at ");
        table.awaitState("scheduler", "stopped");
        browser.click("#all .startall");
        browser.awaitText("#message", "All started at ");
        browser.click("#all .restartall");
        browser.click("dialog .danger");
        browser.awaitText("#message", "All restarted at ");
        browser.assertNoComplaints();
    }

    @Test
    void shutDownIsAskedAboutAndSeen() throws IOException {
        try (WebSite other = WebSite.open("""
                [program:cat]
                command=/bin/cat
                startsecs=0
                """)) {
            browser.live(other.page(""));

            browser.click("#all .shutdown");
            assertThat(browser.text("dialog")).contains("shut down supervisord?");
            browser.click("dialog .danger");

            browser.awaitText("#message", "Supervisor is shutting down");
            browser.awaitText("#connection", "connection lost");
            other.daemon().awaitEnd();
        }
    }

    @Test
    void statusAndActionsWorkWithoutScripts() throws IOException {
        try (Browser plain = Browser.withoutJavaScript()) {
            StatusTable rows = new StatusTable(plain.get(site.page("")));
            assertThat(rows.text("scheduler", ".desc")).contains("uptime 0:");
            assertThat(rows.text("scheduler", ".action")).contains("Tail -f Stdout");

            rows.click("scheduler", "stop");
            plain.awaitText("#message", "Process scheduler stopped");
            assertThat(rows.text("scheduler", ".status")).isEqualTo("stopped");
            plain.click("#refresh");
            plain.awaitText("#message", "Page refreshed at ");
            plain.type("#q", "mailer", Keys.ENTER);
            Await.until("only one is shown", () -> plain.count("tbody tr[data-name]") == 1);
            plain.get(site.page("")).click("tbody[data-group=api] button[value=stopgroup]");
            plain.awaitText("h1", "Stop group api?");
            plain.click(".danger");
            plain.awaitText("#message", "Group api stopped");
            plain.get(site.page("process.html?processname=scheduler")).click("button[value=clearlog]");
            plain.awaitText("h1", "Clear the logs of scheduler?");
            plain.click(".danger");
            plain.awaitText("#message", "Log for scheduler cleared");
            plain.get(site.page("?folding=healthy"));
            assertThat(plain.text("tbody[data-group=':']")).contains("Healthy").doesNotContain("cron");
            assertThat(plain.text("main")).contains("mailer");
            plain.get(site.page("")).click("#all .stopall");
            plain.awaitText("h1", "Stop all processes?");
            plain.click(".danger");
            plain.awaitText("#message", "All stopped at ");
        }
    }

    @Test
    void oldLinksLeadWhereTheyDidAndAskBeforeTheyAct() throws IOException {
        try (Browser plain = Browser.withoutJavaScript()) {
            site.daemon().rpc().call("supervisor.stopAllProcesses");

            plain.get(site.page("index.html?processname=scheduler&action=start"));
            plain.awaitText("h1", "Start scheduler?");
            assertThat(site.daemon().rpc().state("scheduler")).isEqualTo("STOPPED");
            plain.click(".danger");
            plain.awaitText("#message", "Process scheduler started");
            plain.get(site.page("tail.html?processname=scheduler"));
            plain.awaitText("pre", "scheduled");
            plain.get(site.page("process.html?processname=scheduler"));
            plain.awaitText("#log", "scheduled");
        }
    }

    @Test
    void whoeverMayOnlyLookHasNoButtonsAndIsRefused() {
        browser.live(site.lookOnly(""));
        table.awaitState("scheduler", "running");

        assertThat(browser.text("header")).contains("read only");
        assertThat(browser.count("button[name=action]")).isZero();
        browser.live(site.lookOnly("process.html?processname=scheduler"));
        assertThat(browser.count("button[name=action]")).isZero();
        assertThat(browser.run("return document.body.innerText")).asString().doesNotContain("geheim", "info");
        browser.run("""
                fetch("index.html?processname=scheduler", {method: "POST", body: new URLSearchParams({action: "stop"})})
                    .then((answer) => document.body.dataset.answer = answer.status)""");
        browser.await("it is refused", "return document.body.dataset.answer === '403'");
        assertThat(site.daemon().rpc().state("scheduler")).isEqualTo("RUNNING");
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page with all processes, in a real browser. */
class WebStatusIT {
    private static final String STAYED = "return window.stayed === true";

    private static WebSite site;
    private static Browser browser;

    @BeforeAll
    static void openBoth() throws IOException {
        site = WebSite.open(WebSite.PROGRAMS);
        browser = Browser.open();
        site.daemon().rpc().awaitState("mailer", "FATAL");
    }

    @AfterAll
    static void closeBoth() throws IOException {
        browser.close();
        site.close();
    }

    @BeforeEach
    void forget() {
        browser.complaints();
    }

    @AfterEach
    void everythingRunsAgain() {
        browser.size(1280, 800).dark(false);
        site.daemon().rpc().call("supervisor.startAllProcesses");
    }

    /** A row's part: {@code row("cron", ".desc")}. */
    private static String row(String name, String part) {
        return "tr[data-name='" + name + "'] " + part;
    }

    private static String button(String name, String action) {
        return row(name, "button[value=" + action + "]");
    }

    private static void act(String name, String action, String message) {
        Await.until(action + " is offered for " + name, () -> browser.count(button(name, action)) == 1);
        browser.click(button(name, action));
        browser.awaitText("#message", message);
        browser.awaitText(row(name, ".desc"), message);
    }

    @Test
    void nobodySeesAnythingWithoutALogin() throws Exception {
        HttpResponse<String> answer = send("GET", site.anonymous(""));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"default\"");
        browser.live(site.page(""));
        assertThat(browser.title()).contains("Supervisor Status");
        browser.assertNoComplaints();
    }

    private static HttpResponse<String> send(String method, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.ofString("action=stopall"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void eachActionTellsHowItEndedAndTheRowShowsIt() {
        site.daemon().rpc().call("supervisor.stopAllProcesses");
        browser.live(site.page("")).run("window.stayed = true");

        act("cron", "start", "Process cron started");
        browser.awaitText(row("cron", ".status"), "running");
        act("cron", "restart", "Process cron restarted");
        act("cron", "clearlog", "Log for cron cleared");
        act("cron", "stop", "Process cron stopped");
        browser.awaitText(row("cron", ".status"), "stopped");
        act("mailer", "start", "ERROR: Process mailer: spawn error");
        browser.awaitText(row("mailer", ".status"), "fatal");
        act("report", "start", "ERROR: Process report: no such file");

        browser.await("the page was never left", STAYED);
        browser.assertNoComplaints();
    }

    @Test
    void aButtonIsBusyUntilItsActionHasEnded() throws IOException {
        try (WebSite slow = WebSite.open("""
                [program:stubborn]
                command=/bin/sh -c "trap '' TERM; while :; do sleep 0.1; done"
                startsecs=0
                stopwaitsecs=2
                stopasgroup=true
                """)) {
            browser.live(slow.page(""));
            browser.await("it runs", "return document.querySelector('button[value=stop]') !== null");

            browser.click(button("stubborn", "stop"));

            assertThat(browser.count("tr[aria-busy=true] button[value=stop][aria-busy=true]:disabled"))
                    .isEqualTo(1);
            browser.awaitText(row("stubborn", ".status"), "stopping");
            browser.awaitText("#message", "Process stubborn stopped");
            browser.await("it is no more busy", "return !document.querySelector('[aria-busy]')");
        }
    }

    @Test
    void processThatIsKilledElsewhereChangesByItself() {
        browser.live(site.page("")).run("window.stayed = true");
        browser.awaitText(row("scheduler", ".desc"), "uptime 0:");
        long pid = site.daemon().rpc().pid("scheduler");
        browser.awaitText(row("scheduler", ".desc"), "pid " + pid + ",");

        Command.of("kill", "-9", Long.toString(pid)).run();

        browser.await(
                "another pid",
                "return !document.querySelector(\"" + row("scheduler", ".desc") + "\").textContent.includes('pid " + pid
                        + ",')");
        browser.awaitText(row("scheduler", ".status"), "running");
        browser.await(
                "memory is known",
                "return /^[0-9.]+ [kM]B$/.test(document.querySelector(\"" + row("scheduler", ".memory")
                        + "\").textContent)");
        browser.await(
                "the processor's share is known",
                "return /^[0-9.]+%$/.test(document.querySelector(\"" + row("scheduler", ".cpu") + "\").textContent)");
        browser.await("the page was never left", STAYED);
    }

    @Test
    void groupsFoldAndAreStartedAndStoppedAsOne() {
        browser.live(site.page(""));
        String group = "tbody[data-group=api] ";
        browser.awaitText(group + ".count", "3 processes, all running");

        browser.click(group + ".fold");
        assertThat(browser.count(group + "tr[data-name]")).isZero();
        browser.reload();
        assertThat(browser.count(group + "tr[data-name]")).isZero();
        browser.click(group + ".fold");
        assertThat(browser.count(group + "tr[data-name]")).isEqualTo(3);
        browser.click(group + "button[value=stopgroup]");
        browser.awaitText("#message", "Group api stopped");
        browser.awaitText(group + ".count", "3 processes, 0 running");
        browser.click(group + "button[value=startgroup]");
        browser.awaitText("#message", "Group api started");
        browser.awaitText(group + ".count", "all running");
        browser.assertNoComplaints();
    }

    @Test
    void filterAndSortSurviveAReload() {
        browser.live(site.page(""));

        browser.type("body", "/");
        browser.type("#q", "running");
        browser.click("th.name a");
        List<String> shown = browser.texts("tbody .name, .groupname");
        assertThat(shown).first().isEqualTo("scheduler");
        assertThat(shown).doesNotContain("mailer", "report");
        browser.reload();

        assertThat(browser.url()).endsWith("?q=running&dir=desc");
        assertThat(browser.texts("tbody .name, .groupname")).isEqualTo(shown);
        assertThat(browser.count("th.name[aria-sort=descending]")).isEqualTo(1);
        browser.click("#states a[data-state=fatal]");
        assertThat(browser.texts("tbody tr[data-name]")).isEmpty();
        assertThat(browser.text("#nomatch")).contains("No process matches");
        browser.type("#q", Keys.ESCAPE);
        assertThat(browser.texts("tbody .name")).containsExactly("mailer");
    }

    @Test
    void withoutGroupsTheOneThatTakesTheMostStandsFirst() throws IOException {
        try (WebSite busy = WebSite.open("""
                [program:idle]
                command=/bin/sleep 3600
                startsecs=0
                [program:pack]
                command=/bin/sh -c "while :; do :; done"
                process_name=%(program_name)s-%(process_num)d
                numprocs=1
                startsecs=0
                """)) {
            browser.live(busy.page("?groups=off&sort=cpu&dir=desc"));

            Await.until("the busy one stands first", () -> browser.texts("tbody .name")
                    .equals(List.of("pack:pack-0", "idle")));
        }
    }

    @Test
    void whatOneBrowserDoesTheOtherShows() throws IOException {
        try (Browser other = Browser.open()) {
            browser.live(site.page(""));
            other.live(site.page(""));

            act("scheduler", "stop", "Process scheduler stopped");
            other.awaitText(row("scheduler", ".status"), "stopped");
            other.click(button("scheduler", "start"));

            browser.awaitText(row("scheduler", ".status"), "running");
        }
    }

    @Test
    void stoppingEverythingIsAskedAboutFirst() {
        browser.live(site.page(""));

        browser.click("#all .stopall");
        assertThat(browser.text("dialog")).contains("Stop all processes?");
        browser.type("dialog", Keys.ESCAPE);
        assertThat(browser.count("dialog")).isZero();
        assertThat(site.daemon().rpc().state("scheduler")).isEqualTo("RUNNING");
        browser.click("#all .stopall");
        browser.click("dialog .danger");

        browser.awaitText("#message", "All stopped at ");
        browser.awaitText(row("scheduler", ".status"), "stopped");
        browser.click("#all .startall");
        browser.awaitText("#message", "All started at ");
        browser.click("#all .restartall");
        browser.click("dialog .danger");
        browser.awaitText("#message", "All restarted at ");
        browser.assertNoComplaints();
    }

    @Test
    void pageOutlivesItsDaemonAndShowsTheNextOne() throws IOException {
        browser.live(site.page("")).run("window.stayed = true");
        long pid = site.daemon().rpc().pid("scheduler");

        site.stop();
        browser.awaitText("#connection", "connection lost at");
        site.startAgain();

        browser.await("the page is live again", "return document.body.dataset.connection === 'live'");
        long next = site.daemon().rpc().pid("scheduler");
        assertThat(next).isNotEqualTo(pid);
        browser.awaitText(row("scheduler", ".desc"), "pid " + next + ",");
        browser.await("the page was never left", STAYED);
        site.daemon().rpc().awaitState("mailer", "FATAL");
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
            plain.get(site.page(""));
            assertThat(plain.text(row("scheduler", ".desc"))).contains("uptime 0:");
            assertThat(plain.text(row("scheduler", ""))).contains("Tail -f Stdout");

            plain.click(button("scheduler", "stop"));
            assertThat(plain.text("#message")).isEqualTo("Process scheduler stopped");
            assertThat(plain.text(row("scheduler", ".status"))).isEqualTo("stopped");
            plain.click("#refresh");
            assertThat(plain.text("#message")).startsWith("Page refreshed at ");
            plain.type("#q", "mailer", Keys.ENTER);
            Await.until("only one is shown", () -> plain.count("tbody tr[data-name]") == 1);
            plain.get(site.page("")).click("#all .stopall");
            assertThat(plain.text("h1")).isEqualTo("Stop all processes?");
            plain.click(".danger");
            assertThat(plain.text("#message")).startsWith("All stopped at ");
            plain.get(site.page("index.html?processname=scheduler&action=start"));
            assertThat(plain.text("#message")).isEqualTo("Process scheduler started");
            plain.get(site.page("tail.html?processname=scheduler"));
            assertThat(plain.text("pre")).contains("scheduled");
            plain.get(site.page("process.html?processname=scheduler"));
            assertThat(plain.text("#log")).contains("scheduled");
        }
    }

    @Test
    void hostileNamesAreOnlyNames() {
        browser.live(site.page(""));
        String evil = "<script>document.title='evil'<";
        assertThat(browser.texts(".name")).contains(evil);

        browser.run("[...document.querySelectorAll('tr[data-name] .name a')]"
                + ".find((a) => a.textContent.startsWith('<')).click()");
        browser.awaitText("h1", evil);
        browser.await("its page is live", "return document.body.dataset.connection === 'live'");
        assertThat(browser.title()).isEqualTo(evil + " - Supervisor");
        browser.live(site.page("?message=%3Cimg%20src=x%20onerror=%22document.title='evil'%22%3E"));
        assertThat(browser.text("#message")).startsWith("<img src=x");
        act("report", "start", "ERROR: Process report: no such file");

        assertThat(browser.title()).endsWith("Supervisor Status");
        browser.assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "process.html?processname=scheduler", "confirm.html?action=stopall"})
    void nothingIsWiderThanAPhone(String page) {
        browser.size(390, 844).get(site.page(page));

        browser.await("the page is as wide as the phone", "return document.documentElement.scrollWidth <= 390");
        assertThat(browser.text("header")).contains("Supervisor");
    }

    @Test
    void pageIsDarkWhereTheSystemIs() {
        browser.dark(true).live(site.page(""));

        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(15, 19, 24)");
    }

    @ParameterizedTest(name = "{0} in the dark: {1}, {2} pixels wide")
    @CsvSource({
        "'', false, 1280",
        "'', true, 390",
        "process.html?processname=scheduler, true, 1280",
        "process.html?processname=mailer&channel=stderr, false, 390",
        "confirm.html?action=shutdown, false, 1280",
        "tail.html?processname=scheduler, true, 1280"
    })
    void nothingSeriousKeepsAnybodyFromUsingIt(String page, boolean dark, int width) {
        browser.size(width, 800).dark(dark).get(site.page(page));
        Await.settle(() -> browser.text("#connection").equals("live"));

        assertThat(browser.seriousBarriers()).isEmpty();
    }

    @Test
    void whoeverMayOnlyLookHasNoButtonsAndIsRefused() throws Exception {
        browser.live(site.lookOnly(""));
        browser.awaitText(row("scheduler", ".status"), "running");

        assertThat(browser.text("header")).contains("read only");
        assertThat(browser.count("button[name=action]")).isZero();
        browser.live(site.lookOnly("process.html?processname=scheduler"));
        assertThat(browser.count("button[name=action]")).isZero();
        assertThat(browser.run("return document.body.innerText")).asString().doesNotContain("geheim", "info");
        HttpResponse<String> refused = send("POST", site.lookOnly("index.html"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(site.daemon().rpc().state("scheduler")).isEqualTo("RUNNING");
    }

    @Test
    void aThousandProcessesStayQuick() throws IOException {
        try (WebSite crowd = WebSite.open("""
                [supervisord]
                minfds=8192
                [program:p]
                command=/bin/sleep 3600
                process_name=%(process_num)04d
                numprocs=1000
                autostart=false
                startsecs=0
                stdout_logfile=NONE
                stderr_logfile=NONE
                """)) {
            browser.live(crowd.page(""));
            browser.run("""
                    window.longest = 0; let last = performance.now();
                    (function look() {
                        const now = performance.now();
                        window.longest = Math.max(window.longest, now - last); last = now;
                        requestAnimationFrame(look);
                    })();""");

            crowd.daemon().rpc().call("supervisor.startAllProcesses");

            browser.awaitText("tr.group .count", "1,000 processes, all running");
            assertThat(Double.parseDouble(browser.run("return window.longest").toString()))
                    .as("milliseconds between two pictures, at most")
                    .isLessThan(1500);
            browser.type("#q", "0999");
            assertThat(browser.texts("td.name")).containsExactly("0999");
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page with all processes, in a real browser: what it shows, and how that changes. */
class WebStatusIT extends StatusPageStage {

    @Test
    void processThatIsKilledElsewhereChangesByItself() {
        browser.live(site.page("")).run(STAY);
        table.awaitText("scheduler", ".desc", "uptime 0:");
        long pid = site.daemon().rpc().pid("scheduler");
        table.awaitText("scheduler", ".desc", "pid " + pid + ",");

        Command.of("kill", "-9", Long.toString(pid)).run();

        table.awaitForm("scheduler", ".desc", "pid (?!" + pid + ",)\\d+, uptime .*");
        table.awaitState("scheduler", "running");
        table.awaitForm("scheduler", ".memory", "[0-9.]+ [kM]B");
        table.awaitForm("scheduler", ".cpu", "[0-9.]+%");
        browser.await("the page was never left", STAYED);
    }

    @Test
    void processThatComesAndOneThatGoesAreSeenAtOnce() throws IOException {
        browser.live(site.page("")).run(STAY);

        site.update(WebSite.PROGRAMS + """
                [program:newcomer]
                command=/bin/sleep 3600
                startsecs=0
                """);
        table.awaitState("newcomer", "running");
        table.act("newcomer", "stop", "Process newcomer stopped");
        site.update(WebSite.PROGRAMS);

        Await.until("its row is gone", () -> browser.count(StatusTable.part("newcomer", "td")) == 0);
        browser.await("the page was never left", STAYED);
        browser.assertNoComplaints();
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
        assertThat(browser.text("dialog")).contains("Stop group api?");
        browser.click("dialog .danger");
        browser.awaitText("#message", "Group api stopped");
        browser.awaitText(group + ".count", "3 processes, 0 running");
        browser.click(group + "button[value=startgroup]");
        browser.awaitText("#message", "Group api started");
        browser.awaitText(group + ".count", "all running");
        browser.assertNoComplaints();
    }

    @Test
    void whatIsHealthyFoldsByItself() {
        browser.live(site.page(""));
        table.awaitState("mailer", "fatal");

        browser.click("a[data-folding=healthy]");
        assertThat(browser.texts("td.name")).containsExactly("mailer", "report");
        assertThat(browser.texts(".groupname")).containsExactly("api", "Healthy");
        browser.awaitText("tbody[data-group=':'] .count", "3 processes, all running");
        site.daemon().rpc().call("supervisor.stopProcess", "api:api-1");

        Await.until("what does not run is to be seen", () -> browser.texts("td.name")
                .containsAll(List.of("api-0", "api-1", "api-2")));
        assertThat(browser.url()).endsWith("?folding=healthy");
        browser.reload();
        assertThat(browser.texts("td.name")).contains("api-1", "mailer").doesNotContain("scheduler");
        browser.click("tbody[data-group=':'] .fold");
        assertThat(browser.texts("td.name")).contains("scheduler");
        browser.click("a[data-folding=all]");
        assertThat(browser.texts("td.name")).isEmpty();
        browser.click("a[data-folding=all]");
        assertThat(browser.texts("td.name")).contains("api-1", "scheduler", "mailer");
        browser.assertNoComplaints();
    }

    @Test
    void filterAndButtonsStayInSight() {
        browser.size(1280, 430).live(site.page(""));

        browser.run("scrollTo(0, document.documentElement.scrollHeight)");

        browser.await("the page is scrolled", "return scrollY > 40");
        browser.await("buttons stand at the top, the heads of the columns below them, and rows below these", """
                const box = (css) => document.querySelector(css).getBoundingClientRect();
                return box('#all').top >= 0 && box('#filter').top >= 0 && box('thead th').top >= box('#all').bottom
                    && box('thead th').bottom < innerHeight""");
        browser.size(1280, 800);
    }

    @Test
    void filterAndSortSurviveAReload() {
        browser.live(site.page(""));
        table.awaitState("mailer", "fatal");

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

            table.act("scheduler", "stop", "Process scheduler stopped");
            StatusTable others = new StatusTable(other);
            others.awaitState("scheduler", "stopped");
            others.click("scheduler", "start");

            table.awaitState("scheduler", "running");
        }
    }

    @Test
    void pageOutlivesItsDaemonAndShowsTheNextOne() throws IOException {
        browser.live(site.page("")).run(STAY);
        long pid = site.daemon().rpc().pid("scheduler");

        site.stop();
        browser.awaitText("#connection", "connection lost at");
        site.startAgain();

        browser.await("the page is live again", "return document.body.dataset.connection === 'live'");
        long next = site.daemon().rpc().pid("scheduler");
        assertThat(next).isNotEqualTo(pid);
        table.awaitText("scheduler", ".desc", "pid " + next + ",");
        browser.await("the page was never left", STAYED);
        site.daemon().rpc().awaitState("mailer", "FATAL");
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
        assertThat(browser.title()).startsWith(evil + " - ").endsWith(" - Supervisor");
        browser.live(site.page("?message=%3Cimg%20src=x%20onerror=%22document.title='evil'%22%3E"));
        assertThat(browser.text("#message")).startsWith("<img src=x");
        table.act("report", "start", "ERROR: Process report: no such file");

        assertThat(browser.title()).endsWith("Supervisor Status");
        browser.assertNoComplaints();
    }

    @Test
    void aThousandProcessesAreShownAsTheyAre() throws IOException {
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
            browser.live(crowd.page("")).watchPauses();

            crowd.daemon().rpc().call("supervisor.startAllProcesses");

            browser.awaitText("tr.group .count", "1,000 processes, all running");
            browser.type("#q", "p:0999"); // a pid may end in 0999, too
            Await.until("only what was asked for is shown", () -> browser.texts("td.name")
                    .equals(List.of("0999")));
            assertThat(browser.longestPause()).isLessThan(Patience.PAUSE_MILLIS);
            assertThat(medianMillis(crowd)).isLessThan(Patience.PAGE_MILLIS);
            browser.assertNoComplaints();
        }
    }

    /** How long it takes to have the page, its transport included. */
    private static long medianMillis(WebSite crowd) {
        long[] sorted = LongStream.generate(() -> {
                    long start = System.nanoTime();
                    assertThat(crowd.get("").body()).contains("p:0999");
                    return System.nanoTime() - start;
                })
                .limit(15)
                .sorted()
                .toArray();
        return TimeUnit.NANOSECONDS.toMillis(sorted[7]);
    }
}

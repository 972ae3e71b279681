package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page of one process, and its log above all, in a real browser. */
class WebProcessIT {
    private static final int RATE = 10_000;

    /** Ten thousand lines a second in pieces, as a busy program writes them. */
    private static final String FLOOD = """
            import sys, time
            number, begin = 0, time.time()
            while True:
                due = int((time.time() - begin) * %d)
                while number < due:
                    number += 1
                    sys.stdout.write('line %%09d of a program that has a lot to say\\n' %% number)
                sys.stdout.flush()
                time.sleep(0.02)
            """.formatted(RATE);

    private static final String COLOURS = """
            import sys, time
            print('\\x1b[31mred\\x1b[0m plain \\x1b[1;38;5;208morange\\x1b[0m \\x1b[38;2;1;2;3mown\\x1b[0m')
            print('<script>document.title="evil"</script><img src=x onerror=alert(1)>')
            print('a\\x07bell \\x1b]0;title\\x07 \\u202eturned')
            print('50%\\r100%')
            print('caf\\u00e9 \\u2603')
            sys.stdout.write('not ended')
            sys.stdout.flush()
            sys.stderr.write('to stderr\\n')
            sys.stderr.flush()
            time.sleep(3600)
            """;

    private static final String PROGRAMS = """
            [program:flood]
            command=python3 -u %(here)s/flood.py
            startsecs=0
            autostart=false
            [program:colours]
            command=python3 %(here)s/colours.py
            environment=PYTHONIOENCODING="utf-8"
            startsecs=0
            [program:failing]
            command=/bin/sh -c 'echo cannot connect >&2; exit 3'
            startretries=0
            autostart=false
            [program:chatty]
            command=/bin/sh -c 'echo said; exec /bin/sleep 3600'
            startsecs=0
            [program:silent]
            command=/bin/sleep 3600
            stdout_logfile=NONE
            startsecs=0
            [program:brief]
            command=/bin/sh -c 'exit 3'
            startsecs=0
            autostart=false
            autorestart=false
            environment=LOG_LEVEL="info",API_KEY="geheim",DATABASE_URL="postgres://shop:geheim@db/shop"
            """;

    private static WebSite site;
    private static Browser browser;

    @BeforeAll
    static void openBoth() throws IOException {
        site = WebSite.open("");
        site.sandbox().write("flood.py", FLOOD);
        site.sandbox().write("colours.py", COLOURS);
        site.update(PROGRAMS);
        browser = Browser.open();
    }

    @AfterAll
    static void closeBoth() throws IOException {
        browser.close();
        site.close();
    }

    @BeforeEach
    void forget() {
        browser.leave();
    }

    private static Browser open(String process) {
        return browser.live(site.page("process.html?processname=" + process));
    }

    private static long lastLine() {
        String text = browser.run("return document.querySelector('#log').lastElementChild?.textContent || ''");
        int at = text.lastIndexOf("line ");
        return at < 0 || at + 14 > text.length() ? 0 : Long.parseLong(text.substring(at + 5, at + 14));
    }

    private static double number(String script) {
        return Double.parseDouble(browser.run(script));
    }

    @Test
    void tenThousandLinesASecondAreFollowedPausedAndResumed() {
        open("flood").click(".action button[value=start]");
        browser.awaitText("#message", "Process flood started");
        Await.until("lines come", () -> lastLine() > 0);
        browser.watchPauses();
        long first = lastLine();

        Await.until("five seconds of lines have come", () -> lastLine() > first + 5L * RATE);

        assertThat(browser.longestPause()).isLessThan(Patience.PAUSE_MILLIS);
        assertThat(number("return document.querySelectorAll('#log .block > div').length"))
                .isBetween(5_000.0, 11_000.0);
        browser.await("the end is in sight", """
                const log = document.getElementById('log');
                return log.scrollTop + log.clientHeight >= log.scrollHeight - 40""");

        browser.click("#pause");
        long frozen = lastLine();
        browser.await(
                "new lines are counted",
                "return /Resume \\(\\d[\\d,]{3,} new/.test(" + "document.getElementById('pause').textContent)");
        assertThat(lastLine()).isEqualTo(frozen);
        browser.click("#pause");
        Await.until("it goes on", () -> lastLine() > frozen + RATE);

        browser.run("document.getElementById('log').scrollTop -= 2000");
        browser.await("who scrolls up has it paused", "return document.getElementById('pause').ariaPressed === 'true'");
        browser.click(".action button[value=stop]");
        browser.awaitText("#message", "Process flood stopped");
        browser.assertNoComplaints();
    }

    @Test
    void coloursAreShownAndNothingIsMarkup() {
        open("colours");
        browser.awaitText("#log", "not ended");

        assertThat(browser.text("#log .fg1")).isEqualTo("red");
        assertThat(browser.text("#log .ansi-bold")).isEqualTo("orange");
        assertThat(browser.run("return getComputedStyle(document.querySelector('#log .ansi-bold')).color"))
                .isEqualTo("rgb(255, 135, 0)");
        String log = browser.text("#log");
        assertThat(log)
                .contains(
                        "red plain orange own", "<script>document.title=\"evil\"</script><img src=x onerror=alert(1)>")
                .contains("a\u2407bell  <U+202E>turned", "caf\u00e9 \u2603", "100%")
                .doesNotContain("50%", "\u001b", "title\u0007");
        assertThat(browser.title()).matches("colours - .+ - Supervisor");
        assertThat(browser.count("#log script, #log img")).isZero();
        browser.assertNoComplaints();
    }

    @Test
    void searchMarksCountsAndFilters() {
        open("colours");
        browser.awaitText("#log", "not ended");

        browser.type("body", "/");
        browser.type("#search", "PLAIN");
        browser.awaitText("#matches", "1 found");
        assertThat(browser.texts("#log mark")).containsExactly("plain");
        browser.type("#search", Keys.ENTER);
        assertThat(browser.count("#log mark.current")).isEqualTo(1);
        browser.click("#only");
        assertThat(browser.text("#log")).isEqualTo("red plain orange own");
        browser.type("#search", Keys.ESCAPE);
        browser.awaitText("#log", "not ended");
    }

    @Test
    void bothChannelsAreShownAndDownloaded() {
        open("colours").click(".logbar nav a:last-child");
        browser.awaitText("#log", "to stderr");

        assertThat(browser.find(".loglinks a[download]").getAttribute("href")).endsWith("/logfile/colours/stderr");
        assertThat(site.get("logfile/colours/stderr").body()).contains("to stderr\n");
    }

    @Test
    void whyItFailsIsSeenWithoutScrolling() {
        browser.size(1280, 800);
        open("failing").click(".action button[value=start]");
        browser.awaitText(".facts .status", "fatal");

        browser.awaitText("#story #runs", "exit status 3");
        assertThat(browser.text("#story #runs")).contains("fatal").doesNotContain("backoff");
        assertThat(browser.text("#story .why pre")).isEqualTo("cannot connect");
        browser.get(site.page("process.html?processname=failing"));
        browser.awaitText("#log", "cannot connect");
        assertThat(browser.text(".logbar [aria-current]")).isEqualTo("stderr");
        browser.await(
                "all of it is in sight",
                "return document.getElementById('log').getBoundingClientRect().bottom <= innerHeight");
        assertThat(browser.count(".usage[hidden]")).isEqualTo(1);
    }

    @Test
    void whatItSaysOfAnExitGoesWhenItRuns() {
        open("chatty").click(".action button[value=stop]");
        browser.awaitText("#story", "Why it does not run");
        browser.awaitText("#story #runs", "SIGTERM");

        browser.click(".action button[value=start]");

        browser.awaitText("#details #runs", "SIGTERM");
        assertThat(browser.text("#story")).isEmpty();
        browser.assertNoComplaints();
    }

    @Test
    void clearingTheLogsIsAskedAboutFirst() {
        open("chatty");
        browser.awaitText("#log", "said");

        browser.click(".action button[value=clearlog]");
        assertThat(browser.text("dialog")).contains("Clear the logs of chatty?");
        browser.type("dialog", Keys.ESCAPE);
        Await.until("the question has gone", () -> browser.count("dialog") == 0);
        assertThat(site.get("logfile/chatty/stdout").body()).isNotEmpty();
        browser.click(".action button[value=clearlog]");
        browser.click("dialog .danger");

        browser.awaitText("#message", "Log for chatty cleared");
        assertThat(site.get("logfile/chatty/stdout").body()).isEmpty();
    }

    @Test
    void missingLogIsSaidToBeMissing() {
        open("silent&channel=stdout");

        browser.await("it is said", "return document.getElementById('log').dataset.empty === 'No log file.'");
    }

    @Test
    void lastExitsSettingsAndEnvironmentAreShownAndSecretsAreNot() {
        open("brief");
        assertThat(browser.text("#story")).contains("Why it does not run");
        assertThat(browser.count("#runs")).isZero();

        browser.click(".action button[value=start]");

        browser.awaitText(".runs", "exit status 3");
        browser.awaitText(".facts .status", "exited");
        browser.awaitText("#story #runs", "exit status 3");
        assertThat(browser.text("#details"))
                .contains("/bin/sh -c 'exit 3'", "autorestart", "LOG_LEVEL", "info", "API_KEY", "DATABASE_URL")
                .doesNotContain("geheim");
    }
}

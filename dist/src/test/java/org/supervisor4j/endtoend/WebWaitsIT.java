package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for others, for its next start, or is not well, on the pages. */
class WebWaitsIT {
    private static final String PROGRAMS = """
            [program:db]
            command=/bin/sleep 3600
            startsecs=0
            healthcheck=/bin/sh -c "echo the disk is full; exit 1"
            healthcheck_interval=1
            healthcheck_retries=1
            healthcheck_action=mark
            [program:web]
            command=/bin/sleep 3600
            startsecs=0
            depends_on=db:healthy
            [program:mailer]
            command=/bin/sh -c "echo no relay >&2; exit 3"
            startretries=5
            restartpause=1h
            [program:sync]
            command=/bin/sh -c "echo lost its database; exit 1"
            startsecs=0
            restartpause=90
            """;

    /** What the stylesheet puts in front of a description. */
    private static final String BADGE = "return getComputedStyle(document.querySelector(\"%s\"), '::before').content";

    private WebSite site;
    private Browser browser;
    private StatusTable table;

    @BeforeEach
    void open() throws IOException {
        site = WebSite.open(PROGRAMS);
        browser = Browser.open();
        table = new StatusTable(browser);
        site.daemon().rpc().awaitState("mailer", "BACKOFF");
        site.daemon().rpc().awaitState("sync", "EXITED");
        Await.until("db is unhealthy", () -> HealthIT.health(site.daemon(), "db", "health")
                .equals("unhealthy"));
    }

    @AfterEach
    void close() throws IOException {
        browser.close();
        site.close();
    }

    private static Path picture(String name) throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("supervisor4j.screenshots", "target/screenshots")))
                .resolve(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void eachTellsWhatItWaitsForAtAnyWidth(int width) throws IOException {
        browser.size(width, 700).live(site.page(""));

        table.awaitText("web", ".desc", "Waiting for db (healthy)");
        table.awaitForm("sync", ".desc", ".*; tries again in [1-8]?\\d s");
        table.awaitForm("mailer", ".desc", "Exited too quickly \\(.*\\); tries again in (?:0:59:\\d\\d|1:00:00)");
        assertThat(browser.run(BADGE.formatted(StatusTable.part("db", ".desc"))))
                .contains("unhealthy");
        assertThat(browser.seriousBarriers()).isEmpty();
        browser.screenshot(picture("waits-" + width + ".png"));
        for (String name : List.of("web", "db", "mailer", "sync")) {
            browser.live(site.page("process.html?processname=" + name));
            Await.until("it says how it is", () -> !browser.text("#story").isBlank());
            assertThat(browser.seriousBarriers()).isEmpty();
            browser.screenshot(picture("waits-" + name + "-" + width + ".png"));
        }
        assertThat(browser.text("#story")).containsPattern("tries again in [1-8]?\\d s");
        browser.assertNoComplaints();
    }

    @Test
    void theTimeThatIsLeftIsCountedDown() {
        browser.live(site.page(""));
        table.awaitForm("sync", ".desc", ".*; tries again in [1-8]?\\d s");
        String first = table.text("sync", ".desc");

        Await.until("it has become less", () -> !table.text("sync", ".desc").equals(first));
        table.awaitForm("sync", ".desc", ".*; tries again in [1-8]?\\d s");
    }

    @Test
    void whateverWaitsCanBeStopped() {
        browser.live(site.page(""));
        assertThat(browser.count(StatusTable.button("mailer", "start"))).isZero();
        assertThat(browser.count(StatusTable.button("web", "start"))).isEqualTo(1);

        table.act("web", "stop", "Process web stopped");
        table.act("mailer", "stop", "Process mailer stopped");
        table.act("sync", "stop", "Process sync stopped");

        for (String name : List.of("web", "mailer", "sync")) {
            Await.until(
                    "nothing is left to be stopped of " + name,
                    () -> browser.count(StatusTable.button(name, "stop")) == 0);
            Await.until(name + " says nothing of a start to come", () -> !table.text(name, ".desc")
                    .matches(".*(?:tries again|Waiting).*"));
        }
        table.awaitState("web", "stopped");
        table.awaitState("mailer", "stopped");
        table.awaitState("sync", "exited");
        browser.live(site.page("process.html?processname=web"));
        browser.click("#each button[value=start]");
        browser.awaitText(".desc", "Waiting for db (healthy)");
        Await.until("the start that waits can be called off", () -> browser.count("#each button[value=stop]") == 1);
        browser.click("#each button[value=stop]");
        browser.awaitText(".desc", "Not started");
        browser.assertNoComplaints();
    }

    @Test
    void withoutScriptsToo() throws IOException {
        try (Browser plain = Browser.withoutJavaScript()) {
            StatusTable rows = new StatusTable(plain);
            plain.get(site.page(""));
            assertThat(rows.text("sync", ".desc")).containsPattern("; tries again in [1-8]?\\d s");
            assertThat(rows.text("web", ".desc")).isEqualTo("Waiting for db (healthy)");

            rows.click("web", "stop");

            plain.awaitText("#message", "Process web stopped");
            assertThat(plain.count(StatusTable.button("web", "stop"))).isZero();
        }
    }
}

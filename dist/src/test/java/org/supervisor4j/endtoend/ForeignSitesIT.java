package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another site's page in Chromium, over plain HTTP and by names, where a browser says nothing of the site that a
 * request comes from unless the page has it say so.
 */
class ForeignSitesIT {
    private static final String OURS = "ops.test";
    private static final String EVIL = "evil.example";

    private static final String SETTINGS = """
            [inet_http_server]
            port=127.0.0.1:%d
            [inet_http_server:guarded]
            port=127.0.0.1:%d
            username=operator
            password=geheim
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    private static final String STOP = "index.html?processname=cat&action=stop";

    private static Sandbox sandbox;
    private static Daemon daemon;
    private static HttpServer evil;
    private static Browser browser;
    private static int open;
    private static int guarded;

    @BeforeAll
    static void begin() throws IOException {
        sandbox = Sandbox.empty();
        open = Sandbox.freePort();
        guarded = Sandbox.freePort();
        sandbox.write(Configuration.FILE, Configuration.with(SETTINGS.formatted(open, guarded)));
        daemon = Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
        evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext("/", ForeignSitesIT::serve);
        evil.start();
        browser = Browser.withNames(OURS, EVIL);
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
        evil.stop(0);
        daemon.close();
        sandbox.close();
    }

    @AfterEach
    void startAgain() {
        daemon.rpc().call("supervisor.startAllProcesses");
    }

    /** {@code /PORT/POLICY}: a page that can do all that is needed, and has the browser say as little as it says. */
    private static void serve(HttpExchange exchange) throws IOException {
        String[] words = exchange.getRequestURI().getPath().split("/", -1);
        String target = words.length < 3 ? "" : "http://" + OURS + ":" + words[1] + "/";
        byte[] page = """
                <!DOCTYPE html>
                <title>waiting</title>
                <a href="%1$s%2$s">Kittens</a>
                <form action="%1$sindex.html">
                <input type="hidden" name="processname" value="cat"><button name="action" value="stop">Kittens</button>
                </form>
                <script>
                function load() {
                    const image = new Image();
                    image.onload = image.onerror = () => document.title = "answered";
                    image.src = document.links[0].href;
                }
                </script>
                """.formatted(target, STOP.replace("&", "&amp;")).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
        exchange.getResponseHeaders().set("Referrer-Policy", words.length < 3 ? "no-referrer" : words[2]);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private static Browser onTheOtherSite(int port, String policy) {
        return browser.get("http://" + EVIL + ":" + evil.getAddress().getPort() + "/" + port + "/" + policy);
    }

    private static void assertRuns() {
        assertThat(daemon.rpc().state("cat")).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-referrer", "unsafe-url"})
    void anImageChangesNothing(String policy) {
        onTheOtherSite(open, policy).run("load()");

        browser.await("the daemon has answered", "return document.title === 'answered'");
        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"button", "a"})
    void aFormAndALinkThatDoNotSayWhereTheyStandAreAskedAbout(String element) {
        onTheOtherSite(open, "no-referrer").click(element);

        browser.awaitText("h1", "Stop cat?");
        assertRuns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"button", "a"})
    void aFormAndALinkThatSayWhereTheyStandAreRefused(String element) {
        onTheOtherSite(open, "unsafe-url").click(element);

        browser.awaitText("body", "the header Referer is http://" + EVIL);
        assertRuns();
    }

    @Test
    void aLoginThatTheBrowserHasStoredDoesNotHelp() {
        browser.get("http://operator:geheim@" + OURS + ":" + guarded + "/");
        browser.awaitText("tbody", "cat");

        onTheOtherSite(guarded, "no-referrer").click("a");

        browser.awaitText("h1", "Stop cat?");
        assertRuns();
    }

    @Test
    void whoeverIsAskedActsByAClick() {
        browser.get("http://" + OURS + ":" + open + "/" + STOP).awaitText("h1", "Stop cat?");

        browser.click(".danger");

        browser.awaitText("#message", "Process cat stopped");
        assertThat(daemon.rpc().state("cat")).isEqualTo("STOPPED");
    }

    @Test
    void theButtonsOfThePageActUnderANameToo() {
        browser.live("http://" + OURS + ":" + open + "/");

        new StatusTable(browser).act("cat", "stop", "Process cat stopped");

        assertThat(daemon.rpc().state("cat")).isEqualTo("STOPPED");
    }

    /** DNS rebinding: the other site's name leads to us, and its scripts would read what we answer. */
    @ParameterizedTest
    @ValueSource(strings = {"", "logfile/cat", "logtail/cat", "mainlogtail", "tail.html?processname=cat", "live"})
    void underAnotherSitesNameNothingIsToBeSeen(String path) {
        browser.get("http://" + EVIL + ":" + open + "/" + path);

        browser.awaitText("body", "the header Host is " + EVIL + ":" + open);
        assertThat(browser.text("body")).contains("add the name to server_names in [inet_http_server]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -sS",
                "wget -q -O -",
                "/usr/bin/python3 -c 'import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read())'",
                "/usr/bin/python3 -c 'import sys, requests as r; print(r.get(sys.argv[1]).text)'",
                "perl -MLWP::Simple -e 'print get(shift)'"
            })
    void programsFollowOldLinksAsEver(String program) {
        Command.of("sh", "-c", program + " \"$1\"", "sh", "http://127.0.0.1:" + open + "/" + STOP)
                .run();

        assertThat(daemon.rpc().state("cat")).isEqualTo("STOPPED");
    }
}

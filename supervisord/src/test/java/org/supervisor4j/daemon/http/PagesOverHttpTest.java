package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

class PagesOverHttpTest {
    private final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void open() throws HttpStartException {
        fixture.openInet();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Answer get(String path) throws IOException {
        return fixture.ask("GET " + path + " HTTP/1.1\r\nHost: box:9001\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "///index.html", "/index.html?x=1"})
    void statusPageIsNotCachedAndTrustsNobody(String path) throws IOException {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(answer.header("Pragma")).hasValue("no-cache");
        assertThat(answer.header("Cache-Control")).hasValue("no-cache");
        assertThat(answer.header("Expires")).hasValue("Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.body()).contains(" - Supervisor Status</title>");
    }

    @Test
    void actionRedirectsToTheHostThatTheClientNamed() throws IOException {
        Answer answer = get("/index.html?action=stop&processname=cat");

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 301 Moved Permanently");
        assertThat(answer.header("Location")).hasValue("http://box:9001/?message=Process%20cat%20stopped");
        assertThat(answer.body()).contains("<p>Error code 301.\r\n<p>Message: Moved Permanently.\r\n");
        assertThat(answer.header("Cache-Control"))
                .as("a browser that remembers the way to the message would not ask again")
                .hasValue("no-cache");
    }

    @Test
    void defaultPortIsLeftOutOfTheRedirect() throws IOException {
        Answer answer = fixture.ask("GET /?action=stop&processname=cat HTTP/1.1\r\nHost: box:80\r\n\r\n");

        assertThat(answer.header("Location")).hasValue("http://box/?message=Process%20cat%20stopped");
    }

    @Test
    void redirectWithoutHostGoesToTheServersAddress() throws IOException {
        Answer answer = fixture.ask("GET /?action=stop&processname=cat HTTP/1.1\r\n\r\n");

        assertThat(answer.header("Location"))
                .hasValue("http://127.0.0.1:" + fixture.servers().ports().get(0) + "/?message=Process%20cat%20stopped");
    }

    @Test
    void pageOfADaemonThatEndsIsA503AndNoErrorInTheLog() throws IOException {
        fixture.api.answer("getAllProcessInfo", () -> {
            throw new RpcFault(Fault.SHUTDOWN_STATE);
        });

        assertThat(get("/").statusLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(fixture.log.lines).noneMatch(line -> line.startsWith("ERRO"));
    }

    @Test
    void formMayBePosted() throws IOException {
        String form = "action=start&processname=cat";
        Answer answer = fixture.ask(
                "POST /index.html HTTP/1.1\r\nHost: x\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);

        assertThat(answer.header("Location")).hasValue("http://x/?message=Process%20cat%20started");
    }

    @Test
    void scriptIsToldHowItsActionEndedAndStaysOnItsPage() throws IOException {
        String form = "action=start&processname=nosuch";
        Answer answer =
                fixture.ask("POST /index.html HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nContent-Length: "
                        + form.length() + "\r\n\r\n" + form);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("{\"ok\":false,\"message\":\"No such process named nosuch\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "startall", "stopgroup&processname=cat"})
    void actionThatTheReferenceDoesNotHaveNeedsAPost(String action) throws IOException {
        Answer answer = get("/index.html?action=" + action);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue("POST");
        assertThat(fixture.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                "Accept-Language: en",
                "Accept-Language:",
                "Upgrade-Insecure-Requests: 1",
                "Sec-Fetch-Site: none",
                "sec-fetch-mode: navigate",
                "Sec-GPC: 1",
                "Origin: http://x",
                "Referer: http://x/"
            })
    void aBrowserIsAskedAndPostsItsAnswer(String header) throws IOException {
        String get = "GET /index.html?action=stop&processname=cat HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";

        Answer answer = fixture.ask(get);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue("POST");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.body())
                .contains("Stop cat?", "<form class=\"buttons\" method=\"post\" action=\"index.html\">")
                .contains("name=\"processname\" value=\"cat\"", "name=\"action\" value=\"stop\"");
        try (RawClient client = fixture.client()) {
            assertThat(client.send(get.replace("GET", "HEAD")).readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
        assertThat(fixture.api.calls).noneMatch(call -> call.startsWith("stop"));
        assertThat(fixture.ask(get.replace("stop&processname=cat", "refresh")).status())
                .isEqualTo(301);
    }

    @Test
    void aBrowserIsAskedAboutWhatTheReferenceDoesNotHaveToo() throws IOException {
        Answer answer =
                fixture.ask("GET /index.html?action=shutdown HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.body()).contains("shut down supervisord?");
        assertThat(fixture.api.calls).doesNotContain("shutdown[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent: curl/7.88.1\r\nAccept: */*",
                "User-Agent: Wget/1.21.3\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: Keep-Alive",
                "Accept-Encoding: identity\r\nUser-Agent: Python-urllib/3.11\r\nConnection: close",
                "User-Agent: python-requests/2.28.1\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*",
                "User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip",
                "Accept: */*\r\nUser-Agent: Monit/5.33.0\r\nConnection: close",
                "User-Agent: check_http/v2.3.3 (monitoring-plugins 2.3.3)\r\nConnection: close",
                "TE: deflate,gzip;q=0.3\r\nUser-Agent: lwp-request/6.68 libwww-perl/6.68",
                "X-Forwarded-For: 192.0.2.1\r\nReferer:"
            })
    void aProgramActsByALinkAsEver(String headers) throws IOException {
        Answer answer = fixture.ask(
                "GET /index.html?action=stop&processname=cat HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).hasValue("http://x/?message=Process%20cat%20stopped");
    }

    @Test
    void scriptsAreServedAndAskedForAgainInAWord() throws IOException {
        Answer answer = get("/scripts/status.js");
        String tag = answer.header("ETag").orElseThrow();

        assertThat(answer.header("Content-Type")).hasValue("text/javascript;charset=utf-8");
        assertThat(answer.body()).contains("new Connection(");
        assertThat(fixture.ask("GET /scripts/status.js HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + tag + "\r\n\r\n")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void policyAllowsNothingThatStandsInAPage() throws IOException {
        assertThat(get("/").header("Content-Security-Policy"))
                .hasValue(
                        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
                                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(get("/").body()).doesNotContain("<style", "style=", "onclick", "http:", "https:");
    }

    @Test
    void postWithoutLengthIsA411() throws IOException {
        assertThat(fixture.ask("POST /index.html HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(411);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action=nosuch",
                "action=Refresh",
                "action=start",
                "action=restartgroup",
                "action=nosuch&processname=cat",
                "action=re%3Cx%3Efresh&processname=cat",
                "action=%22%3E%3Cb&processname=nosuch"
            })
    void anActionThatIsUnknownOrIncompleteIsTheClientsMistake(String query) throws IOException {
        Answer answer = get("/index.html?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fixture.api.calls).isEmpty();
        assertThat(fixture.log.lines).noneMatch(line -> line.matches("(?s)(WARN|ERRO|CRIT) .*action.*"));
        assertThat(fixture.log.lines).anyMatch(line -> line.startsWith("DEBG no such page action"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: cross-site", "Origin: http://evil.example"})
    void actionOnBehalfOfAnotherSiteIsRefused(String header) throws IOException {
        String get = "GET /index.html?action=stopall HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";

        assertThat(fixture.ask(get).status()).isEqualTo(403);
        assertThat(fixture.api.calls).isEmpty();
        assertThat(fixture.ask(get.replace("?action=stopall", "")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /ok.html, 200",
        "GET, ///ok.html, 200",
        "POST, /nosuch, 400",
        "PUT, /index.html, 400",
        "GET, /nosuch, 404",
        "HEAD, /index.html, 404",
        "GET, /stylesheets/supervisor.css, 200",
        "GET, /images/icon.svg, 200",
        "GET, /stylesheets/../index.html, 404",
        "GET, /../../etc/passwd, 400",
        "GET, /%2e%2e/etc/passwd, 400",
        "GET, /stylesheets/, 404",
        "GET, /StaticAssets.class, 404",
        "get, /ok.html, 400"
    })
    void pathAndMethodAreJudged(String method, String path, int status) throws IOException {
        try (RawClient client = fixture.client()) {
            String head = client.send(method + " " + path + " HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
                    .readUntil("\r\n\r\n");

            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void okPageIsTwoBytesOfText() throws IOException {
        Answer answer = get("/ok.html");

        assertThat(answer.body()).isEqualTo("OK");
        assertThat(answer.header("Content-Type")).hasValue("text/plain");
    }

    @Test
    void errorBodyIsTheReferencesToTheByte() throws IOException {
        Answer answer = get("/nosuch");

        assertThat(answer.header("Content-Length")).hasValue("134");
        assertThat(answer.header("Content-Type")).hasValue("text/html");
        assertThat(answer.body().replace("\r\n", "\n")).isEqualTo("""
                        <head>
                        <title>Error response</title>
                        </head>
                        <body>
                        <h1>Error response</h1>
                        <p>Error code 404.
                        <p>Message: Not Found.
                        </body>
                        """);
    }
}

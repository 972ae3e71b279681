package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;

/** Whatever is asked, of whatever route: it is answered or refused, and never said to be our mistake. */
class NeverAnInternalErrorTest {
    private static final long SEED = Long.getLong("supervisor4j.seed", 20_261_129);
    private static final int REQUESTS = 2000;

    private static final List<String> METHODS = List.of("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "X");
    private static final List<String> PATHS = List.of(
            "/",
            "/index.html",
            "//index.html",
            "/process.html",
            "/confirm.html",
            "/tail.html",
            "/ok.html",
            "/logtail",
            "/logtail/",
            "/logtail/cat",
            "/logtail/cat/stderr",
            "/mainlogtail",
            "/logfile/",
            "/logfile/cat",
            "/live/",
            "/RPC2",
            "/stylesheets/supervisor.css",
            "/../x",
            "/%",
            "/%00",
            "*");
    private static final List<String> FIELDS = List.of(
            "action",
            "processname",
            "limit",
            "channel",
            "message",
            "q",
            "state",
            "sort",
            "dir",
            "groups",
            "fold",
            "last",
            "head",
            "%zz",
            "");
    private static final List<String> VALUES = List.of(
            "",
            "refresh",
            "stopall",
            "startall",
            "start",
            "restart",
            "clearlog",
            "startgroup",
            "restartgroup",
            "shutdown",
            "re%3Cx%3Efresh",
            "%22%3E%3Cb",
            "cat",
            "cat:cat",
            "cat:*",
            ":",
            "*",
            "nosuch",
            "stderr",
            "fatal",
            "uptime",
            "desc",
            "-1",
            "99999999999999999999",
            "1e9",
            "%00",
            "%zz",
            "%ff%fe",
            "%e2%82",
            "%F0%9F%98%80",
            "+&=;#",
            "'\"<>",
            "a".repeat(3000));
    private static final List<String> HEADERS = List.of(
            "Authorization: Basic !!!",
            "Authorization: Basic dXNlcg==",
            "Authorization: Basic",
            "Authorization: Basic =",
            "Authorization: Basic ====",
            "Authorization: Basic /////w==",
            "Authorization: Bearer x",
            "Authorization: Basic dXNlcjpwYXNz",
            "Authorization:",
            "Origin: null",
            "Origin: ://",
            "Origin: http://",
            "Referer: ://",
            "Referer: x",
            "Sec-Fetch-Site: x",
            "Accept-Language: x",
            "Accept: application/json",
            "Prefer: offset=999999999999999999; size=999999999999999999",
            "Prefer: offset=-1",
            "If-None-Match: x",
            "Last-Event-ID: x",
            "Expect: 100-continue",
            "Content-Type: multipart/form-data");

    private final Random random = new Random(SEED);
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @Test
    void whereEverybodyMayComeIn() throws Exception {
        assertThat(answersOf(null)).doesNotContainKey(500).containsKeys(200, 301, 400, 403, 404, 405);
    }

    @Test
    void whereALoginIsAskedFor() throws Exception {
        assertThat(answersOf(new Login("user", "pass"))).doesNotContainKey(500).containsKeys(200, 400, 401);
    }

    private Map<Integer, Integer> answersOf(@Nullable Login login) throws Exception {
        try (ServerFixture fixture = new ServerFixture().open(ServerFixture.inet(login))) {
            for (int number = 0; number < REQUESTS; number++) {
                String request = nextRequest();
                int status = ask(fixture, request);
                answers.merge(status, 1, Integer::sum);
                assertThat(status)
                        .as("seed %d, number %d: %s", SEED, number, request)
                        .isNotEqualTo(500);
            }
            assertThat(fixture.log.lines)
                    .filteredOn(line -> line.startsWith("ERRO") || line.startsWith("CRIT"))
                    .allMatch(
                            line -> line.startsWith("ERRO XML-RPC request data") || line.contains("without any HTTP"));
            return answers;
        }
    }

    /** 0 where the connection ended without an answer. */
    private static int ask(ServerFixture fixture, String request) throws IOException {
        try (RawClient client = fixture.client()) {
            String answer = client.send(request).readToEnd();
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
        }
    }

    private String nextRequest() {
        String method = oneOf(METHODS);
        String body = method.equals("POST") ? query() : "";
        StringBuilder request = new StringBuilder(method).append(' ').append(oneOf(PATHS));
        request.append(random.nextInt(4) == 0 ? "" : "?" + query()).append(" HTTP/1.1\r\n");
        request.append("Host: ")
                .append(random.nextInt(5) == 0 ? "evil.example" : "x")
                .append("\r\n");
        for (int more = random.nextInt(3); more > 0; more--) {
            request.append(oneOf(HEADERS)).append("\r\n");
        }
        return request + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String query() {
        StringBuilder query = new StringBuilder(random.nextBoolean() ? "action=" + oneOf(VALUES) + "&" : "");
        for (int more = random.nextInt(4); more >= 0; more--) {
            query.append(oneOf(FIELDS)).append('=').append(oneOf(VALUES)).append('&');
        }
        return query.toString();
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

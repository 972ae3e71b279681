package org.supervisor4j.daemon.http.listening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.http.RawClient;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.daemon.http.ServerFixture;

class BasicAuthTest {
    private static final Login PLAIN = new Login("user", "pa:ss");
    private static final Login HASHED = new Login("user", "{SHA}9d4e1e23bd5b727046a9e3b4b7db57bd8d6ee684");

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("the right login", basic("user:pa:ss"), 0),
                arguments("the scheme in capitals", basic("user:pa:ss").replace("Basic", "BASIC"), 0),
                arguments("no header", null, 401),
                arguments("another scheme", "Digest x", 401),
                arguments("a bearer", "Bearer x", 401),
                arguments("no value", "Basic", 401),
                arguments("a wrong password", basic("user:pass"), 401),
                arguments("a wrong user", basic("User:pa:ss"), 401),
                arguments("no colon", basic("user"), 401),
                arguments("nothing of the alphabet", "Basic !!!", 401),
                arguments("bad padding", "Basic abc", 400),
                arguments("not UTF-8", "Basic /////w==", 400));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("headers")
    void headerIsJudgedAsByTheReferenceButNeverWithAnInternalError(String what, @Nullable String header, int status) {
        assertThat(new BasicAuth(PLAIN).check(header)).as(what).isEqualTo(status);
    }

    @Test
    void hashedPasswordIsComparedByItsHash() {
        BasicAuth auth = new BasicAuth(HASHED);

        assertThat(auth.check(basic("user:pass"))).isZero();
        assertThat(auth.check(basic("user:9d4e1e23bd5b727046a9e3b4b7db57bd8d6ee684")))
                .isEqualTo(401);
        assertThat(auth.check(basic("user:" + HASHED.password()))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /nosuch HTTP/1.1",
                "PUT / HTTP/1.1",
                "GET /logtail/cat HTTP/1.1",
                "GET /mainlogtail HTTP/1.1",
                "GET /stylesheets/supervisor.css HTTP/1.1",
                "POST /RPC2 HTTP/1.1",
                "GET /index.html?action=stopall HTTP/1.1",
                "HEAD / HTTP/1.0"
            })
    void everyPathNeedsTheLogin(String requestLine) throws Exception {
        try (ServerFixture fixture = new ServerFixture().open(ServerFixture.inet(PLAIN));
                RawClient client = fixture.client()) {
            client.send(requestLine + "\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            String head = client.readUntil("\r\n\r\n");

            assertThat(head)
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("\r\nWWW-Authenticate: Basic realm=\"default\"\r\n", "\r\nConnection: close\r\n")
                    .contains("\r\nContent-Length: 137\r\n");
            client.readToEnd();
            assertThat(fixture.api.calls).isEmpty();
        }
    }

    @Test
    void accessLinesNameWhoWasLetIn() throws Exception {
        String get = "GET /ok.html HTTP/1.1\r\nHost: x\r\nAuthorization: ";
        try (ServerFixture fixture = new ServerFixture().open(ServerFixture.inet(PLAIN))) {
            fixture.ask(get + basic("user:pa:ss") + "\r\n\r\n");
            fixture.ask(get + basic("root:pass") + "\r\n\r\n");

            fixture.log.awaitLine("TRAC 127\\.0\\.0\\.1:\\d+ - user \\[.*\" 200 \\d+");
            fixture.log.awaitLine("TRAC 127\\.0\\.0\\.1:\\d+ - - \\[.*\" 401 \\d+");
        }
    }

    @Test
    void rightLoginOpensTheDoor() throws Exception {
        try (ServerFixture fixture = new ServerFixture().open(ServerFixture.inet(PLAIN))) {
            Answer answer = fixture.ask(
                    "GET /ok.html HTTP/1.1\r\nHost: x\r\nAuthorization: " + basic("user:pa:ss") + "\r\n\r\n");

            assertThat(answer.body()).isEqualTo("OK");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, user:pa:ss, 200",
        "0, other:pass, 401",
        "0, , 401",
        "1, other:pass, 200",
        "1, user:pa:ss, 401",
        "1, other:9d4e1e23bd5b727046a9e3b4b7db57bd8d6ee684, 401",
        "1, , 401",
        "2, user:pa:ss, 200",
        "2, , 200"
    })
    void serversHaveLoginsOfTheirOwn(int server, @Nullable String login, int status) throws Exception {
        Login hashed = new Login("other", HASHED.password());
        try (ServerFixture fixture = new ServerFixture()
                        .open(ServerFixture.inet(PLAIN), ServerFixture.inet(hashed), ServerFixture.inet(null));
                RawClient client = RawClient.tcp(fixture.servers().ports().get(server))) {
            String header = login == null ? "" : "Authorization: " + basic(login) + "\r\n";

            assertThat(client.ask("GET /ok.html HTTP/1.0\r\n" + header + "\r\n").status())
                    .isEqualTo(status);
        }
    }

    @Test
    void bodyIsNotReadFromSomebodyWithoutTheLogin() throws Exception {
        try (ServerFixture fixture = new ServerFixture().open(ServerFixture.inet(PLAIN));
                RawClient client = fixture.client()) {
            Answer answer = client.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }
}

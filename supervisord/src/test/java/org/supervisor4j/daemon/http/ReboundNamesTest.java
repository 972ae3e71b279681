package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.http.listening.TrustedNames;
import org.supervisor4j.model.Role;

/** DNS rebinding: another site's name that leads to our address. */
class ReboundNamesTest {
    private static final String LANGUAGE = "Accept-Language: en\r\n";

    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void open(@Nullable Login login, String... names) throws HttpStartException {
        fixture.open(new Inet("inet_http_server", "127.0.0.1", 0, login, Role.CONTROL, null, List.of(names)));
    }

    private int call(String host, String headers) throws IOException {
        String request = XmlRpcOverHttpTest.post(headers, XmlRpcOverHttpTest.call("supervisor.shutdown"));
        return fixture.ask(request.replace("Host: x", "Host: " + host)).status();
    }

    private int click(String host, String headers) throws IOException {
        return fixture.ask("GET /?action=stopall HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n")
                .status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Language: en\r\n",
                "Origin: http://evil.example\r\n",
                "Referer: http://evil.example/\r\n",
                "Upgrade-Insecure-Requests: 1\r\n",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n",
                "Sec-Fetch-Site: same-origin\r\n"
            })
    void browserThatWasLedHereByAnothersNameChangesNothing(String header) throws Exception {
        fixture.openInet();

        assertThat(call("evil.example", header)).isEqualTo(403);
        assertThat(click("evil.example", header)).isEqualTo(403);
        assertThat(click("evil.example:9001", header)).isEqualTo(403);
        assertThat(fixture.api.calls).isEmpty();
    }

    @Test
    void programsMayCallUsAsTheyLike() throws Exception {
        fixture.openInet();

        assertThat(call("box.example.com", "User-Agent: Python-xmlrpc/3.11\r\n"))
                .isEqualTo(200);
        assertThat(click("box.example.com", "User-Agent: curl/7.88.1\r\nAccept: */*\r\n"))
                .isEqualTo(301);
    }

    /** All that there are. */
    static Stream<String> paths() {
        return Asked.paths();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void nothingAtAllAnswersABrowserThatHasUsByAnothersName(String path, @TempDir Path folder) throws Exception {
        fixture.logs.put("main", Files.writeString(folder.resolve("main.log"), "ours"));
        fixture.logs.put("cat STDOUT", Files.writeString(folder.resolve("cat.log"), "ours"));
        fixture.openInet();

        for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
            assertThat(head(method, path, "evil.example:9001", LANGUAGE))
                    .as(method)
                    .startsWith("HTTP/1.1 403 ");
            assertThat(fixture.api.calls).isEmpty();
            assertThat(head(method, path, "box:9001", LANGUAGE)).as(method).doesNotStartWith("HTTP/1.1 403 ");
            assertThat(head(method, path, "box.example.com", "User-Agent: curl/7.88.1\r\n"))
                    .as(method)
                    .doesNotStartWith("HTTP/1.1 403 ");
            fixture.api.calls.clear();
        }
    }

    /** Of an answer that may not end. */
    private String head(String method, String path, String host, String headers) throws IOException {
        try (RawClient client = fixture.client()) {
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n"
                            + headers + "\r\n")
                    .readUntil("\r\n\r\n");
        }
    }

    @Test
    void whoLooksIsToldWhatToDo() throws Exception {
        fixture.openInet();

        RawClient.Answer answer = fixture.ask("GET / HTTP/1.1\r\nHost: box.example.com:9001\r\n" + LANGUAGE + "\r\n");

        assertThat(answer.body())
                .contains("the header Host is box.example.com:9001")
                .contains("add the name to server_names in [inet_http_server]");
        assertThat(fixture.log.lines)
                .filteredOn(line -> line.startsWith("WARN 127.0.0.1:"))
                .singleElement()
                .asString()
                .contains("Host is box.example.com:9001", "server_names in [inet_http_server]");
    }

    @Test
    void serverWithALoginNeedsNoNames() throws Exception {
        open(new Login("user", "123"));

        assertThat(call("box.example.com", LANGUAGE + "Authorization: Basic dXNlcjoxMjM=\r\n"))
                .isEqualTo(200);
    }

    @Test
    void configuredNamesAreTrusted() throws Exception {
        open(null, "Supervisor.example.com");

        assertThat(call("supervisor.example.com:9001", LANGUAGE)).isEqualTo(200);
        assertThat(call("other.example.com", LANGUAGE)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "localhost:9001, true",
        "LOCALHOST, true",
        "127.0.0.1:9001, true",
        "192.0.2.7, true",
        "[::1]:9001, true",
        "[2001:db8::1], true",
        "somebox, true",
        "box.local, true",
        "box.local., true",
        "box.corp:80, true",
        "app.internal, true",
        "node.example.org, true",
        "NODE.example.org.:9001, true",
        "evil.example, false",
        "evil.example:9001, false",
        "evil.example.:9001, false",
        "127.0.0.1.evil.example, false",
        "localhost.evil.example, false",
        "node.example.org.evil.example, false",
        "xlocal.evil, false"
    })
    void nameIsTrustedIfItCannotBeAnothers(String host, boolean trusted) {
        Inet config = new Inet("inet_http_server", null, 9001, null, Role.CONTROL, null, List.of());

        assertThat(new TrustedNames(config, "node.example.org").contain(host)).isEqualTo(trusted);
    }
}

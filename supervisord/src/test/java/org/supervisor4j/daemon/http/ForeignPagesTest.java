package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.model.Role;

/** Pages of other sites, and pages of ours that come through a proxy. */
class ForeignPagesTest {
    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void open(@Nullable Login login, String... names) throws Exception {
        fixture.open(new Inet("inet_http_server", "127.0.0.1", 0, login, Role.CONTROL, null, List.of(names)));
    }

    private Answer click(String headers) throws IOException {
        return fixture.ask("POST /index.html?action=stopall HTTP/1.1\r\nHost: 127.0.0.1:9001\r\nContent-Length: 0\r\n"
                + headers + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.example/page, 403",
        "https://127.0.0.1:9001.other.example/, 403",
        "http://other.example/http://127.0.0.1:9001/, 403",
        "http://127.0.0.1:9001@other.example/, 403",
        "http://127.0.0.1:9002/, 403",
        "about:blank, 403",
        "http://127.0.0.1:9001/, 301",
        "http://127.0.0.1:9001, 301",
        "http://127.0.0.1:9001/index.html?x=http://other.example, 301",
        "HTTP://127.0.0.1:9001/#x, 301"
    })
    void aRefererAloneTellsWhoseThePageIs(String referer, int status) throws Exception {
        open(null);

        assertThat(click("Referer: " + referer + "\r\n").status()).isEqualTo(status);
        assertThat(fixture.api.calls.contains("stopAllProcesses[true]")).isEqualTo(status == 301);
    }

    @Test
    void programsThatSendAnEmptyRefererAreNoBrowsers() throws Exception {
        open(null);

        assertThat(click("Referer:\r\n").status()).isEqualTo(301);
    }

    @Test
    void whatTheBrowserSaysOfTheSiteItselfCountsMoreThanTheReferer() throws Exception {
        open(null);

        assertThat(click("Referer: http://wiki.example/\r\nSec-Fetch-Site: none\r\n")
                        .status())
                .isEqualTo(301);
    }

    @ParameterizedTest
    @CsvSource({
        "http://ops.example.net, 301",
        "https://ops.example.net, 301",
        "https://OPS.example.net:443, 301",
        "http://ops.example.net:8080, 403",
        "http://box.example.net:8080, 301",
        "http://box.example.net, 403",
        "http://other.example, 403",
        "http://ops.example.net.other.example, 403",
        "null, 403"
    })
    void aPageUnderAListedNameIsOurs(String origin, int status) throws Exception {
        open(new Login("user", "123"), "ops.example.net", "Box.example.net:8080");

        assertThat(click("Authorization: Basic dXNlcjoxMjM=\r\nOrigin: " + origin + "\r\n")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void theBrowsersWordForAnotherSiteCountsMoreThanAListedName() throws Exception {
        open(null, "ops.example.net");

        assertThat(click("Origin: http://ops.example.net\r\nSec-Fetch-Site: cross-site\r\n")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theRefusalNamesHeaderAndKey() throws Exception {
        open(null);

        Answer answer = click("Origin: http://ops.example.net:8080\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .contains("the header Origin is http://ops.example.net:8080, and Host is 127.0.0.1:9001")
                .contains("or add ops.example.net:8080 to server_names in [inet_http_server]");
        assertThat(fixture.log.lines)
                .filteredOn(line -> line.startsWith("WARN 127.0.0.1:"))
                .singleElement()
                .asString()
                .contains("Origin is http://ops.example.net:8080", "server_names in [inet_http_server]");
    }

    @Test
    void scriptsAreToldTheSame() throws Exception {
        open(null);

        Answer answer = click("Origin: http://ops.example.net\r\nAccept: application/json\r\n");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"ok\":false,\"message\":\"Not done: the header Origin is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://<script>alert(1)</script>", "http://a&b<c>"})
    void whatAHeaderSaysIsText(String origin) throws Exception {
        open(null);

        assertThat(click("Origin: " + origin + "\r\n").body()).doesNotContain("<script", "<c>", "a&b");
    }

    @Test
    void whoIsRefusedAllTheTimeDoesNotFillTheLog() throws Exception {
        open(null);

        for (int i = 0; i < 50; i++) {
            click("Origin: http://" + "x".repeat(5000) + i + "\r\n");
        }

        assertThat(fixture.log.lines)
                .filteredOn(line -> line.startsWith("WARN "))
                .hasSize(10)
                .allMatch(line -> line.length() < 1000);
    }
}

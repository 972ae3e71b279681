package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.monitoring.FakeMonitor;

/** {@code /healthz}, {@code /readyz} and {@code /v1/health}, on ordinary servers and on those for probes. */
class ProbesTest {
    private static final String LOGIN = "Authorization: Basic dXNlcjoxMjM=\r\n";

    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient.Answer get(String path, String headers) throws IOException {
        return fixture.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    private void openForProbes(boolean metrics) throws Exception {
        fixture.open(Inet.ofProbes("health_http_server", "127.0.0.1", 0, metrics));
    }

    @Test
    void allIsWell() throws Exception {
        fixture.openInet();

        RawClient.Answer answer = get("/readyz", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok\n");
        assertThat(answer.header("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(get("/healthz", "").body()).isEqualTo("ok\n");
    }

    @Test
    void whatFailsIsNamed() throws Exception {
        fixture.openInet();
        fixture.monitor.ready = FakeMonitor.failing("web", "FATAL");

        RawClient.Answer answer = get("/readyz", "");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("failing\nweb: FATAL\n");
        assertThat(get("/readyz?process=web", "").status()).isEqualTo(503);
        assertThat(get("/healthz", "").status()).isEqualTo(200);
        fixture.monitor.alive = FakeMonitor.failing("supervisord", "hangs");
        assertThat(get("/healthz", "").status()).isEqualTo(503);
    }

    @Test
    void inJsonForWhoAcceptsIt() throws Exception {
        fixture.openInet();
        fixture.monitor.ready = FakeMonitor.failing("web", "FATAL");

        RawClient.Answer answer = get("/readyz", "Accept: text/html, application/json;q=0.9\r\n");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"failing\",\"failing\":[{\"name\":\"web\",\"why\":\"FATAL\"}]}\n");
    }

    @Test
    void aHeadHasTheSameStatusAndNoBody() throws Exception {
        fixture.openInet();
        fixture.monitor.ready = FakeMonitor.failing("web", "FATAL");

        try (RawClient client = fixture.client()) {
            client.send("HEAD /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void nothingElseCanBeDoneWithThem(String method) throws Exception {
        fixture.openInet();

        assertThat(fixture.ask(method + " /readyz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anUnknownProcessIsNotFound() throws Exception {
        fixture.openInet();

        assertThat(get("/readyz?process=web", "").status()).isEqualTo(200);
        assertThat(get("/readyz?process=nobody", "").status()).isEqualTo(404);
        assertThat(get("/readyz?process=web,nobody", "").status()).isEqualTo(404);
        assertThat(get("/readyz?process=w%65b", "").status()).isEqualTo(200);
        assertThat(get("/readyz?process=", "").status()).isEqualTo(200);
    }

    @Test
    void pebblesPathHasPebblesForm() throws Exception {
        fixture.openInet();
        fixture.monitor.ready = FakeMonitor.failing("web", "FATAL");

        assertThat(get("/v1/health?level=alive", "").body())
                .startsWith("{\"type\":\"sync\",\"status-code\":200,\"status\":\"OK\",\"result\":{\"healthy\":true");
        assertThat(get("/v1/health?level=ready", "").status()).isEqualTo(503);
        assertThat(get("/v1/health", "").status()).isEqualTo(503);
        assertThat(get("/v1/health?names=web", "").body()).contains("\"healthy\":false");
        assertThat(get("/v1/health?level=dead", "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz", "/v1/health?level=alive"})
    void anOrdinaryServerAsksForItsLogin(String path) throws Exception {
        fixture.open(ServerFixture.inet(new Login("user", "123")));

        assertThat(get(path, "").status()).isEqualTo(401);
        assertThat(get(path, LOGIN).status()).isEqualTo(200);
    }

    @Test
    void aServerForProbesAsksForNone() throws Exception {
        openForProbes(false);

        assertThat(get("/healthz", "").status()).isEqualTo(200);
        assertThat(get("/readyz", "").status()).isEqualTo(200);
        assertThat(get("/v1/health?level=alive", "").status()).isEqualTo(200);
        assertThat(fixture.log.lines).noneMatch(line -> line.startsWith("CRIT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/index.html", "/tail.html?processname=cat", "/logtail/cat", "/mainlogtail", "/logfile/cat",
                "/live", "/images/icon.svg", "/RPC2", "/healthz/", "/readyz/x", "/metrics"
            })
    void andHasNothingElse(String path) throws Exception {
        openForProbes(false);

        assertThat(get(path, "").status()).isEqualTo(404);
        assertThat(fixture.ask("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(404);
        assertThat(fixture.api.calls).isEmpty();
    }

    /** Names are looked at as on any server without a login: DNS rebinding. */
    @Test
    void aBrowserThatWasLedHereByAnothersNameIsRefused() throws Exception {
        openForProbes(false);

        String request = "GET /readyz HTTP/1.1\r\nHost: evil.example\r\n";
        assertThat(fixture.ask(request + "Accept-Language: en\r\n\r\n").status())
                .isEqualTo(403);
        assertThat(fixture.ask(request + "User-Agent: kube-probe/1.31\r\n\r\n").status())
                .isEqualTo(200);
    }
}

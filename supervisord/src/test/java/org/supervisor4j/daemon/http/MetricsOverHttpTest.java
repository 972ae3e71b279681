package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;

/** {@code /metrics}. */
class MetricsOverHttpTest {
    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient.Answer get(String headers) throws IOException {
        return fixture.ask("GET /metrics HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    @Test
    void theFormIsTheOneThatIsAskedFor() throws Exception {
        fixture.openInet();

        assertThat(get("").header("Content-Type")).hasValue("plain");
        assertThat(get("Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n")
                        .header("Content-Type"))
                .hasValue("open");
        assertThat(get("").body()).isEqualTo("1\n");
    }

    @Test
    void anOrdinaryServerAsksForItsLogin() throws Exception {
        fixture.open(ServerFixture.inet(new Login("user", "123")));

        assertThat(get("").status()).isEqualTo(401);
        assertThat(get("Authorization: Basic dXNlcjoxMjM=\r\n").status()).isEqualTo(200);
    }

    @Test
    void aServerForProbesHasThemIfItIsToldSo() throws Exception {
        fixture.open(Inet.ofProbes("health_http_server", "127.0.0.1", 0, true));

        assertThat(get("").status()).isEqualTo(200);
        assertThat(fixture.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(404);
    }

    @Test
    void callsAreCounted() throws Exception {
        fixture.openInet();
        fixture.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("supervisor.getState")));
        fixture.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("made.up")));

        assertThat(fixture.monitor.calls.calls()).containsOnlyKeys("supervisor.getState", "unknown");
    }
}

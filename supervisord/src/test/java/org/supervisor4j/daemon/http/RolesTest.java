package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.model.Role;

/** A port where one may only look, and a socket where one may do everything. */
class RolesTest {
    private final ServerFixture fixture = new ServerFixture();
    private final Path socket;

    RolesTest(@TempDir Path folder) {
        socket = folder.resolve("s");
    }

    @BeforeEach
    void open() throws HttpStartException {
        fixture.open(
                new Inet("inet_http_server", "127.0.0.1", 0, null, Role.READ, null, List.of()),
                ServerFixture.unix(socket, 0700));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String callWithName(String method) {
        return XmlRpcOverHttpTest.post(
                "", "<m><methodName>" + method + "</methodName><params><param><value>cat</value></param></params></m>");
    }

    @Test
    void whatOnlyLooksIsServed() throws IOException {
        assertThat(fixture.ask(callWithName("supervisor.getProcessInfo")).body())
                .contains("<string>RUNNING</string>");
        assertThat(fixture.ask("GET / HTTP/1.0\r\n\r\n").body())
                .contains("Tail -f Stdout")
                .doesNotContain("<button name=\"action\"", "stopall");
    }

    @ParameterizedTest
    @ValueSource(strings = {"supervisor.stopProcess", "supervisor.clearProcessLog", "supervisor.addProcessGroup"})
    void whatChangesSomethingIsAFaultThatSaysWhy(String method) throws IOException {
        assertThat(fixture.ask(callWithName(method)).body())
                .contains("<value><int>30</int></value>")
                .contains("FAILED: " + method + " is not permitted here: the server's role is read");
        assertThat(fixture.api.calls).isEmpty();
    }

    @Test
    void theOtherServerIsNotConcerned() throws IOException {
        try (RawClient client = RawClient.unix(socket)) {
            assertThat(client.ask(callWithName("supervisor.stopProcess")).body())
                    .contains("<boolean>1</boolean>");
            assertThat(client.ask("GET / HTTP/1.1\r\n\r\n").body()).contains("value=\"stopall\"");
        }
    }

    @Test
    void multicallIsRefusedCallByCall() throws IOException {
        String body = fixture.ask(XmlRpcOverHttpTest.post("", """
                        <m><methodName>system.multicall</methodName><params><param><value><array><data>
                        <value><struct><member><name>methodName</name><value>supervisor.shutdown</value></member></struct></value>
                        <value><struct><member><name>methodName</name><value>supervisor.getPID</value></member></struct></value>
                        </data></array></value></param></params></m>""")).body();

        assertThat(body).contains("supervisor.shutdown is not permitted here", "<int>4711</int>");
        assertThat(fixture.api.calls).isEqualTo(List.of("getPID[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"action=stop&processname=cat", "action=clearlog&processname=cat", "action=restartall"})
    void actionOfThePageIsForbidden(String query) throws IOException {
        assertThat(fixture.ask("GET /?" + query + " HTTP/1.0\r\n\r\n").status()).isEqualTo(403);
        assertThat(fixture.ask("POST /index.html HTTP/1.0\r\nContent-Length: " + query.length() + "\r\n\r\n" + query)
                        .status())
                .isEqualTo(403);
        assertThat(fixture.api.calls).isEmpty();
    }

    @Test
    void refreshIsNoChange() throws IOException {
        assertThat(fixture.ask("GET /?action=refresh HTTP/1.0\r\n\r\n").status())
                .isEqualTo(301);
    }
}

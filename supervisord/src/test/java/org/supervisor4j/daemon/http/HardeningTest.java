package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.daemon.http.listening.HttpStartException;

/** Attacks on the wire, one for each line of docs/security.md that has its test in no other class. */
class HardeningTest {
    private final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void open() throws HttpStartException {
        fixture.openInet();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Answer call(String method) throws IOException {
        return fixture.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call(method)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "supervisor.supervisord.options.execve",
                "supervisor.getPID.getClass",
                "supervisor.getClass",
                "supervisor.wait",
                "supervisor.notifyAll",
                "system.multicall.run",
                "java.lang.Runtime.exec",
                "supervisor..getPID",
                ".supervisor.getPID",
                "supervisor.getPID."
            })
    void namesLeadNowhereButToTheRegistry(String method) throws IOException {
        assertThat(call(method).body()).contains("<int>1</int>", "<string>UNKNOWN_METHOD</string>");
        assertThat(fixture.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'>",
                "<!DOCTYPE a [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
            })
    void documentTypesAreRefused(String prolog) throws IOException {
        String body = "<?xml version='1.0'?>" + prolog + XmlRpcOverHttpTest.call("supervisor.getPID");

        assertThat(fixture.ask(XmlRpcOverHttpTest.post("", body)).status()).isEqualTo(400);
    }

    @Test
    void serialisedJavaObjectIsJustText() throws IOException {
        String body =
                "<m xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'><methodName>supervisor.stopProcess"
                        + "</methodName><params><param><value><ex:serializable>rO0ABXNyABE=</ex:serializable></value></param>"
                        + "</params></m>";

        fixture.ask(XmlRpcOverHttpTest.post("", body));

        assertThat(fixture.api.calls).allMatch(call -> call.equals("stopProcess[rO0ABXNyABE=, true]"));
    }

    @Test
    void compressedBodyIsNotUnpacked() throws IOException {
        Answer answer = fixture.ask(XmlRpcOverHttpTest.post("Content-Encoding: gzip\r\n", "\u001f\u008b"));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void headOf32KilobytesIsTheMost() throws IOException {
        assertThat(fixture.ask("GET /ok.html HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(30_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(fixture.ask("GET /ok.html HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(fixture.ask("GET /" + "y".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status())
                .isEqualTo(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +5\r\n"
            })
    void requestWhoseEndIsInDoubtIsRefusedAndTheConnectionClosed(String headers) throws IOException {
        try (RawClient client = fixture.client()) {
            Answer answer = client.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n0\r\n\r\n");

            assertThat(answer.status()).isBetween(400, 501);
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(fixture.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /ok.html HTTP/1.1", "GET /nosuch HTTP/1.1", "GARBAGE", "GET / HTTP/9.9", "TRACE / HTTP/1.1"
            })
    void noAnswerTellsAVersion(String requestLine) throws IOException {
        Answer answer = fixture.ask(requestLine + "\r\nHost: x\r\n\r\n");

        assertThat(answer.head() + answer.body())
                .contains("Server: supervisor4j\r\n")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContainIgnoringCase("java")
                .doesNotContain("4.4.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/stylesheets/../../../../etc/passwd",
                "/stylesheets/..%2f..%2fetc/passwd",
                "//etc/passwd",
                "/stylesheets/supervisor.css%00.html",
                "/logtail/..%2f..%2fetc%2fpasswd",
                "/logtail/cat/..%2f..%2fetc%2fpasswd"
            })
    void pathsLeadToNoFile(String path) throws IOException {
        assertThat(fixture.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isBetween(400, 404);
    }
}

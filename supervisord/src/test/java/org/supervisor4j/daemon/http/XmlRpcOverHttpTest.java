package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.daemon.http.listening.HttpStartException;

class XmlRpcOverHttpTest {
    private static final String PID_ANSWER = """
            <?xml version='1.0'?>
            <methodResponse>
            <params>
            <param>
            <value><int>4711</int></value>
            </param>
            </params>
            </methodResponse>
            """;

    private final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void open() throws HttpStartException {
        fixture.openInet();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static String call(String method) {
        return "<methodCall><methodName>" + method + "</methodName></methodCall>";
    }

    static String post(String headers, String body) {
        return "POST /RPC2 HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body;
    }

    @Test
    void callIsAnsweredWithTheReferencesHeadersInTheirOrder() throws IOException {
        Answer answer = fixture.ask(post("", call("supervisor.getPID")));

        assertThat(answer.head().replaceFirst("Date: [^\r]*", "Date: DATE"))
                .isEqualTo("HTTP/1.1 200 OK\r\nServer: supervisor4j\r\nDate: DATE\r\nContent-Type: text/xml\r\n"
                        + "Content-Length: " + PID_ANSWER.length() + "\r\n\r\n");
        assertThat(answer.body()).isEqualTo(PID_ANSWER);
    }

    @Test
    void faultIsA200() throws IOException {
        Answer answer = fixture.ask(post("", call("supervisor.nosuch")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("<fault>", "<string>UNKNOWN_METHOD</string>");
    }

    @Test
    void internalErrorIsA500AndLogged() throws IOException {
        fixture.api.answer("getPID", () -> {
            throw new IllegalStateException("broken");
        });

        Answer answer = fixture.ask(post("", call("supervisor.getPID")));

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 500 Internal Server Error");
        assertThat(answer.body()).contains("Error code 500.\r\n<p>Message: Internal Server Error.");
        assertThat(fixture.log.lines)
                .anyMatch(line -> line.startsWith("CRIT Handling XML-RPC request with data '<methodCall>")
                        && line.contains("raised an unexpected exception: ")
                        && line.contains("broken"));
    }

    @Test
    void answerThatDoesNotFitIntoMemoryIsA503AndLogged() throws IOException {
        fixture.api.answer("getPID", () -> {
            throw new OutOfMemoryError("no room");
        });

        assertThat(fixture.ask(post("", call("supervisor.getPID"))).status()).isEqualTo(503);
        assertThat(fixture.log.lines).anyMatch(line -> line.startsWith("CRIT ") && line.contains("no room"));
    }

    @Test
    void answerThatCannotBeWrittenIsA500() throws IOException {
        fixture.api.answer("getState", () -> Map.of("statecode", 1L << 40));

        assertThat(fixture.ask(post("", call("supervisor.getState"))).status()).isEqualTo(500);
    }

    @Test
    void malformedBodyIsA400AndLoggedAsPythonPrintsIt() throws IOException {
        Answer answer = fixture.ask(post("", "<a>\n'"));

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(fixture.log.lines).contains("ERRO XML-RPC request data \"<a>\\n'\" is invalid: unmarshallable");
    }

    @Test
    void bodyWithoutMethodNameIsA400() throws IOException {
        assertThat(fixture.ask(post("", "<a/>")).status()).isEqualTo(400);
        assertThat(fixture.log.lines).contains("ERRO XML-RPC request data '<a/>' is invalid: no method name");
    }

    @Test
    void contentLengthCountsBytesInDeferredAnswersToo() throws IOException {
        CompletableFuture<Object> later = new CompletableFuture<>();
        fixture.api.answer("startProcess", () -> later);
        try (RawClient client = fixture.client()) {
            client.send(post(
                    "",
                    "<m><methodName>supervisor.startProcess</methodName><params><param><value>cat"
                            + "</value></param></params></m>"));

            later.complete("schön");

            assertThat(client.answer().body())
                    .contains("<string>schön</string>")
                    .endsWith("</methodResponse>\n");
        }
    }

    @Test
    void answerOfManySlicesReachesAClientThatReadsLate() throws IOException {
        String text = "0123456789".repeat(100_000);
        fixture.api.answer("readLog", () -> text);
        String request = post(
                "",
                XmlRpcOverHttpTest.call("supervisor.readLog")
                        .replace(
                                "</methodName>",
                                "</methodName><params><param><value>0</value></param><param><value>0</value>"
                                        + "</param></params>"));
        try (RawClient client = fixture.client()) {
            client.send(request + request);
            fixture.ask(post("", call("supervisor.getPID")));

            assertThat(client.answer().body()).contains("<string>" + text + "</string>");
            assertThat(client.answer().body()).contains("<string>" + text + "</string>");
        }
    }

    @Test
    void requestBehindADeferredOneIsAnsweredAfterIt() throws IOException {
        CompletableFuture<Object> later = new CompletableFuture<>();
        fixture.api.answer("startProcess", () -> later);
        try (RawClient client = fixture.client()) {
            client.send(post(
                            "",
                            "<m><methodName>supervisor.startProcess</methodName><params><param><value>cat"
                                    + "</value></param></params></m>")
                    + post("", call("supervisor.getPID")));

            later.complete(true);

            assertThat(client.answer().body()).contains("<boolean>1</boolean>");
            assertThat(client.answer().body()).isEqualTo(PID_ANSWER);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(post("", call("supervisor.getPID")) + post("", call("supervisor.getAPIVersion"))
                    + "GET /ok.html HTTP/1.1\r\n\r\n");

            assertThat(client.answer().body()).contains("4711");
            assertThat(client.answer().body()).contains("<string>3.0</string>");
            assertThat(client.answer().body()).isEqualTo("OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/RPC2", "/RPC2anything", "/RPC2?x=1", "/%52PC2", "/RPC2/"})
    void pathBeginsWithRpc2(String path) throws IOException {
        String request = post("", call("supervisor.getPID")).replace("/RPC2", path);

        assertThat(fixture.ask(request).status()).isEqualTo(200);
        assertThat(fixture.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//RPC2", "/rpc2"})
    void otherPathsAreNotRpc(String path) throws IOException {
        assertThat(fixture.ask(post("", call("supervisor.getPID")).replace("/RPC2", path))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void requestWithoutHostIsServed() throws IOException {
        String body = call("supervisor.getPID");
        String request = "POST /RPC2 HTTP/1.1\r\nX-Last: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;

        try (RawClient client = fixture.client()) {
            assertThat(client.ask(request).body()).isEqualTo(PID_ANSWER);
            assertThat(client.ask(request).body()).isEqualTo(PID_ANSWER);
        }
    }

    @Test
    void requestWithoutHostMayComeInPieces() throws IOException {
        String body = call("supervisor.getPID");
        try (RawClient client = fixture.client()) {
            client.send("POST /RPC2 HTTP/1.1\r\n");
            client.send("Content-Length: " + body.length() + "\r\n");
            client.send("\r\n");

            assertThat(client.ask(body).body()).isEqualTo(PID_ANSWER);
        }
    }

    @Test
    void http10ConnectionIsClosedAfterTheAnswer() throws IOException {
        String body = call("supervisor.getPID");
        try (RawClient client = fixture.client()) {
            Answer answer = client.ask("POST /RPC2 HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

            assertThat(answer.body()).isEqualTo(PID_ANSWER);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void http10ConnectionStaysOpenIfAskedTo() throws IOException {
        String body = call("supervisor.getPID");
        String request =
                "POST /RPC2 HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (RawClient client = fixture.client()) {
            assertThat(client.ask(request).header("Connection")).hasValue("keep-alive");
            assertThat(client.ask(request).body()).isEqualTo(PID_ANSWER);
        }
    }

    @Test
    void connectionIsClosedIfAskedTo() throws IOException {
        try (RawClient client = fixture.client()) {
            client.ask(post("Connection: close\r\n", call("supervisor.getPID")));

            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void postWithoutLengthIsA411() throws IOException {
        Answer answer = fixture.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 411 Length Required");
    }

    @Test
    void emptyBodyIsA400() throws IOException {
        assertThat(fixture.ask(post("", "")).status()).isEqualTo(400);
    }

    @Test
    void chunkedBodyIsTaken() throws IOException {
        String body = call("supervisor.getPID");
        Answer answer = fixture.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");

        assertThat(answer.body()).isEqualTo(PID_ANSWER);
    }

    @Test
    void bodyWithTwoLengthsIsRefused() throws IOException {
        String headers = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";

        Answer answer = fixture.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\n" + headers + "0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void tooLargeBodyIsRefusedBeforeItIsRead() throws IOException {
        try (RawClient client = fixture.client()) {
            Answer answer = client.ask("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");

            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void tooLargeChunkedBodyIsRefused() throws IOException {
        String piece = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (RawClient client = fixture.client()) {
            client.send("POST /RPC2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + piece.repeat(17));

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / FOO/1.1\r\n\r\n",
                "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "GET / HTTP/1.1\r\nNo colon here\r\n\r\n"
            })
    void malformedRequestIsToldSo(String request) throws IOException {
        try (RawClient client = fixture.client()) {
            Answer answer = client.ask(request);

            assertThat(answer.status()).isBetween(400, 505);
            assertThat(answer.body()).contains("<title>Error response</title>");
            assertThat(answer.header("Server")).hasValue("supervisor4j");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"})
    void callOnBehalfOfAnotherSiteIsRefused(String header) throws IOException {
        assertThat(fixture.ask(post(header, call("supervisor.getPID"))).status())
                .isEqualTo(403);
        assertThat(fixture.api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://x\r\n", "Origin: https://X:443\r\n", "Sec-Fetch-Site: same-origin\r\n"})
    void callOfOurOwnPageIsServed(String header) throws IOException {
        assertThat(fixture.ask(post(header, call("supervisor.getPID"))).status())
                .isEqualTo(200);
    }

    @Test
    void everyCallLeavesTraces() throws IOException {
        fixture.ask(post("", call("supervisor.getPID")));
        fixture.ask(post("", call("nosuch.x")));
        fixture.close();

        assertThat(fixture.log.lines)
                .contains(
                        "TRAC XML-RPC method called: supervisor.getPID()",
                        "TRAC XML-RPC method supervisor.getPID() returned successfully",
                        "TRAC XML-RPC method nosuch.x() returned fault: [1] UNKNOWN_METHOD")
                .anyMatch(line ->
                        line.matches("TRAC 127\\.0\\.0\\.1:\\d+ - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d "
                                + "\\+0000\\] \"POST /RPC2 HTTP/1\\.1\" 200 2\\d\\d"));
    }

    @Test
    void deferredAnswerIsStillSentWhileTheServerCloses() throws Exception {
        CompletableFuture<Object> later = new CompletableFuture<>();
        Object answer = later;
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        fixture.api.answer("shutdown", () -> {
            asked.complete(true);
            return answer;
        });
        try (RawClient client = fixture.client()) {
            client.send(post("", call("supervisor.shutdown")));
            asked.get();

            later.complete(true);
            fixture.close();

            assertThat(client.answer().body()).contains("<boolean>1</boolean>");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }
}

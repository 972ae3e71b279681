package org.supervisor4j.ctl.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that sends exactly the bytes of the test, one list element for each request. */
class XmlRpcClientTest {
    private static final String BODY = """
            <?xml version='1.0'?>
            <methodResponse>
            <params>
            <param>
            <value><string>héllo €</string></value>
            </param>
            </params>
            </methodResponse>
            """;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> connections = new CopyOnWriteArrayList<>();
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    @Test
    void anAnswerOfKnownLengthIsReadAndTheConnectionKept() throws IOException {
        serve(true, ok(BODY, length(BODY)), ok(BODY, length(BODY)));

        try (XmlRpcClient client = client(null)) {
            assertThat(client.call("supervisor.x")).isEqualTo("héllo €");
            assertThat(client.call("supervisor.y")).isEqualTo("héllo €");
        }

        assertThat(connections).hasSize(1);
    }

    @Test
    void aLengthThatCountsCharactersInsteadOfBytesLosesNothing() throws IOException {
        serve(true, ok(BODY, BODY.length()));

        try (XmlRpcClient client = client(null)) {
            assertThat(client.call("supervisor.x")).isEqualTo("héllo €");
        }
    }

    @Test
    void afterSuchAnAnswerANewConnectionIsUsed() throws IOException {
        serve(true, ok(BODY, BODY.length()), ok(BODY, length(BODY)));

        try (XmlRpcClient client = client(null)) {
            client.call("supervisor.x");
            assertThat(client.call("supervisor.y")).isEqualTo("héllo €");
        }

        assertThat(connections).hasSize(2);
    }

    @Test
    void chunksAreJoined() throws IOException {
        byte[] bytes = BODY.getBytes(StandardCharsets.UTF_8);
        String half = new String(bytes, 0, 100, StandardCharsets.ISO_8859_1);
        String rest = new String(bytes, 100, bytes.length - 100, StandardCharsets.ISO_8859_1);
        serveLatin1("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + half + "\r\n"
                + Integer.toHexString(bytes.length - 100) + ";x=y\r\n" + rest + "\r\n0\r\nTrailer: x\r\n\r\n");

        try (XmlRpcClient client = client(null)) {
            assertThat(client.call("supervisor.x")).isEqualTo("héllo €");
        }
    }

    @Test
    void withoutALengthTheAnswerEndsWithTheConnection() throws IOException {
        serve(false, "HTTP/1.0 200 OK\r\n\r\n" + BODY);

        try (XmlRpcClient client = client(null)) {
            assertThat(client.call("supervisor.x")).isEqualTo("héllo €");
        }
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        serve(true, "HTTP/1.1 100 Continue\r\n\r\n" + ok(BODY, length(BODY)));

        try (XmlRpcClient client = client(null)) {
            assertThat(client.call("supervisor.x")).isEqualTo("héllo €");
        }
    }

    @Test
    void credentialsAreSentWithoutBeingAskedFor() throws IOException {
        serve(true, ok(BODY, length(BODY)));

        try (XmlRpcClient client = client(new Credentials("user", "pässword"))) {
            client.call("supervisor.x");
        }

        assertThat(requests.get(0))
                .startsWith("POST /RPC2 HTTP/1.1\r\nHost: localhost:" + listening.getLocalPort() + "\r\n")
                .contains("\r\nAuthorization: Basic dXNlcjpww6Rzc3dvcmQ=\r\n");
    }

    @Test
    void anotherStatusThan200IsAnError() throws IOException {
        serve(true, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");

        try (XmlRpcClient client = client(null)) {
            assertThatThrownBy(() -> client.call("supervisor.x"))
                    .isInstanceOf(HttpStatusException.class)
                    .hasMessage("503 Service Unavailable");
        }
    }

    @Test
    void aServerThatHangsUpIsAnError() throws IOException {
        serve(false, "");

        try (XmlRpcClient client = client(null)) {
            assertThatThrownBy(() -> client.call("supervisor.x"))
                    .isInstanceOf(HttpProtocolException.class)
                    .hasMessage("Remote end closed connection without response");
        }
    }

    @Test
    void anotherProtocolIsAnError() throws IOException {
        serve(false, "SSH-2.0-OpenSSH\r\n");

        try (XmlRpcClient client = client(null)) {
            assertThatThrownBy(() -> client.call("supervisor.x"))
                    .isInstanceOf(HttpProtocolException.class)
                    .hasMessage("SSH-2.0-OpenSSH");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAnError() throws IOException {
        serve(false, ok(BODY, length(BODY) + 5));

        try (XmlRpcClient client = client(null)) {
            assertThatThrownBy(() -> client.call("supervisor.x"))
                    .hasMessage("IncompleteRead(" + length(BODY) + " bytes read, 5 more expected)");
        }
    }

    @Test
    void aHeadWithoutEndIsAnError() throws IOException {
        serve(false, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101));

        try (XmlRpcClient client = client(null)) {
            assertThatThrownBy(() -> client.call("supervisor.x")).hasMessage("got more than 100 headers");
        }
    }

    private static String ok(String body, int length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + length + "\r\n\r\n" + body;
    }

    private static int length(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private XmlRpcClient client(@Nullable Credentials credentials) {
        return new XmlRpcClient(new HttpTransport("localhost", listening.getLocalPort()), credentials);
    }

    private void serveLatin1(String answer) {
        serve(true, List.of(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void serve(boolean keepOpen, String... answers) {
        serve(
                keepOpen,
                Arrays.stream(answers)
                        .map(answer -> answer.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Answers the requests of any number of connections, in order. */
    private void serve(boolean keepOpen, List<byte[]> answers) {
        Thread thread = new Thread(() -> {
            int next = 0;
            while (next < answers.size()) {
                try (Socket client = listening.accept()) {
                    connections.add(client.getPort());
                    boolean open = readRequest(client.getInputStream());
                    while (open && next < answers.size()) {
                        client.getOutputStream().write(answers.get(next));
                        next++;
                        open = keepOpen && readRequest(client.getInputStream());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private boolean readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        while (!request.toString(StandardCharsets.UTF_8).endsWith("</methodCall>\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            request.write(next);
        }
        requests.add(request.toString(StandardCharsets.UTF_8));
        return true;
    }
}

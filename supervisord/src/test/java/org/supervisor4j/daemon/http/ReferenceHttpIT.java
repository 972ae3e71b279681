package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.http.RawClient.Answer;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.model.ProcessState;

/**
 * Sends the same bytes to the installed Python original and to our servers, and compares what comes back. Ours answer
 * through a fake that knows the same single program, never started.
 */
@Tag("process")
class ReferenceHttpIT {
    private static final int PORT = ServerFixture.freePort();
    private static final int GUARDED_PORT = ServerFixture.freePort();
    private static final ServerFixture OURS = new ServerFixture();
    private static @Nullable Process reference;

    @BeforeAll
    static void startBoth(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("supervisord.conf"), """
                [supervisord]
                nodaemon=true
                logfile=%1$s/main.log
                pidfile=%1$s/pid
                childlogdir=%1$s
                [inet_http_server:a]
                port=127.0.0.1:%2$d
                [inet_http_server:b]
                port=127.0.0.1:%3$d
                username=user
                password=pa:ss
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
                [program:cat]
                command=/bin/cat
                autostart=false
                stderr_logfile=NONE
                """.formatted(folder, PORT, GUARDED_PORT));
        reference = new ProcessBuilder("/usr/bin/supervisord", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        awaitPort();
        OURS.api.answer("getProcessInfo", () -> FakeSupervisorApi.info("cat", "cat", ProcessState.STOPPED));
        OURS.open(ServerFixture.inet(null), ServerFixture.inet(new Login("user", "pa:ss")));
    }

    private static void awaitPort() {
        for (int tries = 0; tries < 100; tries++) {
            try (RawClient client = RawClient.tcp(GUARDED_PORT)) {
                assertThat(client.ask("GET /ok.html HTTP/1.0\r\n\r\n").status()).isEqualTo(401);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        throw new AssertionError("the reference doesn't serve");
    }

    @AfterAll
    static void stopBoth() throws InterruptedException {
        OURS.close();
        if (reference != null) {
            reference.destroy();
            assertThat(reference.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    static Stream<Arguments> sameAnswers() {
        return Stream.of(
                same("a value", call("supervisor.getAPIVersion")),
                same("an identification", call("supervisor.getIdentification")),
                same("a struct", call("supervisor.getState")),
                same("an alias", call("supervisor.getVersion")),
                same("a signature", call("system.methodSignature", "supervisor.startProcess")),
                same("a signature of nothing", call("system.methodSignature", "x")),
                same("help for nothing", call("system.methodHelp", "x")),
                same("an unknown method", call("supervisor.nosuch")),
                same("an unknown namespace", call("nosuch.x")),
                same("a private method", call("supervisor._update")),
                same("an attribute", call("supervisor.supervisord.options")),
                same("too many parameters", call("supervisor.getState", "x")),
                same("too few parameters", call("supervisor.getProcessInfo")),
                same("an unknown process", call("supervisor.getProcessInfo", "nosuch")),
                same("a name with markup", call("supervisor.getProcessInfo", "&lt;a&amp;\"b\"&gt;ü€")),
                same("a group for a process", call("supervisor.getProcessInfo", "g:*")),
                same("a number for a name", call("supervisor.getProcessInfo", "<int>5</int>")),
                same("nil for a name", call("supervisor.getProcessInfo", "<nil/>")),
                same("text for an offset", call("supervisor.readLog", "x", "0")),
                same("nil for an offset", call("supervisor.readLog", "<nil/>", "0")),
                same("a number for characters", call("supervisor.sendProcessStdin", "cat", "<int>5</int>")),
                same("a list for characters", call("supervisor.sendProcessStdin", "cat", array("it's", "b"))),
                same("nil for a group", call("supervisor.removeProcessGroup", "<nil/>")),
                same("a list for a group", call("supervisor.removeProcessGroup", array())),
                same("an empty multicall", call("system.multicall", array())),
                same(
                        "a multicall",
                        call(
                                "system.multicall",
                                array(
                                        element("supervisor.getAPIVersion"),
                                        element("nosuch.x"),
                                        element("system.multicall"),
                                        "<struct/>",
                                        element("supervisor.getState")))),
                same("a number for a multicall", call("system.multicall", "<int>5</int>")),
                same("text for a multicall", call("system.multicall", "abc")),
                same("numbers in a multicall", call("system.multicall", array("<int>5</int>"))),
                same("an int that is none", call("supervisor.readLog", "<int>x</int>", "0")),
                same("an array without data", call("supervisor.readLog", "<array/>", "0")),
                same("an unknown element", call("supervisor.getProcessInfo", "<foo>nosuch</foo>")),
                same("a bare method name", post("", "<methodName>supervisor.getAPIVersion</methodName>")),
                same("no method name", post("", "<methodCall/>")),
                same("what is no XML", post("", "hello")),
                same("an unbound prefix", call("supervisor.getProcessInfo", "<ex:nil/>")),
                same("a control character", call("supervisor.getProcessInfo", "\u0001")),
                same(
                        "another encoding in the declaration",
                        post(
                                "",
                                "<?xml version='1.0' encoding='iso-8859-1'?>"
                                        + "<m><methodName>supervisor.getAPIVersion</methodName></m>")),
                same("a longer path", call("supervisor.getState").replace("/RPC2", "/RPC2/x?y=1")),
                same("an escaped path", call("supervisor.getState").replace("/RPC2", "/%52PC2")),
                same("RPC by GET", "GET /RPC2 HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("POST without a length", "POST /RPC2 HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("a request without Host", "GET /ok.html HTTP/1.1\r\n\r\n"),
                same("an empty Host", "GET /ok.html HTTP/1.1\r\nHost: \r\n\r\n"),
                same("the ok page", "GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("the ok page with slashes", "GET ///ok.html HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("a missing file", "GET /nosuch HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("an odd method", "PUT /nosuch HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("the log of nobody", "GET /logtail/nosuch HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("a log of no channel", "GET /logtail/cat/foo HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("a log that is none", "GET /logtail/cat/stderr HTTP/1.1\r\nHost: x\r\n\r\n"),
                same("a log by POST", "POST /mainlogtail HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
    }

    private static Arguments same(String what, String request) {
        return arguments(what, request);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameAnswers")
    void answerIsTheReferencesToTheByte(String what, String request) throws IOException {
        Answer theirs = ask(PORT, request);
        Answer ours = ask(ourPort(0), request);

        assertThat(shown(ours)).as(what).isEqualTo(shown(theirs));
    }

    @Test
    void theMethodsAreTheReferencesAndThoseOfOurNamespace() throws IOException {
        String theirs = ask(PORT, call("system.listMethods")).body();
        String ours = ask(ourPort(0), call("system.listMethods")).body();

        assertThat(ours).contains("<string>supervisor4j.getProcessHistory</string>");
        assertThat(ours.replaceAll("<value><string>supervisor4j[.]\\w+</string></value>\n", ""))
                .isEqualTo(theirs);
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                arguments("none", ""),
                arguments("another scheme", "Digest x"),
                arguments("no value", "Basic"),
                arguments("right", basic("user:pa:ss")),
                arguments("a lower-case scheme", basic("user:pa:ss").replace("Basic", "basic")),
                arguments("wrong", basic("user:x")),
                arguments("another user", basic("USER:pa:ss")),
                arguments("bad padding", "Basic abc"),
                arguments("not UTF-8", "Basic /////w=="));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logins")
    void loginIsJudgedAsByTheReference(String what, String login) throws IOException {
        String header = login.isEmpty() ? "" : "Authorization: " + login + "\r\n";
        String request = "GET /ok.html HTTP/1.1\r\nHost: x\r\n" + header + "\r\n";

        Answer theirs = ask(GUARDED_PORT, request);
        Answer ours = ask(ourPort(1), request);

        assertThat(shown(ours)).as(what).isEqualTo(shown(theirs));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {"refresh", "stopall", "start&processname=nosuch", "stop&processname=g:*"})
    void pageActionAnswersAsTheReferences(String action) throws IOException {
        String request = "GET /index.html?action=" + action + " HTTP/1.1\r\nHost: box:9001\r\n\r\n";

        Answer theirs = ask(PORT, request);
        Answer ours = ask(ourPort(0), request);

        assertThat(ours.statusLine()).isEqualTo(theirs.statusLine());
        assertThat(ours.body()).isEqualTo(theirs.body());
        // The time in the message differs.
        assertThat(ours.header("Location").map(ReferenceHttpIT::withoutTime))
                .isEqualTo(theirs.header("Location").map(ReferenceHttpIT::withoutTime));
    }

    /** What the reference takes for an error of its own is the client's mistake: docs/differences.md. */
    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("clientsMistakes")
    void mistakeOfAClientIsNoErrorOfOurs(String path, String login, String ours) throws IOException {
        boolean guarded = !login.isEmpty();
        String request = "GET " + path + " HTTP/1.1\r\nHost: box:9001\r\n" + login + "\r\n";

        assertThat(ask(guarded ? GUARDED_PORT : PORT, request).statusLine())
                .isEqualTo("HTTP/1.1 500 Internal Server Error");
        assertThat(ask(ourPort(guarded ? 1 : 0), request).statusLine()).isEqualTo("HTTP/1.1 " + ours);
    }

    static Stream<Arguments> clientsMistakes() {
        return Stream.of(
                arguments("/logtail", "", "404 Not Found"),
                arguments("/index.html?action=nosuch", "", "400 Bad Request"),
                arguments("/index.html?action=start", "", "400 Bad Request"),
                arguments("/ok.html", "Authorization: " + basic("user") + "\r\n", "401 Unauthorized"),
                arguments("/ok.html", "Authorization: Basic !!!\r\n", "401 Unauthorized"));
    }

    private static String withoutTime(String location) {
        return location.replaceFirst("%20at%20.*", "%20at%20TIME");
    }

    @Test
    void connectionsAreKeptOrClosedAsByTheReference() throws IOException {
        for (String request : List.of(
                "GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /nosuch HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /nosuch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /nosuch HTTP/1.0\r\n\r\n",
                "GET /nosuch HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) {
            assertThat(staysOpen(ourPort(0), request)).as(request).isEqualTo(staysOpen(PORT, request));
        }
    }

    private static boolean staysOpen(int port, String request) throws IOException {
        try (RawClient client = RawClient.tcp(port)) {
            client.ask(request);
            try {
                return client.send("GET /ok.html HTTP/1.0\r\n\r\n").answer().status() == 200;
            } catch (IOException closed) {
                return false;
            }
        }
    }

    private static Answer ask(int port, String request) throws IOException {
        try (RawClient client = RawClient.tcp(port)) {
            return client.ask(request);
        }
    }

    private static int ourPort(int index) {
        return OURS.servers().ports().get(index);
    }

    /** Status line, headers that matter, body. Names of products, dates and what we add for browsers are left out. */
    private static String shown(Answer answer) {
        StringBuilder shown = new StringBuilder(answer.statusLine());
        for (String header : List.of(
                "Content-Type", "Content-Length", "WWW-Authenticate", "Location", "Transfer-Encoding", "Allow")) {
            answer.header(header)
                    .ifPresent(value ->
                            shown.append('\n').append(header).append(": ").append(value));
        }
        return shown.append("\n\n").append(answer.body()).toString();
    }

    private static String call(String method, String... values) {
        StringBuilder body = new StringBuilder("<?xml version='1.0'?><methodCall><methodName>")
                .append(method)
                .append("</methodName><params>");
        for (String value : values) {
            body.append("<param><value>").append(value).append("</value></param>");
        }
        return post("", body.append("</params></methodCall>").toString());
    }

    private static String post(String headers, String body) {
        return "POST /RPC2 HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body;
    }

    private static String array(String... values) {
        StringBuilder array = new StringBuilder("<array><data>");
        for (String value : values) {
            array.append("<value>").append(value).append("</value>");
        }
        return array.append("</data></array>").toString();
    }

    private static String element(String method) {
        return "<struct><member><name>methodName</name><value>" + method + "</value></member></struct>";
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }
}

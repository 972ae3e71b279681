package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks and mail of a real daemon, to receivers of the test's own. */
class NoticesIT {
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private Sandbox sandbox;
    private HttpServer service;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.empty();
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::take);
        service.start();
    }

    @AfterEach
    void close() throws IOException {
        service.stop(0);
        sandbox.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Secret")));
        exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 200, -1);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + service.getAddress().getPort() + "/hook";
    }

    private Daemon start(String sections) throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with(sections));
        return Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    private String log() {
        return sandbox.read(Configuration.LOG);
    }

    @Test
    void anExitIsPostedUntilTheServiceTakesIt() throws IOException {
        sandbox.write("url", url() + "\n");
        sandbox.write("header", "X-Secret: geheim\n");
        refusals.set(1);
        try (Daemon daemon = start("""
                [webhook:chat]
                url_file=%(here)s/url
                header_file=%(here)s/header
                events=PROCESS_STATE_EXITED
                programs=once
                [program:once]
                command=sh -c "exit 3"
                startsecs=0
                autorestart=false
                [program:other]
                command=sh -c "exit 4"
                startsecs=0
                autorestart=false
                """)) {
            daemon.rpc().awaitState("other", "EXITED");
            Await.until("it was posted twice", () -> posted.size() == 2);

            assertThat(posted.get(0))
                    .contains("\"count\":1,", "\"event\":\"PROCESS_STATE_EXITED\"", "\"process\":\"once\"")
                    .contains("\"expected\":false");
            assertThat(posted.get(1)).isEqualTo(posted.get(0));
            assertThat(headers).containsOnly("geheim");
            Await.until("it is said that it goes on", () -> log().contains("INFO [webhook:chat] takes notices again"));
            assertThat(log())
                    .contains("WARN [webhook:chat] cannot be told: the answer is status 503")
                    .doesNotContain("geheim");
        }
    }

    @Test
    void healthIsPostedWithATemplate() throws IOException {
        sandbox.write("well", "");
        try (Daemon daemon = start("""
                [webhook:chat]
                url=%s
                events=X_PROCESS_HEALTH
                template={"text": "{process} is {health}"}
                coalesce=0
                [program:web]
                command=sleep infinity
                healthcheck=file:%%(here)s/well
                healthcheck_interval=1
                healthcheck_retries=1
                healthcheck_action=event
                """.formatted(url()))) {
            Await.until("it is well", () -> posted.contains("{\"text\": \"web is healthy\"}"));
            sandbox.delete("well");
            Await.until("it is not", () -> posted.contains("{\"text\": \"web is unhealthy\"}"));
            daemon.rpc().awaitState("web", "RUNNING");
        }
    }

    @Test
    void whatHappensTogetherIsOneNotice() throws IOException {
        try (Daemon daemon = start("""
                [webhook:chat]
                url=%s
                events=PROCESS_STATE_EXITED
                [program:many]
                command=true
                process_name=%%(program_name)s_%%(process_num)d
                numprocs=20
                startsecs=0
                autorestart=false
                """.formatted(url()))) {
            Await.until(
                    "something was posted",
                    () -> !posted.isEmpty() && daemon.rpc().answers());
        }

        // The rest came at the end, if it did not come with the first.
        assertThat(posted).hasSizeLessThanOrEqualTo(2);
        assertThat(String.join("", posted).split("PROCESS_STATE_EXITED", -1)).hasSize(21);
    }

    @Test
    void aLetterIsSent() throws IOException {
        try (SmtpSink sink = new SmtpSink();
                Daemon daemon = start("""
                [mail:ops]
                url=smtp://127.0.0.1:%d
                from=supervisor@example.org
                to=ops@example.org
                [program:broken]
                command=sh -c "exit 1"
                startretries=0
                """.formatted(sink.port()))) {
            daemon.rpc().awaitState("broken", "FATAL");
            Await.until("a letter came", () -> !sink.letters().isEmpty());

            String letter = sink.letters().get(0);
            assertThat(letter)
                    .contains("From: <supervisor@example.org>\n", "To: <ops@example.org>\n")
                    .containsPattern("Subject: \\[\\S+] broken FATAL\n");
            String body = letter.substring(letter.indexOf("\n\n") + 2);
            assertThat(new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8))
                    .endsWith(" broken is FATAL (was BACKOFF)\n");
        }
    }

    /** One that takes connections and says nothing, and one that is not there. */
    @Test
    void deadReceiversDelayNobody() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Daemon daemon = start("""
                [webhook:silent]
                url=http://127.0.0.1:%d/
                events=PROCESS_STATE
                coalesce=0
                [webhook:gone]
                url=http://127.0.0.1:%d/
                events=PROCESS_STATE
                coalesce=0
                [program:cat]
                command=cat
                startsecs=0
                """.formatted(silent.getLocalPort(), Sandbox.freePort()))) {
            daemon.rpc().awaitState("cat", "RUNNING");
            long began = System.nanoTime();
            for (int round = 0; round < 50; round++) {
                daemon.rpc().call("supervisor.stopProcess", "cat");
                daemon.rpc().call("supervisor.startProcess", "cat");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            Await.until("the log says so", () -> log().contains("WARN [webhook:gone] cannot be told: "));
        }
    }

    @Test
    void aCheckLooksForTheSecrets() throws IOException {
        Files.setPosixFilePermissions(
                sandbox.write("open", "X-Secret: geheim\n"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(
                sandbox.write("good", "http://127.0.0.1/\n"), PosixFilePermissions.fromString("rw-r-----"));
        sandbox.write("two", "geheim\ngeheim\n");
        sandbox.write(Configuration.FILE, Configuration.with("""
                [webhook:chat]
                url_file=%(here)s/good
                header_file=%(here)s/open
                [webhook:gone]
                url_file=%(here)s/missing
                [mail:ops]
                url=smtp://ops@localhost
                password_file=%(here)s/two
                from=ops@example.org
                to=ops@example.org
                """));

        Command.Result result = check();

        assertThat(result.stdout())
                .contains("warning: " + sandbox.path("open") + " has a secret, and everybody may read it (chmod o-r)")
                .contains("warning: " + sandbox.path("missing") + " is not a plain file, or not there")
                .contains("warning: " + sandbox.path("two") + " has not got exactly one line")
                .doesNotContain(sandbox.path("good").toString(), "geheim");
        assertThat(result.exit()).isZero();
    }

    @Test
    void aCheckNamesWhatIsWrong() throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with("""
                [webhook:x]
                url=http://127.0.0.1/
                colaesce=5
                """));

        Command.Result result = check();

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.stdout())
                .contains("colaesce is no key of [webhook:x]")
                .contains("did you mean coalesce?");
    }

    private Command.Result check() {
        return Command.of(
                        Installation.OURS.supervisord(),
                        "--check",
                        "-c",
                        sandbox.path(Configuration.FILE).toString())
                .run();
    }
}

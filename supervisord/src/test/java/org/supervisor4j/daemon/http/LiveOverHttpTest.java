package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

class LiveOverHttpTest {
    private final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void open() throws HttpStartException {
        fixture.openInet();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String get(String query) {
        return "GET /live" + query + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void pageIsToldEverythingAndThenWhatChanges() throws IOException {
        try (RawClient client = fixture.client()) {
            String first = client.send(get("")).readUntil("]}\n\n");
            assertThat(first)
                    .contains("Content-Type: text/event-stream", "X-Accel-Buffering: no")
                    .contains("event: state", "\"name\":\"cat\",\"state\":\"RUNNING\",\"pid\":7110,\"start\":1000");

            fixture.view.show(SupervisorState.RUNNING, FakeSupervisorApi.info("cat", "cat", ProcessState.EXITED));

            assertThat(client.readUntil("]}\n\n"))
                    .contains("event: change", "\"state\":\"EXITED\"", "\"text\":\"Not started\"");
        }
    }

    @Test
    void pageThatComesBackIsToldOnlyWhatItMissed() throws IOException {
        try (RawClient staying = fixture.client();
                RawClient back = fixture.client()) {
            String first = staying.send(get("")).readUntil("]}\n\n");
            String id = first.replaceAll("(?s).*id: (\\S+)\n.*", "$1");
            fixture.view.show(SupervisorState.SHUTDOWN, FakeSupervisorApi.info("cat", "cat", ProcessState.STOPPING));
            staying.readUntil("SHUTDOWN");

            String missed = back.send(get("?last=" + id)).readUntil("]}\n\n");

            assertThat(missed)
                    .contains("event: change", "\"state\":\"STOPPING\"")
                    .doesNotContain("event: state");
        }
    }

    @Test
    void pageOfAnotherSiteHearsNothing() throws IOException {
        assertThat(fixture.ask("GET /live HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: cross-site\r\n\r\n")
                        .status())
                .isEqualTo(403);
    }

    /** A proxy that passes on another Host makes of our page's Referer that of another site. */
    @Test
    void pageBehindAProxyHearsEverything() throws IOException {
        try (RawClient client = fixture.client()) {
            String head = client.send("GET /live HTTP/1.1\r\nHost: x\r\nReferer: http://ops.example.net/\r\n\r\n")
                    .readUntil("\r\n\r\n");

            assertThat(head).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void logIsDownloadedAsItIs(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("cat \"x\".log");
        Files.writeString(log, "<line>\n".repeat(50_000), UTF_8);
        fixture.logs.put("cat STDOUT", log);

        RawClient.Answer answer = fixture.ask("GET /logfile/cat/stdout HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer.header("Content-Length")).hasValue("350000");
        assertThat(answer.header("Content-Disposition")).hasValue("attachment; filename=\"cat__x_.log\"");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.body()).isEqualTo("<line>\n".repeat(50_000));
    }

    @Test
    void emptyLogIsAnEmptyFileAndAMissingOneIsNone(@TempDir Path folder) throws IOException {
        fixture.logs.put("cat STDOUT", Files.createFile(folder.resolve("empty")));
        fixture.logs.put("cat STDERR", folder.resolve("missing"));

        assertThat(fixture.ask("GET /logfile/cat HTTP/1.1\r\nHost: x\r\n\r\n").header("Content-Length"))
                .hasValue("0");
        assertThat(fixture.ask("GET /logfile/cat/stderr HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status())
                .isEqualTo(404);
        assertThat(fixture.ask("GET /logfile/dog HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(404);
    }
}

package org.supervisor4j.daemon.http;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many connections as a server takes; it lasts until the idle ones among them are closed. */
class CrowdedServerIT {
    @Test
    void idleCrowdLocksNobodyOutForGoodAndCutsOffNobodyWhoWaits(@TempDir Path folder) throws Exception {
        List<RawClient> crowd = new ArrayList<>();
        CompletableFuture<Object> stopped = new CompletableFuture<>();
        Object answer = stopped;
        try (ServerFixture fixture = new ServerFixture()) {
            Path log = Files.writeString(folder.resolve("log"), "hello\n");
            fixture.logs.put("cat STDOUT", log);
            fixture.api.answer("stopAllProcesses", () -> answer);
            fixture.open(ServerFixture.inet(null), ServerFixture.unix(folder.resolve("s"), 0700));
            RawClient tail = fixture.client();
            crowd.add(tail);
            tail.send("GET /logtail/cat HTTP/1.0\r\n\r\n").readUntil("hello\n");
            RawClient waiting = fixture.client();
            crowd.add(waiting);
            waiting.send(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("supervisor.stopAllProcesses")));
            // One more than the limit is accepted, by the thread that waited for it; the next waits for room.
            while (crowd.size() < JettySettings.MAX_CONNECTIONS + 1) {
                crowd.add(fixture.client());
            }

            try (RawClient other = RawClient.unix(folder.resolve("s"))) {
                assertThat(other.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
            }
            assertThat(fixture.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");

            Files.writeString(log, "more\n", APPEND);
            assertThat(tail.readUntil("more\n")).isEqualTo("more\n");
            stopped.complete(List.of());
            assertThat(waiting.answer().body()).contains("<array><data>\n</data></array>");
        } finally {
            for (RawClient client : crowd) {
                client.close();
            }
        }
    }
}

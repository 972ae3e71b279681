package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code quickstart.sh} starts; {@link QuickstartIT} runs the script. */
class QuickstartExampleIT {
    private static final String[] RUNNING = {
        "clock",
        "echo",
        "restless",
        "office:boss",
        "office:worker_00",
        "office:worker_01",
        "office:worker_02",
        "obituaries"
    };

    private Sandbox sandbox;
    private int port;

    @BeforeEach
    void copyTheExample() throws IOException {
        port = Sandbox.freePort();
        sandbox = Sandbox.copyOf("quickstart");
        sandbox.mkdirs("run");
        sandbox.rewrite("supervisord.conf", text -> text.replace("127.0.0.1:9001", "127.0.0.1:" + port));
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void everyProgramRunsAndThePageShowsThem(Installation installation) throws Exception {
        try (Daemon daemon = start(installation)) {
            for (String process : RUNNING) {
                daemon.rpc().awaitState(process, "RUNNING");
            }

            daemon.rpc().awaitState("broken", "FATAL");
            assertThat(daemon.rpc().state("onrequest")).isEqualTo("STOPPED");
            assertThat(page()).contains("clock").contains("worker_02");
        }
    }

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void theListenerHearsOfAnExit(Installation installation) throws Exception {
        try (Daemon daemon = start(installation)) {
            daemon.rpc().awaitState("clock", "RUNNING");
            daemon.rpc().awaitState("obituaries", "RUNNING");

            Command.of(
                            Installation.DEBIAN.supervisorctl(),
                            "-c",
                            configuration().toString(),
                            "signal",
                            "KILL",
                            "clock")
                    .run();

            Await.until("the listener has heard of it", () -> sandbox.read("run/obituaries.log")
                    .contains("processname:clock groupname:clock from_state:RUNNING expected:0"));
        }
    }

    private Path configuration() {
        return sandbox.path("supervisord.conf");
    }

    private Daemon start(Installation installation) throws IOException {
        return Daemon.start(installation, configuration(), sandbox.path("run/supervisor.sock"));
    }

    private String page() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code quickstart.sh} starts. */
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

    @ParameterizedTest(name = "{0} supervisord")
    @EnumSource(Installation.class)
    void everyProgramRunsTheListenerHearsOfAnExitAndThePageIsServed(Installation installation) throws Exception {
        int port = Sandbox.freePort();
        try (Sandbox sandbox = quickstart(port);
                Daemon daemon = Daemon.start(
                        installation, sandbox.path("supervisord.conf"), sandbox.path("run/supervisor.sock"))) {
            for (String process : RUNNING) {
                daemon.rpc().awaitState(process, "RUNNING");
            }
            assertThat(daemon.rpc().state("onrequest")).isEqualTo("STOPPED");
            assertThat(page(port)).contains("clock").contains("worker_02");

            Command.of(
                            Installation.DEBIAN.supervisorctl(),
                            "-c",
                            sandbox.path("supervisord.conf").toString())
                    .and("signal", "KILL", "clock")
                    .run();

            Await.until("the listener has heard of it", () -> sandbox.read("run/obituaries.log")
                    .contains("processname:clock groupname:clock from_state:RUNNING expected:0"));
            daemon.rpc().awaitState("clock", "RUNNING");
        }
    }

    private static Sandbox quickstart(int port) throws IOException {
        Sandbox sandbox = Sandbox.copyOf("quickstart");
        sandbox.mkdirs("run");
        sandbox.rewrite("supervisord.conf", text -> text.replace("127.0.0.1:9001", "127.0.0.1:" + port));
        return sandbox;
    }

    private static String page(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}

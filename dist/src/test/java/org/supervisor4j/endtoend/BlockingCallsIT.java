package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call waits for before it is answered, and what it does not wait for: the same at Debian's daemon and ours. */
class BlockingCallsIT {
    private static final String DONE = "200 OK\n<boolean>1</boolean>";

    /** {@code slow} ends when it is told to and there is a file "gate", which a test makes. */
    private static final String PROGRAMS = """
            [program:slow]
            command=/bin/sh -c "trap 'while [ ! -e gate ]; do sleep 0.05; done; exit 0' TERM; touch ready; while :; do sleep 0.05; done"
            directory=%(here)s
            autostart=false
            startsecs=0
            stopwaitsecs=100
            [program:settling]
            command=/bin/cat
            autostart=false
            startsecs=3
            [program:brief]
            command=/bin/sh -c "exit 3"
            autostart=false
            startretries=0
            [group:pair]
            programs=slow,settling
            """;

    private static final Map<Installation, ClientStage> STAGES = new EnumMap<>(Installation.class);

    @BeforeAll
    static void startBothDaemons() throws IOException {
        for (Installation installation : Installation.values()) {
            STAGES.put(installation, ClientStage.of(installation, PROGRAMS));
        }
    }

    @AfterAll
    static void stopBothDaemons() throws IOException {
        for (ClientStage stage : STAGES.values()) {
            stage.close();
        }
    }

    @AfterEach
    void stopEverything() throws IOException {
        for (ClientStage stage : STAGES.values()) {
            openGate(stage);
            stage.daemon().rpc().call("supervisor.stopAllProcesses");
            // What was stopping already is not among them.
            awaitState(stage, "pair:slow", "STOPPED");
            Files.deleteIfExists(file(stage, "gate"));
            Files.deleteIfExists(file(stage, "ready"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopThatWaitsIsAnsweredWhenTheProcessHasEnded(Installation installation) throws Exception {
        ClientStage stage = withSlowRunning(installation);

        CompletableFuture<String> stop = later(stage, "supervisor.stopProcess", "pair:slow", true);

        awaitState(stage, "pair:slow", "STOPPING");
        assertThat(stop).isNotDone();
        openGate(stage);
        assertThat(answer(stop)).isEqualTo(DONE);
        assertThat(state(stage, "pair:slow")).isEqualTo("STOPPED");
    }

    @ParameterizedTest
    @EnumSource
    void stopThatDoesNotWaitIsAnsweredBeforeTheEnd(Installation installation) throws Exception {
        ClientStage stage = withSlowRunning(installation);

        String stop = answer(later(stage, "supervisor.stopProcess", "pair:slow", false));

        assertThat(stop).isEqualTo(DONE);
        assertThat(state(stage, "pair:slow")).isEqualTo("STOPPING");
        assertThat(answer(later(stage, "supervisor.stopProcess", "pair:slow", true)))
                .contains("NOT_RUNNING: pair:slow");
        assertThat(answer(later(stage, "supervisor.startProcess", "pair:slow", false)))
                .isEqualTo(DONE);
        assertThat(answer(later(stage, "supervisor.startProcess", "pair:slow", true)))
                .contains("ABNORMAL_TERMINATION: pair:slow");
    }

    @ParameterizedTest
    @EnumSource
    void startThatWaitsIsAnsweredWhenTheProcessRuns(Installation installation) throws Exception {
        ClientStage stage = stage(installation);

        CompletableFuture<String> start = later(stage, "supervisor.startProcess", "pair:settling", true);

        awaitState(stage, "pair:settling", "STARTING");
        assertThat(start).isNotDone();
        assertThat(answer(start)).isEqualTo(DONE);
        assertThat(state(stage, "pair:settling")).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @EnumSource
    void startThatDoesNotWaitIsAnsweredBeforeTheProcessRuns(Installation installation) throws Exception {
        ClientStage stage = stage(installation);

        String start = answer(later(stage, "supervisor.startProcess", "pair:settling", false));

        assertThat(start).isEqualTo(DONE);
        assertThat(state(stage, "pair:settling")).isEqualTo("STARTING");
    }

    @ParameterizedTest
    @EnumSource
    void startThatWaitsForWhatIsStoppedMeanwhileIsAFault(Installation installation) throws Exception {
        ClientStage stage = stage(installation);
        CompletableFuture<String> start = later(stage, "supervisor.startProcess", "pair:settling", true);
        awaitState(stage, "pair:settling", "STARTING");

        String stop = answer(later(stage, "supervisor.stopProcess", "pair:settling", true));

        assertThat(stop).isEqualTo(DONE);
        assertThat(answer(start)).contains("ABNORMAL_TERMINATION: pair:settling");
    }

    @ParameterizedTest
    @EnumSource
    void startThatWaitsForWhatEndsTooSoonIsAFault(Installation installation) throws Exception {
        ClientStage stage = stage(installation);

        assertThat(answer(later(stage, "supervisor.startProcess", "brief", true)))
                .contains("<int>50</int>", "SPAWN_ERROR: brief");
    }

    @ParameterizedTest
    @EnumSource
    void groupIsAnsweredWhenItsLastProcessIsThere(Installation installation) throws Exception {
        ClientStage stage = withSlowRunning(installation);

        CompletableFuture<String> start = later(stage, "supervisor.startProcessGroup", "pair", true);
        awaitState(stage, "pair:settling", "STARTING");
        assertThat(start).isNotDone();
        assertThat(answer(start)).contains("<string>settling</string>").doesNotContain("<string>slow</string>");

        CompletableFuture<String> stop = later(stage, "supervisor.stopProcessGroup", "pair", true);
        awaitState(stage, "pair:settling", "STOPPED");
        awaitState(stage, "pair:slow", "STOPPING");
        assertThat(stop).isNotDone();
        openGate(stage);
        assertThat(answer(stop)).contains("<string>settling</string>", "<string>slow</string>");
    }

    @ParameterizedTest
    @EnumSource
    void multicallMakesOneCallAfterTheOther(Installation installation) throws Exception {
        ClientStage stage = withSlowRunning(installation);

        CompletableFuture<String> both = sent(stage, stopSlowThenStartLazy());

        awaitState(stage, "pair:slow", "STOPPING");
        assertThat(state(stage, "lazy")).isEqualTo("STOPPED");
        assertThat(both).isNotDone();
        openGate(stage);
        assertThat(answer(both))
                .contains("<boolean>1</boolean></value>\n<value><boolean>1</boolean>")
                .doesNotContain("fault");
        assertThat(state(stage, "lazy")).isEqualTo("RUNNING");
    }

    /** The original leaves {@code lazy} stopped: its connection drives the steps. */
    @Test
    void multicallOfAClientThatGoesAwayIsCarriedOut() throws Exception {
        ClientStage stage = withSlowRunning(Installation.OURS);
        String body = stopSlowThenStartLazy();
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(stage.socket()));
            client.write(ByteBuffer.wrap(
                    ("POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8)));
            awaitState(stage, "pair:slow", "STOPPING");
        }

        openGate(stage);

        awaitState(stage, "lazy", "RUNNING");
    }

    private static String stopSlowThenStartLazy() {
        return Rpc.body(
                "system.multicall",
                List.of("<array><data>" + element("supervisor.stopProcess", "pair:slow")
                        + element("supervisor.startProcess", "lazy") + "</data></array>"));
    }

    private static String element(String method, String parameter) {
        return "<value><struct><member><name>methodName</name><value>" + method
                + "</value></member><member><name>params</name><value><array><data><value>" + parameter
                + "</value></data></array></value></member></struct></value>";
    }

    private static ClientStage stage(Installation installation) {
        return Objects.requireNonNull(STAGES.get(installation));
    }

    /** And able to be told to end. */
    private static ClientStage withSlowRunning(Installation installation) {
        ClientStage stage = stage(installation);
        var unused = later(stage, "supervisor.startProcess", "pair:slow", false);
        Await.until("slow is ready", () -> Files.exists(file(stage, "ready")));
        return stage;
    }

    private static CompletableFuture<String> later(ClientStage stage, String method, Object... params) {
        return sent(stage, Rpc.body(method, Rpc.values(params)));
    }

    /** Sends it on a connection of its own; the others are served meanwhile. */
    private static CompletableFuture<String> sent(ClientStage stage, String body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return stage.daemon().rpc().post(body);
                    } catch (IOException e) {
                        throw new AssertionError(body, e);
                    }
                },
                task -> new Thread(task, "caller").start());
    }

    /** The status and, for a plain success, no more than the value. */
    private static String answer(CompletableFuture<String> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS)
                .replaceFirst("(?s)<\\?xml.*<params>\n<param>\n<value>(<boolean>.</boolean>)</value>.*", "$1");
    }

    private static String state(ClientStage stage, String process) {
        return stage.daemon().rpc().state(process);
    }

    private static void awaitState(ClientStage stage, String process, String state) {
        stage.daemon().rpc().awaitState(process, state);
    }

    private static void openGate(ClientStage stage) throws IOException {
        Path gate = file(stage, "gate");
        if (Files.notExists(gate)) {
            Files.createFile(gate);
        }
    }

    private static Path file(ClientStage stage, String name) {
        return stage.configuration().resolveSibling(name);
    }
}

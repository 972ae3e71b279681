package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners of other people do under our daemon what they do under Debian's. */
class ForeignListenersIT {
    private Sandbox sandbox;

    @BeforeEach
    void makeTheFolder() throws IOException {
        sandbox = Sandbox.empty();
        for (String script : List.of("listen.js", "warden.py")) {
            Files.copy(Resource.of("listeners/" + script), sandbox.path(script));
        }
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    private Daemon start(Installation installation, String sections) throws IOException {
        String everything = EventListenersIT.DAEMON
                + sections
                + EventListenersIT.program("sleeper", "sleep 1000", "startsecs=0")
                + EventListenersIT.program("failing", "sh -c 'exit 3'", "startsecs=0");
        Path configuration = sandbox.write(
                "supervisord.conf", everything.replace("%1$s", sandbox.root().toString()));
        return Daemon.start(installation, configuration, sandbox.path("supervisor.sock"));
    }

    /** The original looks around only when something wakes it, or after a second: so it is kept awake. */
    private static void until(Daemon daemon, String what, BooleanSupplier condition) {
        Await.until(what, () -> daemon.rpc().answers() && condition.getAsBoolean());
    }

    @Test
    void npmsSupervisordEventlistenerHearsTheSame() throws IOException {
        Path modules = NodeModules.of("listeners");

        List<String> debians = heardByNode(Installation.DEBIAN, modules);
        List<String> ours = heardByNode(Installation.OURS, modules);

        assertThat(ours).isEqualTo(debians).hasSizeGreaterThan(10);
    }

    private List<String> heardByNode(Installation installation, Path modules) throws IOException {
        String section = """
                [eventlistener:node]
                command=node %%1$s/listen.js %%1$s/node.record
                environment=NODE_PATH="%s"
                events=PROCESS_STATE,PROCESS_GROUP,REMOTE_COMMUNICATION,SUPERVISOR_STATE_CHANGE
                buffer_size=100
                startsecs=0

                """.formatted(modules);
        Files.deleteIfExists(sandbox.path("node.record"));
        try (Daemon daemon = start(installation, section)) {
            awaitHeard(daemon, "PROCESS_STATE_RUNNING", 1);
            daemon.rpc().call("supervisor.startProcess", "sleeper", true);
            awaitHeard(daemon, "PROCESS_STATE_RUNNING", 2);
            daemon.rpc().call("supervisor.sendRemoteCommEvent", "t", "gr\u00fc\u00dfe \ud83d\ude42\nb:c");
            daemon.rpc().call("supervisor.sendRemoteCommEvent", "much", "0123456789".repeat(3_000));
            daemon.rpc().call("supervisor.stopProcess", "sleeper", true);
            daemon.rpc().call("supervisor.sendRemoteCommEvent", "t", "end");
            awaitHeard(daemon, "t\\nend", 1);
            return heard();
        }
    }

    private void awaitHeard(Daemon daemon, String text, int times) {
        until(
                daemon,
                "node has heard " + text + " " + times + " times",
                () -> heard().stream().filter(line -> line.contains(text)).count() == times);
    }

    private List<String> heard() {
        return Files.exists(sandbox.path("node.record"))
                ? sandbox.read("node.record")
                        .lines()
                        .map(line -> line.replaceAll("\"pid\":\"\\d+\"", "\"pid\":\"N\""))
                        .toList()
                : List.of();
    }

    @Test
    void aListenerOnSupervisorsLibraryMailsAndRestarts() throws IOException {
        List<String> debians = mailedByWarden(Installation.DEBIAN);
        List<String> ours = mailedByWarden(Installation.OURS);

        assertThat(ours).isEqualTo(debians);
        assertThat(ours.get(0)).contains("sleeper:sleeper was RUNNING\nand is RUNNING\n");
        assertThat(ours.get(1)).contains("failing:failing was RUNNING\n");
    }

    private List<String> mailedByWarden(Installation installation) throws IOException {
        try (SmtpSink mail = new SmtpSink();
                Daemon daemon = start(installation, """
                        [eventlistener:warden]
                        command=/usr/bin/python3 %%1$s/warden.py 127.0.0.1 %d
                        events=PROCESS_STATE_EXITED,REMOTE_COMMUNICATION,TICK_5
                        startsecs=0

                        """.formatted(mail.port()))) {
            daemon.rpc().call("supervisor.startProcess", "sleeper", true);
            daemon.rpc().call("supervisor.sendRemoteCommEvent", "restart", "sleeper");
            until(daemon, "it has mailed the restart", () -> mail.letters().size() == 1);
            daemon.rpc().call("supervisor.startProcess", "failing", true);
            until(daemon, "it has mailed the death", () -> mail.letters().size() == 2);
            return mail.letters();
        }
    }
}

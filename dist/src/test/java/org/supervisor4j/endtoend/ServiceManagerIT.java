package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon tells whoever started it, by NOTIFY_SOCKET, how it is; its programs know nothing of that. */
class ServiceManagerIT {
    private static final String PROGRAMS = """
            [program:web]
            command=sh -c "env > %(here)s/web.new; mv %(here)s/web.new %(here)s/web.env; exec sleep 1000"
            [program:job]
            command=/bin/true
            autostart=false
            """;

    private Sandbox sandbox;
    private Path configuration;

    @BeforeEach
    void make() throws IOException {
        sandbox = Sandbox.empty();
        configuration = sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS));
    }

    @AfterEach
    void remove() throws IOException {
        sandbox.close();
    }

    private Daemon start(Installation installation, Map<String, String> environment) throws IOException {
        return Daemon.startWith(environment, installation, configuration, sandbox.path(Configuration.SOCKET));
    }

    private List<String> variablesOfTheProgram() {
        Await.until("the program has told its environment", () -> Files.exists(sandbox.path("web.env")));
        return sandbox.read("web.env").lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a path", "an abstract name"})
    void theManagerIsToldThatItIsReadyHowManyRunAndThatItStops(String kind) throws IOException {
        String address = kind.equals("a path")
                ? sandbox.path("notify").toString()
                : "@supervisor4j-" + ProcessHandle.current().pid() + "-" + System.identityHashCode(this);
        try (ServiceManager manager = new ServiceManager(sandbox, address)) {
            try (Daemon daemon = start(Installation.OURS, manager.environment())) {
                manager.awaitLine("READY=1");
                assertThat(daemon.rpc().state("web")).isIn("STARTING", "RUNNING");
                manager.awaitLine("STATUS=1 of 2 processes running");
            }
            List<String> told = manager.told();
            assertThat(told.get(0)).isEqualTo("READY=1");
            assertThat(told.get(1)).startsWith("STATUS=").endsWith(" of 2 processes running");
            assertThat(told).containsOnlyOnce("READY=1").containsOnlyOnce("STOPPING=1");
            assertThat(told.subList(told.indexOf("STOPPING=1"), told.size()))
                    .anyMatch(line -> line.matches("STATUS=shutting down: [01] of 2 processes running"))
                    .noneMatch(line -> line.startsWith("MAINPID") || line.startsWith("WATCHDOG"));
        }
    }

    /** systemd compares the time with that of its signal. */
    @Test
    void aRestartIsAReload() throws IOException {
        try (ServiceManager manager =
                        new ServiceManager(sandbox, sandbox.path("notify").toString());
                Daemon daemon = start(Installation.OURS, manager.environment())) {
            manager.awaitLine("READY=1");
            long before = monotonicMicros();

            daemon.signal("HUP");
            Await.until("it is ready again", () -> manager.count("READY=1") == 2);

            List<String> told = manager.told();
            int reload = told.indexOf("RELOADING=1");
            assertThat(reload).isPositive();
            assertThat(told.get(reload + 1)).startsWith("MONOTONIC_USEC=");
            assertThat(Long.parseLong(told.get(reload + 1).replace("MONOTONIC_USEC=", "")))
                    .isBetween(before, monotonicMicros());
            assertThat(told)
                    .anyMatch(line -> line.matches("STATUS=starting over: [01] of 2 processes running"))
                    .doesNotContain("STOPPING=1");
        }
    }

    private static long monotonicMicros() {
        return Long.parseLong(
                Command.of("python3", "-c", "import time; print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)")
                        .run()
                        .stdout()
                        .strip());
    }

    @Test
    void aRestartThatIsRefusedIsAReloadThatIsOver() throws IOException {
        try (ServiceManager manager =
                        new ServiceManager(sandbox, sandbox.path("notify").toString());
                Daemon daemon = start(Installation.OURS, manager.environment())) {
            manager.awaitLine("READY=1");
            sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS + "[program:bad]\nstartsecs=x\n"));

            daemon.signal("HUP");
            Await.until("it is ready again", () -> manager.count("READY=1") == 2);

            assertThat(manager.count("RELOADING=1")).isEqualTo(1);
            assertThat(manager.told())
                    .anyMatch(line -> line.startsWith("STATUS=restart refused: ") && line.contains("invalid literal"));
            assertThat(LogLines.about("supervisord started with", sandbox)).hasSize(1);
        }
    }

    @Test
    void aWatchdogIsToldTwiceAsOftenAsItAsksFor() throws IOException {
        try (ServiceManager manager =
                new ServiceManager(sandbox, sandbox.path("notify").toString())) {
            Map<String, String> environment = manager.environment();
            environment.put("WATCHDOG_USEC", "400000");
            long begin = System.nanoTime();
            try (Daemon daemon = start(Installation.OURS, environment)) {
                Await.until("it was told five times", () -> manager.count("WATCHDOG=1") >= 5);
                assertThat(System.nanoTime() - begin).isGreaterThan(4 * 200_000_000L);
                assertThat(variablesOfTheProgram()).noneMatch(line -> line.startsWith("WATCHDOG"));

                daemon.signal("STOP");
                long halted = manager.count("WATCHDOG=1");
                daemon.signal("CONT");
                Await.until("it goes on", () -> manager.count("WATCHDOG=1") > halted);
            }
        }
    }

    /** For another process than ours. */
    @Test
    void aWatchdogOfAnotherProcessIsNoneOfOurs() throws IOException {
        try (ServiceManager manager =
                new ServiceManager(sandbox, sandbox.path("notify").toString())) {
            Map<String, String> environment = manager.environment();
            environment.put("WATCHDOG_USEC", "1000");
            environment.put("WATCHDOG_PID", "1");
            try (Daemon daemon = start(Installation.OURS, environment)) {
                manager.awaitLine("STATUS=1 of 2 processes running");
                assertThat(daemon.rpc().state("web")).isEqualTo("RUNNING");
                assertThat(manager.told()).doesNotContain("WATCHDOG=1");
            }
        }
    }

    @Test
    void inTheBackgroundItSaysWhichProcessItIs() throws IOException {
        Mark mark = Mark.fresh();
        try (ServiceManager manager =
                new ServiceManager(sandbox, sandbox.path("notify").toString())) {
            assertThat(Command.of(Installation.OURS.supervisord(), "-c", configuration.toString())
                            .with("NOTIFY_SOCKET", sandbox.path("notify").toString())
                            .with(Mark.VARIABLE, mark.value())
                            .run()
                            .exit())
                    .isZero();
            manager.awaitLine("READY=1");
            String pid = sandbox.read(Configuration.PID_FILE).strip();
            assertThat(manager.told()).contains("MAINPID=" + pid);
            Command.of("kill", pid).run();
            manager.awaitLine("STOPPING=1");
            Await.until("it has ended", () -> mark.bearers().isEmpty());
        } finally {
            mark.bearers().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void programsDoNotInheritTheSocketAsTheyDoFromTheOriginal() throws IOException {
        for (Installation installation : Installation.values()) {
            Files.deleteIfExists(sandbox.path("web.env"));
            Map<String, String> environment = new HashMap<>(Daemon.ourEnvironment());
            environment.put("NOTIFY_SOCKET", sandbox.path("nobody").toString());
            try (Daemon daemon = start(installation, environment)) {
                List<String> variables = new ArrayList<>(variablesOfTheProgram());
                variables.removeIf(line -> !line.startsWith("NOTIFY_SOCKET="));

                assertThat(variables).as(installation.toString()).hasSize(installation == Installation.DEBIAN ? 1 : 0);
                daemon.assertServing();
            }
        }
    }

    @Test
    void whereNobodyListensALineOfLevelDebugSaysSoOnce() throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS + "[supervisord]\nloglevel=debug\n"));
        Map<String, String> environment = new HashMap<>(Daemon.ourEnvironment());
        environment.put("NOTIFY_SOCKET", sandbox.path("nobody").toString());
        try (Daemon daemon = start(Installation.OURS, environment)) {
            daemon.rpc().awaitState("web", "RUNNING");
            Await.until("it is told", () -> !told().isEmpty());
            daemon.rpc().call("supervisor.startProcess", "job", false);
        }
        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("DEBG ")
                .contains("cannot connect to", "nobody: ENOENT");
    }

    private List<String> told() {
        return LogLines.about("service manager was not told", sandbox);
    }
}

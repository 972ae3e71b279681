package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the first process of a container ends because of its programs, and with which status. */
class ContainerExitIT extends InSandbox {
    private static final String DAEMON = """
            [supervisord]
            %s
            [unix_http_server]
            file=%%(here)s/s.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix://%%(here)s/s.sock
            """;

    private static final String PROGRAM = """
            [program:%s]
            command=/bin/sh -c "%s"
            startsecs=0
            %s
            """;

    /** Nine seconds, and some for a machine that is busy. */
    private static final Duration LATEST = Duration.ofSeconds(12);

    private static final String CAT = "[program:cat]\ncommand=/bin/cat\n";

    /** Ends as the file beside it says, as soon as that is there. */
    private static final String ON_DEMAND = "until [ -s end ]; do sleep 0.05; done; . ./end";

    private static String program(String name, String command, String keys) {
        return PROGRAM.formatted(name, command, keys.replace(';', '\n'));
    }

    private Container start(String daemon, String... sections) throws IOException {
        sandbox.write("s.conf", DAEMON.formatted(daemon.replace(';', '\n')) + String.join("", sections));
        return Container.start(sandbox, "--container", "-c", "s.conf");
    }

    private Command.Result ctl(String... words) {
        return Command.of(
                        Installation.OURS.supervisorctl(),
                        "-c",
                        sandbox.path("s.conf").toString())
                .and(words)
                .run();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "exit 0, essential=true;autorestart=true, 0",
        "exit 3, essential=true;autorestart=true, 3",
        "kill -9 $$, essential=true, 137",
        "kill -11 $$, essential=true;autorestart=true, 139",
        "exit 3, essential=fatal;startsecs=5;startretries=1, 3",
        "exit 0, essential=fatal;startsecs=5;startretries=0, 1",
        "exit 4, on-failure=shutdown;autorestart=true, 4",
        "exit 0, on-success=shutdown;autorestart=true, 0",
    })
    void daemonEndsWithItsProgram(String command, String keys, int status) throws Exception {
        try (Container container = start("", program("web", command, keys), CAT)) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(status);

            assertThat(container.output())
                    .containsPattern((status == 0 ? "INFO" : "CRIT") + " essential program web .*, shutting down");
        }
    }

    @Test
    void fatalWithoutAChildIsOne() throws Exception {
        String missing = "[program:web]\ncommand=/no/such/program\nstartretries=0\nessential=fatal\n";
        try (Container container = start("", missing, CAT)) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(1);
        }
    }

    @Test
    void listenerMayBeEssentialToo() throws Exception {
        String listener = "[eventlistener:ear]\ncommand=/bin/sh -c \"exit 6\"\nevents=TICK_3600\nessential=true\n";
        try (Container container = start("", listener, CAT)) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(6);
        }
    }

    @Test
    void lastOfAllGivesTheStatusOfTheFirstFailure() throws Exception {
        String once = "autorestart=false";
        try (Container container = start(
                "exit_on=all_exited",
                program("first", "exit 4", once),
                program("second", "sleep 1; exit 5", once),
                program("third", "sleep 2", once))) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(4);
        }
    }

    @Test
    void anotherProgramMayGiveTheStatus() throws Exception {
        String once = "autorestart=false";
        try (Container container = start(
                "exit_on=all_exited;exit_code_from=second",
                program("first", "exit 4", once),
                program("second", "sleep 1; exit 5", once))) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(5);
        }
    }

    @Test
    void anyFatalIsAnEnd() throws Exception {
        try (Container container =
                start("exit_on=any_fatal", program("web", "exit 7", "startsecs=5;startretries=0"), CAT)) {
            assertThat(container.awaitEnd()).as(container::output).isEqualTo(7);
        }
    }

    @Test
    void stopAndRestartByAClientAreNoEnds() throws Exception {
        try (Container container = start("", program("web", ON_DEMAND, "essential=true"), CAT)) {
            container.awaitOutput("success: web");
            assertThat(ctl("restart", "web").toString()).contains("web: started");
            assertThat(ctl("stop", "web").toString()).contains("web: stopped");
            assertThat(ctl("start", "web").toString()).contains("web: started");
            container.awaitOutput("success: cat");
            assertThat(ctl("status", "cat").stdout()).contains("RUNNING");

            sandbox.write("end", "exit 9\n");

            assertThat(container.awaitEnd()).as(container::output).isEqualTo(9);
        }
    }

    @Test
    void whoAsksForTheEndGetsNothing() throws Exception {
        try (Container container = start("", program("web", ON_DEMAND, "essential=true"), CAT)) {
            container.awaitOutput("success: cat");

            container.signal("TERM");

            assertThat(container.awaitEnd()).as(container::output).isZero();
        }
    }

    @Test
    void deafProgramDoesNotMakeItLate() throws Exception {
        String deaf = """
                [program:deaf]
                command=/bin/sh -c "trap '' TERM; echo deaf; while :; do sleep 1; done"
                stdout_logfile=/dev/stdout
                stopwaitsecs=3600
                """;
        try (Container container = start("", deaf, CAT)) {
            container.awaitOutput("\ndeaf\n");
            container.awaitOutput("success: cat");
            long asked = System.nanoTime();

            container.signal("TERM");

            assertThat(container.awaitEnd()).as(container::output).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isBetween(Duration.ofSeconds(7), LATEST);
            assertThat(container.output())
                    .contains(
                            "the time for a shutdown is nearly over (stop_budget): deaf did not end in it, and is killed")
                    .contains("stopped: cat (terminated by SIGTERM)");
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon as the first process of a container that has next to nothing. */
class ContainerIT extends InSandbox {
    private static final int ORPHANS = 1000;

    /** Its orphans end at once, and everyone is the first process's then. */
    private static final String PARENT = """
            [supervisord]
            [program:parent]
            command=/bin/sh -c "i=0; while [ $i -lt %d ]; do (: &); i=$((i + 1)); done; echo all are born; exec cat"
            stdout_logfile=/dev/stdout
            """;

    /** Three that write in pieces, by three names, one of them in another form. */
    private static final String WRITERS = """
            [supervisord]
            exit_on=all_exited
            logfile=/proc/self/fd/1
            [program:a]
            command=/bin/sh -c "i=0; while [ $i -lt 2000 ]; do printf aaaaaaaaaa; printf 'aaaaaaaaaa\\n'; i=$((i + 1)); done"
            stdout_logfile=/dev/fd/1
            autorestart=false
            startsecs=0
            [program:b]
            command=/bin/sh -c "i=0; while [ $i -lt 2000 ]; do printf bbbbbbbbbb; printf 'bbbbbbbbbb\\n'; i=$((i + 1)); done; printf end"
            stdout_logfile=/dev/stdout
            autorestart=false
            startsecs=0
            [program:c]
            command=/bin/sh -c "i=0; while [ $i -lt 2000 ]; do printf cccccccccc; printf 'cccccccccc\\n'; i=$((i + 1)); done"
            stdout_logfile=/proc/self/fd/1
            stdout_logfile_format=prefix
            autorestart=false
            startsecs=0
            """;

    private static final Pattern WHOLE =
            Pattern.compile("a{20}|b{20}|end|\\[c] c{20}|\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} [A-Z]{4} .*");

    @Test
    void thousandOrphansLeaveNoZombieAndNoWord() throws Exception {
        sandbox.write("s.conf", PARENT.formatted(ORPHANS));
        try (Container container = Container.start(sandbox, "--container", "-c", "s.conf")) {
            container.awaitOutput("all are born");

            // cat, which the shell became.
            Await.until("all have been reaped", () -> container.others().size() == 1);

            container.signal("TERM");
            assertThat(container.awaitEnd()).isZero();
            assertThat(container.output()).doesNotContain("reaped unknown pid");
        }
    }

    @ParameterizedTest(name = "through {0}")
    @ValueSource(strings = {"pipe", "file"})
    void linesOfSeveralAreNeverTorn(String kind) throws Exception {
        sandbox.write("s.conf", WRITERS);
        String way = kind.equals("pipe") ? "| cat >out" : ">out";

        Command.of(
                        "sh",
                        "-c",
                        "{ \"$0\" --container -c s.conf; echo $? >status; } " + way,
                        Installation.OURS.supervisord())
                .in(sandbox.root())
                .run();

        assertThat(sandbox.read("status")).isEqualTo("0\n");
        List<String> lines = sandbox.read("out").lines().toList();
        assertThat(lines).allMatch(text -> WHOLE.matcher(text).matches());
        for (String whole : List.of("a".repeat(20), "b".repeat(20), "[c] " + "c".repeat(20))) {
            assertThat(lines).filteredOn(whole::equals).hasSize(2000);
        }
        assertThat(lines).filteredOn("end"::equals).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "%(here)s/link"})
    void sizesNeedNotBeSetAndOneHintIsEnough(String name) throws Exception {
        Files.createSymbolicLink(sandbox.path("link"), Path.of("/dev/stdout"));
        sandbox.write("s.conf", """
                [supervisord]
                nodaemon=true
                exit_on=all_exited
                logfile=%1$s
                [program:out]
                command=/bin/echo to stdout
                stdout_logfile=%1$s
                autorestart=false
                startsecs=0
                [program:err]
                command=/bin/sh -c "echo to stderr >&2"
                stderr_logfile=/dev/stderr
                autorestart=false
                startsecs=0
                """.formatted(name));

        Command.Result run = Command.of(
                        "sh",
                        "-c",
                        "{ \"$0\" -c s.conf 2>&1; echo $? >status; } | cat",
                        Installation.OURS.supervisord())
                .in(sandbox.root())
                .run();

        assertThat(sandbox.read("status")).as(run.toString()).isEqualTo("0\n");
        assertThat(run.stdout()).containsOnlyOnce("to stdout\n").containsOnlyOnce("to stderr\n");
        assertThat(run.stdout()).containsOnlyOnce("rotation is off").containsOnlyOnce("started with pid");
    }

    @Test
    void signalsAreHandedOn() throws Exception {
        sandbox.write("s.conf", """
                [supervisord]
                forward_signals=HUP:web, USR1:*
                [program:web]
                command=/bin/sh -c "trap 'echo web: hangup' HUP; trap 'echo web: one' USR1; echo web: set; while :; do sleep 0.05; done"
                stdout_logfile=/dev/stdout
                [program:other]
                command=/bin/sh -c "trap 'echo other: hangup' HUP; trap 'echo other: one' USR1; echo other: set; while :; do sleep 0.05; done"
                stdout_logfile=/dev/stdout
                """);
        try (Container container = Container.start(sandbox, "--container", "-c", "s.conf")) {
            container.awaitOutput("web: set");
            container.awaitOutput("other: set");

            container.signal("HUP");
            container.awaitOutput("web: hangup");
            container.signal("USR1");
            container.awaitOutput("web: one");
            container.awaitOutput("other: one");

            assertThat(container.output())
                    .contains("INFO received SIGHUP, handed on to web\n")
                    .doesNotContain("other: hangup", "indicating restart request");
            container.signal("TERM");
            assertThat(container.awaitEnd()).isZero();
        }
    }

    /** As OpenShift does it: a number that no file knows, and nothing can be written but the folder in memory. */
    @Test
    void unknownUserInAReadOnlyRootWithoutAHomeHasNothingToComplainOf() throws Exception {
        // Without root a namespace has no other user than its own root.
        String uid = Account.isRoot() ? "1000710000" : "0";
        sandbox.mkdirs("memory");
        sandbox.write("s.conf", """
                [supervisord]
                user=%s
                [unix_http_server]
                file=%%(here)s/memory/s.sock
                [program:web]
                command=/bin/sh -c "id -u; echo HOME=$HOME TERM=$TERM; touch x; exec cat"
                stdout_logfile=/dev/stdout
                redirect_stderr=true
                """.formatted(uid));
        List<String> words = List.of("sh", "-c", """
                mount -t tmpfs tmpfs "$PWD/memory" && mount -o remount,ro,bind / && cd "$PWD" || exit
                [ "$0" = 0 ] || set -- setpriv --reuid="$0" --regid=0 --clear-groups "$@"
                exec "$@"
                """, uid);
        try (Container container = Container.startBehind(words, sandbox, "--container", "-c", "s.conf")) {
            container.awaitOutput("success: web");
            container.awaitOutput(uid + "\n");
            container.awaitOutput("HOME= TERM=\n");
            container.awaitOutput("Read-only file system");

            container.signal("TERM");

            assertThat(container.awaitEnd()).as(container::output).isZero();
            assertThat(container.output())
                    .doesNotContain("rotation is off", "CRIT could", "CRIT Supervisor", "ERRO", "Error");
        }
    }

    /** In a group of its own where this user may make one; else what they hold is added up. */
    @Test
    void sixtyFourMegabytesAreEnoughForTwentyPrograms() throws Exception {
        sandbox.write("s.conf", """
                [supervisord]
                [unix_http_server]
                file=%(here)s/s.sock
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
                [program:many]
                command=/bin/sh -c "echo %(process_num)d is there; exec cat"
                process_name=%(process_num)d
                numprocs=20
                stdout_logfile=/dev/stdout
                stdout_logfile_format=prefix
                """);
        Optional<MemoryGroup> group = MemoryGroup.ofBytes(64L << 20);
        try {
            List<String> words = group.map(MemoryGroup::entering).orElse(List.of());
            try (Container container = Container.startBehind(words, sandbox, "--container", "-c", "s.conf")) {
                Rpc rpc = new Rpc(sandbox.path("s.sock"));
                Await.until("all run", () -> rpc.answers() && running(rpc) == 20);
                for (int round = 0; round < 300; round++) {
                    rpc.call("supervisor.getAllProcessInfo");
                }
                rpc.call("supervisor.stopAllProcesses");
                rpc.call("supervisor.startAllProcesses");
                assertThat(running(rpc)).isEqualTo(20);
                if (group.isEmpty()) {
                    assertThat(container.memoryKib()).isLessThan(64 << 10);
                }

                container.signal("TERM");

                assertThat(container.awaitEnd()).as(container::output).isZero();
                assertThat(container.output().split(" is there\n", -1)).hasSize(41);
                assertThat(container.output())
                        .doesNotContain("CRIT could", "ERRO", "exited:", "SIGKILL", "OutOfMemory");
                if (group.isPresent()) {
                    assertThat(group.get().kills()).isZero();
                }
            }
        } finally {
            group.ifPresent(MemoryGroup::close);
        }
    }

    private static long running(Rpc rpc) {
        return rpc.processes().values().stream()
                .filter(process -> process.state().equals("RUNNING"))
                .count();
    }

    @Test
    void programsNeedNoFile() throws Exception {
        try (Container container = Container.start(
                sandbox,
                "--run",
                "web=sh -c \"echo hello %d; sleep 1.2\"",
                "--run",
                "worker=sh -c \"sleep 1.2; exit 0\"")) {
            assertThat(container.awaitEnd()).as(container::output).isZero();

            assertThat(container.output())
                    .contains("[web] hello %d\n", "all programs have ended, shutting down (exit_on=all_exited)");
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Python does without and a JVM does not: a working folder that has a name, memory to reserve, threads,
 * descriptors, /proc. Where ours cannot do without either, it says so in a sentence and has started nothing.
 */
class BareSurroundingsIT {
    /** Becomes its first argument, in a folder that was removed. */
    private static final String IN_A_REMOVED_FOLDER = "mkdir -p gone; cd gone; rmdir ../gone; exec \"$0\" \"$@\"";

    private static final String CONFIGURATION = Configuration.with("""
            [supervisorctl]
            serverurl=unix://%(here)s/supervisor.sock
            [program:where]
            command=sh -c "readlink /proc/self/cwd; exec sleep 3600"
            stdout_logfile=%(here)s/where.log
            """);

    private static final String IT = Installation.isNative() ? "it" : "Java";

    private final Mark mark = Mark.fresh();
    private Sandbox sandbox;
    private Path configuration;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
        configuration = sandbox.write("supervisord.conf", CONFIGURATION);
    }

    @AfterEach
    void removeItAndWhatStillRuns() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        sandbox.close();
    }

    private Command inARemovedFolder(String... words) {
        return Command.of("sh", "-c", IN_A_REMOVED_FOLDER).and(words).in(sandbox.root());
    }

    private void awaitWhere(String folder) {
        Await.until(
                "the program has told its folder",
                () -> Files.exists(sandbox.path("where.log"))
                        && sandbox.read("where.log").equals(folder + "\n"));
    }

    @ParameterizedTest
    @EnumSource
    void bothProgramsRunInAFolderThatWasRemovedAndChildrenInheritIt(Installation installation) throws IOException {
        try (Daemon daemon = Daemon.startBehind(
                List.of("sh", "-c", IN_A_REMOVED_FOLDER),
                installation,
                configuration,
                sandbox.path("supervisor.sock"))) {
            awaitWhere(sandbox.path("gone") + " (deleted)");

            Command.Result status = inARemovedFolder(
                            installation.supervisorctl(), "-c", configuration.toString(), "status")
                    .run();

            assertThat(status.stdout()).startsWith("where ");
            assertThat(status.exit()).as(status.toString()).isZero();
            assertThat(daemon.rpc().answers()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonInTheBackgroundStaysInTheFolderThatWasRemoved(Installation installation) throws IOException {
        Command.Result started = inARemovedFolder(installation.supervisord(), "-c", configuration.toString())
                .with(Mark.VARIABLE, mark.value())
                .run();

        assertThat(started.exit()).as(started.toString()).isZero();
        awaitWhere(sandbox.path("gone") + " (deleted)");
        Path pid = Path.of("/proc", sandbox.read("supervisord.pid").strip());
        assertThat(Files.readSymbolicLink(pid.resolve("cwd"))).hasToString(sandbox.path("gone") + " (deleted)");
        Command.of(installation.supervisorctl(), "-c", configuration.toString(), "shutdown")
                .run();
        Await.until("it has ended", () -> !Files.exists(pid));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"supervisord", "supervisorctl"})
    void aPlainNameIsNotLookedForElsewhereThanInTheRemovedFolder(String program) {
        Command.Result result =
                inARemovedFolder(ours(program), "-c", "etc/hostname").run();

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.stderr()).contains("could not find config file");
    }

    private static String ours(String program) {
        return Installation.distribution().resolve("bin").resolve(program).toString();
    }

    private Command limited(String limits, String program) {
        return Command.of("sh", "-c", limits + "; exec \"$0\" \"$@\"", ours(program), "-c", configuration.toString());
    }

    @ParameterizedTest(name = "{1} {0}")
    @CsvSource({
        "supervisord, -v 300000, 300000 KiB of address space (ulimit -v)",
        "supervisord, -d 40000, 40000 KiB of data (ulimit -d)",
        "supervisord, -n 20, 20 open files (ulimit -n)",
        "supervisorctl, -v 300000, 300000 KiB of address space (ulimit -v)",
        "supervisorctl, -d 40000, 40000 KiB of data (ulimit -d)"
    })
    void aLimitThatItCannotLiveWithIsASentence(String program, String limit, String named) {
        Command.Result result = limited("ulimit " + limit, program).run();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .matches(program + ": a limit allows it \\Q" + named + "\\E, and " + IT
                        + " needs \\d+; raise that limit\n");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(sandbox.path("supervisord.log")).doesNotExist();
    }

    /** What counts for minfds is the original's affair; this is what is too few whatever it says. */
    @Test
    void tooFewOpenFilesToStartAnyProgramAreRefusedBeforeItIsTried() {
        sandbox.rewrite("supervisord.conf", text -> text.replace("[supervisord]", "[supervisord]\nminfds=10"));

        Command.Result result = limited("ulimit -n 70", "supervisord").and("-n").run();

        assertThat(result.stderr())
                .startsWith("Error: a limit allows 70 open files (ulimit -n), and supervisord alone needs 100; raise");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(sandbox.path("where.log")).doesNotExist();
    }

    @Test
    void aLimitOfMemoryThatIsNotPlentyGetsASmallHeap() throws IOException {
        String limits = "ulimit -v 1300000; ulimit -d 200000; exec \"$0\" \"$@\"";
        try (Daemon daemon = Daemon.startBehind(
                List.of("sh", "-c", limits), Installation.OURS, configuration, sandbox.path("supervisor.sock"))) {
            Await.until("the program runs", () -> daemon.rpc().state("where").equals("RUNNING"));

            Command.Result status =
                    limited("ulimit -v 1300000", "supervisorctl").and("pid").run();

            assertThat(status.toString()).isEqualTo(daemon.pid() + "\n[exit 0]\n");
        }
    }

    @Test
    void aUserWhoMayHaveTooFewThreadsIsToldSo() {
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "ulimit -u 15 2>/dev/null || ulimit -p 15; exec \"$@\"", "-"));
        words.addAll(Account.nobody());
        words.addAll(List.of(ours("supervisord"), "-n", "-c", configuration.toString()));

        Command.Result result = Command.of(words).run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] supervisord: this user may have 15 processes and threads at a time (ulimit -u), and %s alone \
                needs %d; raise that limit
                [exit 1]
                """.formatted(IT, Installation.isNative() ? 30 : 40));
    }

    @Test
    void withoutProcTheClientWorksAndTheDaemonSaysThatItCannot() throws IOException {
        List<String> unshare = new ArrayList<>(List.of("unshare", "--mount"));
        if (!Account.isRoot()) {
            unshare.add("--map-root-user");
        }
        unshare.addAll(List.of("sh", "-c", "mount -t tmpfs none /proc; exec \"$0\" \"$@\""));
        try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path("supervisor.sock"))) {
            Command.Result pid = Command.of(unshare)
                    .and(ours("supervisorctl"), "-c", configuration.toString(), "pid")
                    .run();
            assertThat(pid.toString()).isEqualTo(daemon.pid() + "\n[exit 0]\n");
        }

        Command.Result result = Command.of(unshare)
                .and(ours("supervisord"), "-n", "-c", configuration.toString())
                .run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] supervisord: /proc is not there, and supervisord cannot work without it; mount it \
                (mount -t proc proc /proc)
                [exit 1]
                """);
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks for supervisord among the processes of a machine finds ours as it finds Debian's. */
class ProcessNameIT {
    private static final String CONFIGURATION = Configuration.with("""
            [program:sleep]
            command=/bin/sleep 1000
            """);

    private Sandbox sandbox;
    private Path configuration;

    @BeforeEach
    void make() throws IOException {
        sandbox = Sandbox.empty();
        configuration = sandbox.write(Configuration.FILE, CONFIGURATION);
    }

    @AfterEach
    void remove() throws IOException {
        sandbox.close();
    }

    private Daemon start(Installation installation) throws IOException {
        return Daemon.start(installation, configuration, sandbox.path(Configuration.SOCKET));
    }

    private static String said(String... command) {
        Command.Result result = Command.of(command).run();
        return result.stdout() + result.stderr();
    }

    private static List<String> numbers(String... command) {
        return List.of(said(command).strip().split("\\s+", -1));
    }

    /** The words of its command line, as the kernel has it. */
    private static List<String> words(long pid) throws IOException {
        return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                .replaceFirst("\0+$", "")
                .split("\0", -1));
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void itIsFoundByItsName(Installation installation) throws IOException {
        try (Daemon daemon = start(installation)) {
            String pid = Long.toString(daemon.pid());

            assertThat(numbers("pgrep", "supervisord")).contains(pid);
            assertThat(numbers("pgrep", "-x", "supervisord")).contains(pid);
            assertThat(numbers("pgrep", "-f", "supervisord -n -c " + configuration))
                    .containsExactly(pid);
            assertThat(numbers("pidof", "-x", "supervisord")).contains(pid);
            assertThat(numbers("ps", "-C", "supervisord", "-o", "pid=")).contains(pid);
            assertThat(said("ps", "-o", "args=", "-p", pid).strip())
                    .endsWith(installation.supervisord() + " -n -c " + configuration);
            assertThat(said(Needed.file("/usr/bin/killall").toString(), "-0", "-v", "supervisord"))
                    .contains("(" + pid + ")");
            assertThat(said(
                            Needed.file("/usr/lib/nagios/plugins/check_procs").toString(),
                            "-C",
                            "supervisord",
                            "-a",
                            configuration.toString(),
                            "-c",
                            "1:1"))
                    .startsWith("PROCS OK: 1 process ");
            Path monitrc = sandbox.write("monitrc", "set idfile " + sandbox.path("monit.id") + "\n");
            Files.setPosixFilePermissions(monitrc, PosixFilePermissions.fromString("rw-------"));
            assertThat(said(
                            Needed.file("/usr/bin/monit").toString(),
                            "-c",
                            monitrc.toString(),
                            "procmatch",
                            "supervisord -n -c " + configuration + "$"))
                    .contains("Total matches: 1");
        }
    }

    /** Debian's init script takes a pid for ours if one word has the path of the program. */
    @ParameterizedTest
    @EnumSource(Installation.class)
    void thePathIsAWordOfItsCommandLineAndTheArgumentsAreTheLastOnes(Installation installation) throws IOException {
        try (Daemon daemon = start(installation)) {
            List<String> words = words(daemon.pid());

            assertThat(words).endsWith(installation.supervisord(), "-n", "-c", configuration.toString());
            assertThat(words).hasSize(installation == Installation.DEBIAN ? 5 : 4);
        }
    }

    @Test
    void itsNameStaysThroughARestartAndItsProgramsHaveTheirOwn() throws IOException {
        try (Daemon daemon = start(Installation.OURS)) {
            daemon.rpc().awaitState("sleep", "RUNNING");
            daemon.rpc().call("supervisor.restart");
            Await.until(
                    "it has started over",
                    () -> LogLines.about("supervisord started with", sandbox).size() == 2);
            daemon.rpc().awaitState("sleep", "RUNNING");

            assertThat(said("ps", "-o", "comm=", "-p", Long.toString(daemon.pid())))
                    .isEqualTo("supervisord\n");
            assertThat(said("ps", "-o", "comm=", "--ppid", Long.toString(daemon.pid())))
                    .isEqualTo("sleep\n");
            assertThat(words(daemon.pid())).hasSize(4);
        }
    }

    /** The kernel then leaves NULs behind the words. */
    @Test
    void aDaemonWithoutTheCapabilityForItIsFoundAllTheSame() throws IOException {
        List<String> without = List.of("setpriv", "--bounding-set", "-sys_resource", "--inh-caps", "-sys_resource");
        try (Daemon daemon =
                Daemon.startBehind(without, Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
            String pid = Long.toString(daemon.pid());

            assertThat(words(daemon.pid()))
                    .containsExactly(Installation.OURS.supervisord(), "-n", "-c", configuration.toString());
            assertThat(numbers("pgrep", "-x", "supervisord")).contains(pid);
            assertThat(numbers("pgrep", "-f", "supervisord -n -c " + configuration))
                    .containsExactly(pid);
            assertThat(said("ps", "-o", "args=", "-p", pid).strip())
                    .isEqualTo(Installation.OURS.supervisord() + " -n -c " + configuration);
        }
    }

    @ParameterizedTest
    @EnumSource(Installation.class)
    void inTheBackgroundItBearsTheNameByWhichItWasCalled(Installation installation) throws Exception {
        Path link = Files.createSymbolicLink(sandbox.path("supervisord"), Path.of(installation.supervisord()));
        Mark mark = Mark.fresh();
        try {
            assertThat(Command.of(link.toString(), "-c", configuration.toString())
                            .with(Mark.VARIABLE, mark.value())
                            .run()
                            .exit())
                    .isZero();
            Path file = sandbox.path("supervisord.pid");
            Await.until(
                    "the pid file is written",
                    () -> Files.exists(file) && sandbox.read("supervisord.pid").endsWith("\n"));
            long pid = Long.parseLong(sandbox.read("supervisord.pid").strip());

            assertThat(words(pid)).endsWith(link.toString(), "-c", configuration.toString());
            assertThat(words(pid)).hasSize(installation == Installation.DEBIAN ? 4 : 3);
            assertThat(numbers("pgrep", "-x", "supervisord")).contains(Long.toString(pid));
            assertThat(Command.of("kill", Long.toString(pid)).run().exit()).isZero();
            Await.until("it has ended", () -> mark.bearers().isEmpty());
        } finally {
            mark.bearers().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void theClientHasItsName() throws Exception {
        try (Daemon daemon = start(Installation.OURS)) {
            List<String> words = new ArrayList<>(Daemon.UNBLOCK);
            words.addAll(List.of(
                    Installation.OURS.supervisorctl(),
                    "-s",
                    "unix://" + sandbox.path(Configuration.SOCKET),
                    "maintail",
                    "-f"));
            Process client = new ProcessBuilder(words)
                    .redirectOutput(sandbox.path("client").toFile())
                    .start();
            try {
                Await.until("it follows", () -> sandbox.read("client").contains("Press Ctrl-C"));

                assertThat(said("ps", "-o", "comm=", "-p", Long.toString(client.pid())))
                        .isEqualTo("supervisorctl\n");
                daemon.assertServing();
            } finally {
                client.destroyForcibly().waitFor();
            }
        }
    }
}

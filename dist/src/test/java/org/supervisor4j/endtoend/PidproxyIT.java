package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both programs are held to the same expectations, so what is expected is what Debian's does. */
class PidproxyIT {
    /** Says what it gets, and only ends when it is told to. Its pid file is written when it is ready. */
    private static final String PROGRAM = """
            #!/bin/sh
            for signal in TERM HUP INT USR1 USR2 QUIT; do trap "echo got $signal" $signal; done
            trap 'echo ended; exit 7' ALRM
            read -r line
            echo "args: $*; input: $line"
            echo $$ > pid.new; mv pid.new pid
            while :; do sleep 0.05; done
            """;

    /** Python ignores SIGPIPE (13) and SIGXFSZ (25), as supervisord does for its children; so they are left out. */
    private static final String LOOK = """
            while read -r name mask; do
                case $name in SigIgn: | SigBlk: | SigCgt:) echo "$name $((0x$mask & ~0x1001000))" ;; esac
            done < /proc/self/status
            """;

    private Sandbox sandbox;
    private final Mark mark = Mark.fresh();

    @BeforeEach
    void writeTheProgram() throws IOException {
        sandbox = Sandbox.empty();
        Path program = sandbox.write("program", PROGRAM);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        sandbox.write("in", "hello\n");
    }

    @AfterEach
    void endEverything() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        sandbox.close();
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void signalsGoToTheProcessOfThePidFileUntilOneEndsTheProxyToo(Installation installation) throws Exception {
        Process proxy = start(installation, "./program", "one", "two words");
        awaitOutput("args: one two words; input: hello");

        for (String signal : List.of("HUP", "USR1", "USR2")) {
            signal(signal, proxy);
            awaitOutput("got " + signal);
        }
        signal("TERM", proxy);

        assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.exitValue()).isZero();
        awaitOutput("got TERM");
        assertThat(alive(sandbox.read("pid"))).as("the program lives on").isTrue();
    }

    @ParameterizedTest(name = "{0} pidproxy, with a program that it has not been told to end")
    @EnumSource(Installation.class)
    void signalsThatEndTheProxyReachTheProgramAsWell(Installation installation) throws Exception {
        for (String signal : List.of("INT", "QUIT")) {
            Files.deleteIfExists(sandbox.path("pid"));
            Process proxy = start(installation, "./program");
            Await.until("the program is ready", () -> Files.exists(sandbox.path("pid")));

            signal(signal, proxy);

            assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.exitValue()).isZero();
            awaitOutput("got " + signal);
        }
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void theProxyEndsWellWheneverTheProgramHasEnded(Installation installation) throws Exception {
        Process proxy = start(installation, "./program");
        Await.until("the program is ready", () -> Files.exists(sandbox.path("pid")));

        Command.of("kill", "-s", "ALRM", sandbox.read("pid").strip()).run();

        assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.exitValue()).isZero();
        assertThat(output()).contains("ended");
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void aPidFileThatIsMissingOrGarbledIsReportedAndNothingIsSignalled(Installation installation) throws Exception {
        Process proxy = start(installation, "./program");
        Await.until("the program is ready", () -> Files.exists(sandbox.path("pid")));
        String pid = sandbox.read("pid");

        sandbox.delete("pid");
        signal("TERM", proxy);
        awaitOutput("Can't read child pidfile pid!\n");
        sandbox.write("pid", "twelve\n");
        signal("INT", proxy);
        awaitOutput("Can't read child pidfile pid!\nCan't read child pidfile pid!\n");

        assertThat(proxy.isAlive()).isTrue();
        assertThat(output()).doesNotContain("got");
        sandbox.write("pid", " " + pid);
        signal("TERM", proxy);
        assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitOutput("got TERM");
    }

    /** Where the original would signal whole groups of processes: kill(2) takes 0 and negative numbers for those. */
    @ParameterizedTest(name = "\"{0}\" in the pid file")
    @ValueSource(strings = {"0", "-1", "00", "1 2", "1\n2"})
    void onlyANumberThatNamesOneProcessIsSignalled(String text) throws Exception {
        Process proxy = start(Installation.OURS, "./program");
        Await.until("the program is ready", () -> Files.exists(sandbox.path("pid")));

        sandbox.write("pid", text);
        signal("USR1", proxy);

        awaitOutput("Can't read child pidfile pid!\n");
        assertThat(proxy.isAlive()).isTrue();
        assertThat(output()).doesNotContain("got");
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void aProcessThatIsGoneEndsTheProxyWithAnError(Installation installation) throws Exception {
        Process proxy = start(installation, "./program");
        Await.until("the program is ready", () -> Files.exists(sandbox.path("pid")));
        long gone = new ProcessBuilder("true").start().onExit().get().pid();

        sandbox.write("pid", gone + "\n");
        signal("HUP", proxy);

        assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.exitValue()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void thereIsNoSearchInPathAndAProgramThatCannotRunIsNoError(Installation installation) {
        Command.Result result = Command.of(installation.pidproxy(), "pid", "echo", "hello")
                .in(sandbox.root())
                .run();

        assertThat(result.exit()).isZero();
        assertThat(result.stdout()).isEmpty();
    }

    @ParameterizedTest(name = "{0} pidproxy")
    @EnumSource(Installation.class)
    void withoutACommandItSaysHowItIsUsed(Installation installation) {
        Command.Result result = Command.of(installation.pidproxy(), "pid").run();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stdout())
                .startsWith("pidproxy -- run command and proxy signals to it via its pidfile.\n")
                .endsWith("Usage: " + installation.pidproxy() + " <pidfile name> <command> [<cmdarg1> ...]\n\n");
        assertThat(result.stderr()).isEmpty();
    }

    /** A shell would start its background job with SIGINT and SIGQUIT ignored, and without input. */
    @Test
    void theProgramMeetsTheSignalsAsItWouldWithoutTheProxy() throws Exception {
        List<String> found = new ArrayList<>();
        for (Installation installation : Installation.values()) {
            Process proxy = start(installation, "/bin/sh", "-c", LOOK);
            assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
            found.add(output());
        }

        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    private Process start(Installation installation, String... command) throws IOException {
        var words = new ArrayList<>(Daemon.UNBLOCK);
        words.addAll(List.of(installation.pidproxy(), "pid"));
        words.addAll(List.of(command));
        var builder = new ProcessBuilder(words)
                .directory(sandbox.root().toFile())
                .redirectInput(sandbox.path("in").toFile())
                .redirectErrorStream(true)
                .redirectOutput(sandbox.path("out").toFile());
        builder.environment().put(Mark.VARIABLE, mark.value());
        // Debian's says what it has to say to a file, and would keep that back until its end.
        builder.environment().put("PYTHONUNBUFFERED", "1");
        return builder.start();
    }

    private static void signal(String name, Process process) {
        Command.of("kill", "-s", name, Long.toString(process.pid())).run();
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    private String output() {
        return sandbox.read("out");
    }

    private void awaitOutput(String text) {
        Await.until("the output holds: " + text, () -> output().contains(text));
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A start that fails says why, in Supervisor's words where it has some and without a stack trace, ends with
 * Supervisor's exit status and leaves nothing half started.
 */
class StartFailuresIT {
    private static final String PROGRAM = "[program:cat]\ncommand=/bin/cat\n";
    private static final String IN_USE = "Error: Another program is already listening on a port that one of our HTTP "
            + "servers is configured to use.  Shut this program down first before starting supervisord.\n";

    private final Mark mark = Mark.fresh();
    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
        // Whoever the daemon is, it may write here.
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void removeItAndWhatStillRuns() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        sandbox.close();
    }

    /** A mistake in the text of a configuration file. */
    private record Mistake(String name, String text) {
        static Mistake in(String name, String sections) {
            return new Mistake(name, Configuration.with(sections));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake("no section at all", "command=/bin/cat\n"),
                new Mistake("no [supervisord]", PROGRAM),
                Mistake.in("a number that is none", PROGRAM + "startsecs=soon\n"),
                Mistake.in("a signal that is none", PROGRAM + "stopsignal=TRM\n"),
                Mistake.in("no command", "[program:cat]\nstartsecs=1\n"),
                Mistake.in("an unknown expansion", PROGRAM + "stdout_logfile=%(nope)s\n"),
                Mistake.in("an environment without a value", PROGRAM + "environment=A\n"),
                Mistake.in("a group of an unknown program", "[group:all]\nprograms=nosuch\n"),
                Mistake.in("a listener without events", "[eventlistener:hear]\ncommand=/bin/cat\n"),
                Mistake.in("a FastCGI program without a socket", "[fcgi-program:web]\ncommand=/bin/cat\n"),
                Mistake.in("a size that is none", "[supervisord]\nlogfile_maxbytes=10QB\n"),
                Mistake.in("an umask that is none", "[supervisord]\numask=9z9\n"),
                Mistake.in("a folder that is missing", "[supervisord]\ndirectory=/no/such/folder\n"),
                Mistake.in("a childlogdir that is missing", "[supervisord]\nchildlogdir=%(here)s/nope\n"),
                Mistake.in("a folder of the log that is missing", "[supervisord]\nlogfile=%(here)s/nope/log\n"),
                Mistake.in("an owner of the socket that is missing", "[unix_http_server]\nchown=no-such-user\n"),
                Mistake.in("a program's user that is missing", PROGRAM + "user=no-such-user\n"),
                Mistake.in("the daemon's user that is missing", "[supervisord]\nuser=no-such-user\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeInTheFileIsReportedAsTheReferenceDoes(Mistake mistake) {
        sandbox.write(Configuration.FILE, mistake.text());

        Outcome reference = start(Installation.DEBIAN, "-n", "-c", configuration());
        Outcome ours = start(Installation.OURS, "-n", "-c", configuration());

        assertThat(ours.asTheReferenceSaysIt()).isEqualTo(reference);
        assertThat(ours.stderr()).endsWith("\nAlso: supervisord --check -c /ROOT/supervisord.conf shows more\n");
        assertThat(ours.exit()).isEqualTo(2);
        assertThat(ours.left()).isEmpty();
    }

    @Test
    void furtherMistakesFollowTheFirstWithTheirPlaces() {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM + "startsecs=soon\nstartretries=often\n"));

        Outcome ours = start(Installation.OURS, "-c", configuration());

        assertThat(ours.stderr().lines().toList())
                .containsExactly(
                        "Error: invalid literal for int() with base 10: 'soon' in section 'program:cat' (file: "
                                + "'/ROOT/supervisord.conf')",
                        "For help, use SUPERVISORD -h",
                        "Also: /ROOT/supervisord.conf:12: invalid literal for int() with base 10: 'often' in section "
                                + "'program:cat' (file: '/ROOT/supervisord.conf')",
                        "Also: supervisord --check -c /ROOT/supervisord.conf shows more");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"missing", "a folder", "unreadable", "as an option that is unknown"})
    void aFileThatCannotBeReadIsReportedAsTheReferenceDoes(String how) throws IOException {
        List<String> arguments =
                switch (how) {
                    case "missing" -> List.of("-c", sandbox.path("nope.conf").toString());
                    case "a folder" -> List.of("-c", sandbox.root().toString());
                    case "unreadable" -> List.of("-c", unreadable().toString());
                    default -> List.of("--file", "x");
                };

        Outcome reference = startAsNobody(Installation.DEBIAN, arguments);
        Outcome ours = startAsNobody(Installation.OURS, arguments);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours.exit()).isEqualTo(2);
    }

    private Path unreadable() throws IOException {
        Path file = sandbox.write(Configuration.FILE, Configuration.with(PROGRAM));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        return file;
    }

    /** What the system refuses, once the configuration is understood. */
    private record Refusal(String name, String sections, boolean asNobody) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "no folder for the socket", "[unix_http_server]\nfile=%(here)s/nope/supervisor.sock\n", false),
                new Refusal("a socket of too long a name", "[unix_http_server]\nfile=/tmp/" + "x".repeat(120), false),
                new Refusal("an address of somebody else", "[inet_http_server]\nport=192.0.2.1:9001\n", false),
                new Refusal("more descriptors than nobody may have", "[supervisord]\nminfds=99999999\n", true),
                new Refusal("more processes than nobody may have", "[supervisord]\nminprocs=99999999\n", true),
                new Refusal("a user that nobody cannot become", "[supervisord]\nuser=root\n", true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatTheSystemRefusesIsReportedAsTheReferenceDoes(Refusal refusal) {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM + refusal.sections()));

        assertAllAgree(refusal.asNobody());
    }

    @Test
    void aUserThatCannotBecomeTheDaemonsIsToldWhichLineAsksForIt() throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM + "[supervisord]\nuser=root\n"));

        String byFile = start(Installation.OURS, true, List.of("-n", "-c", configuration()))
                .stderr();
        removeAll();
        String byOption = start(Installation.OURS, true, List.of("-n", "-u", "0", "-c", configuration()))
                .stderr();

        assertThat(byFile)
                .startsWith("Error: Can't drop privilege as nonroot user\nFor help, use SUPERVISORD -h\n")
                .contains("Also: /ROOT/supervisord.conf:12: user=root asks for another user, which only root can"
                        + " become, and this is ");
        assertThat(byOption).contains("Also: -u 0 asks for another user");
    }

    @Test
    void allServersThatCannotBeOpenedAreTold() throws IOException {
        sandbox.write(
                Configuration.FILE,
                Configuration.with(PROGRAM + """
                [inet_http_server:a]
                port=127.0.0.1:PORT
                [inet_http_server:b]
                port=127.0.0.1:PORT
                [unix_http_server:c]
                file=%(here)s/nope/s.sock
                """.replace("PORT", Integer.toString(Sandbox.freePort()))));

        Outcome ours = start(Installation.OURS, "-n", "-c", configuration());

        assertThat(ours.stderr())
                .isEqualTo(
                        IN_USE
                                + "For help, use SUPERVISORD -h\n"
                                + "Also: [inet_http_server:a] and [inet_http_server:b] want the same address\n"
                                + "Also: it is [unix_http_server:c] file=/ROOT/nope/s.sock; its folder is not there, make it\n");
    }

    @Test
    void aPortInUseIsReportedAsTheReferenceDoes() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sandbox.write(
                    Configuration.FILE,
                    Configuration.with(
                            PROGRAM + "[inet_http_server]\nport=127.0.0.1:%d\n".formatted(taken.getLocalPort())));

            Outcome ours = assertAllAgree(false);

            assertThat(ours.stderr())
                    .startsWith(IN_USE)
                    .contains("Also: 127.0.0.1:%d of [inet_http_server] is taken by %d ("
                            .formatted(
                                    taken.getLocalPort(),
                                    ProcessHandle.current().pid()));
        }
    }

    @Test
    void aQuoteThatIsNotClosedIsFollowedByItsKeyAndPlace() {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM + "environment=A=\"b\n"));

        assertThat(start(Installation.OURS, "-n", "-c", configuration())
                        .stderr()
                        .lines())
                .startsWith("Error: No closing quotation in section 'program:cat' (file: '/ROOT/supervisord.conf')")
                .contains("Also: /ROOT/supervisord.conf:11: environment: the quotation mark or backslash that is"
                        + " character 3 of the value has no counterpart in section 'program:cat' (file:"
                        + " '/ROOT/supervisord.conf')");
    }

    /** In the foreground as in the background; the reference leaves AUTO logs behind, we do not. */
    private Outcome assertAllAgree(boolean asNobody) {
        List<String> foreground = List.of("-n", "-c", configuration());
        Outcome reference = start(Installation.DEBIAN, asNobody, foreground);
        assertThat(reference.exit()).isEqualTo(2);
        assertThat(reference.stderr().lines()).hasSize(2);
        removeAll();

        Outcome ours = start(Installation.OURS, asNobody, foreground);
        List<String> left = List.copyOf(ours.left());
        removeAll();
        Outcome background = start(Installation.OURS, asNobody, List.of("-c", configuration()));

        assertThat(ours.asTheReferenceSaysIt().withoutFiles()).isEqualTo(reference.withoutFiles());
        assertThat(background.asTheReferenceSaysIt().withoutFiles())
                .isEqualTo(new Outcome(2, "", reference.stderr(), List.of()));
        assertThat(left).isSubsetOf(Configuration.LOG);
        assertThat(background.left()).isEqualTo(left);
        return ours;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a folder", "in a folder of somebody else"})
    void aLogThatCannotBeOpenedIsOneSentence(String how) {
        boolean folder = how.equals("a folder");
        String log = folder ? sandbox.root().toString() : "/etc/supervisor4j-test.log";
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM + "[supervisord]\nlogfile=" + log + "\n"));

        for (List<String> mode : List.of(List.of("-n", "-c", configuration()), List.of("-c", configuration()))) {
            Outcome ours = startAsNobody(Installation.OURS, mode);

            assertThat(ours)
                    .isEqualTo(new Outcome(
                            1,
                            "",
                            folder
                                    ? "Error: cannot open the log file /ROOT: EISDIR (Is a directory)\n"
                                    : "Error: cannot open the log file " + log + ": EACCES (Permission denied)\n",
                            List.of()));
        }
        assertThat(startAsNobody(Installation.DEBIAN, List.of("-c", configuration()))
                        .exit())
                .isEqualTo(1);
    }

    /** The reference tries for ever to unlink it. */
    @Test
    void aSocketsNameThatIsSomethingElseIsRefused() {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM));
        sandbox.write(Configuration.SOCKET, "precious");

        Outcome ours = start(Installation.OURS, "-c", configuration());

        assertThat(ours.exit()).isEqualTo(2);
        assertThat(ours.stderr())
                .isEqualTo(
                        "Error: Cannot open an HTTP server: /ROOT/supervisor.sock exists and is not a socket; remove "
                                + "it, or change \"file\" in the [unix_http_server] section\n"
                                + "For help, use SUPERVISORD -h\n");
        assertThat(sandbox.read(Configuration.SOCKET)).isEqualTo("precious");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Installation.class)
    void aSocketThatNobodyServesIsReplaced(Installation installation) throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(sandbox.path(Configuration.SOCKET)));
        }

        try (Daemon daemon = start(installation)) {
            assertThat(daemon.output().lines())
                    .contains("Unlinking stale socket " + sandbox.path(Configuration.SOCKET));
            assertThat(sandbox.read(Configuration.LOG)).doesNotContain("Unlinking");
        }
    }

    @Test
    void aSecondStartIsRefusedAndHarmless() throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with(PROGRAM));
        Outcome reference;
        try (Daemon daemon = start(Installation.DEBIAN)) {
            daemon.rpc().awaitState("cat", "RUNNING");
            reference = start(Installation.DEBIAN, "-c", configuration());
        }
        removeAll();

        try (Daemon daemon = start(Installation.OURS)) {
            daemon.rpc().awaitState("cat", "RUNNING");
            List<String> before = left();

            for (List<String> mode :
                    List.of(List.of("-n", "-s", "-c", configuration()), List.of("-c", configuration()))) {
                Outcome second = start(Installation.OURS, false, mode);

                assertThat(second.asTheReferenceSaysIt().withoutFiles()).isEqualTo(reference.withoutFiles());
                assertThat(second.stderr()).startsWith(IN_USE).contains(" is taken by " + daemon.pid() + " (");
            }
            assertThat(left()).as("files, with the logs of the one that runs").isEqualTo(before);
            assertThat(sandbox.read(Configuration.PID_FILE)).isEqualTo(daemon.pid() + "\n");
            assertThat(daemon.rpc().state("cat")).isEqualTo("RUNNING");
        }
    }

    private Daemon start(Installation installation) throws IOException {
        return Daemon.start(installation, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    private Outcome start(Installation installation, String... arguments) {
        return start(installation, false, List.of(arguments));
    }

    private Outcome startAsNobody(Installation installation, List<String> arguments) {
        return start(installation, true, arguments);
    }

    private Outcome start(Installation installation, boolean asNobody, List<String> arguments) {
        List<String> words = new ArrayList<>(asNobody ? Account.nobody() : List.of());
        words.add(installation.supervisord());
        words.addAll(arguments);
        Command.Result result = Command.of(words)
                .with(Mark.VARIABLE, mark.value())
                .in(sandbox.root())
                .run();
        assertThat(mark.bearers()).as("processes of a start that failed").isEmpty();
        return new Outcome(
                result.exit(),
                normalise(installation, result.stdout()),
                normalise(installation, result.stderr()),
                left());
    }

    private String normalise(Installation installation, String text) {
        return text.replace(installation.supervisord(), "SUPERVISORD")
                .replace(sandbox.root().toString(), "/ROOT")
                .replaceAll("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ", "");
    }

    private String configuration() {
        return sandbox.path(Configuration.FILE).toString();
    }

    private void removeAll() {
        left().forEach(sandbox::delete);
    }

    private List<String> left() {
        try (Stream<Path> files = Files.list(sandbox.root())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(Configuration.FILE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot look into " + sandbox.root(), e);
        }
    }

    /** How a start ended: what it said without times and places, and the names of the files that it left behind. */
    private record Outcome(int exit, String stdout, String stderr, List<String> left) {
        /** Without the lines that the reference does not have. */
        Outcome asTheReferenceSaysIt() {
            return new Outcome(
                    exit,
                    stdout.replaceAll("(?m)^" + LogLines.ABOUT_ITSELF + ".*\n", ""),
                    stderr.replaceAll("(?m)^Also: .*\n", ""),
                    left);
        }

        Outcome withoutFiles() {
            return new Outcome(exit, stdout, stderr, List.of());
        }
    }
}

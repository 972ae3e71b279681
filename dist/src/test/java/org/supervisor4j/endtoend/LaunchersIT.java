package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in {@code bin/}: which Java they take, from where they may be called, what they leave alone. */
@Tag("java")
class LaunchersIT {
    private static final String CONFIGURATION = Configuration.with("""
            [supervisorctl]
            serverurl=unix://%(here)s/supervisor.sock
            [program:sleep]
            command=sleep 3600
            """);

    private final Mark mark = Mark.fresh();
    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
    }

    @AfterEach
    void removeItAndWhatStillRuns() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        sandbox.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"supervisord", "supervisorctl", "echo_supervisord_conf", "pidproxy"})
    void aLauncherWorksThroughLinksOfEveryKind(String program) throws IOException {
        Path real = Installation.distribution().resolve("bin").resolve(program);
        Path absolute = Files.createSymbolicLink(sandbox.path(program), real);
        sandbox.mkdirs("below");
        Path relative = Files.createSymbolicLink(sandbox.path("below/" + program), Path.of("..", program));
        Path folder = Files.createSymbolicLink(
                sandbox.path("bin"), real.resolveSibling(".").normalize());
        Command.Result direct = Command.of(real.toString(), "-h").run();

        for (Path link : List.of(absolute, relative, folder.resolve(program))) {
            Command.Result result = Command.of(link.toString(), "-h").run();

            assertThat(result.toString().replace(link.toString(), real.toString()))
                    .isEqualTo(direct.toString());
        }
        assertThat(Command.of("below/" + program, "-h").in(sandbox.root()).run().exit())
                .isEqualTo(direct.exit());
    }

    @Test
    void theProgramKnowsItselfByTheNameByWhichItWasCalled() throws IOException {
        Path link =
                Files.createSymbolicLink(sandbox.path("my-supervisorctl"), Path.of(Installation.OURS.supervisorctl()));

        assertThat(Command.of(link.toString(), "--nosuch").run().stderr())
                .isEqualTo("Error: option --nosuch not recognized%nFor help, use %s -h%n".formatted(link));
    }

    @Test
    void aCopyRunsWhereverItIs() {
        Path copy = sandbox.path("a place, with \"odd\" $letters");
        Command.of("cp", "-R", Installation.distribution().toString(), copy.toString())
                .run();

        assertThat(Command.of(copy.resolve("bin/supervisorctl").toString(), "help")
                        .run())
                .isEqualTo(Command.of(Installation.OURS.supervisorctl(), "help").run());
        assertThat(Command.of(copy.resolve("bin/supervisord").toString(), "-v").run())
                .isEqualTo(Command.of(Installation.OURS.supervisord(), "-v").run());
    }

    @Test
    void aCopyGetsArchivesOfItsOwn() {
        Path copy = sandbox.path("copy");
        Command.of("cp", "-R", Installation.distribution().toString(), copy.toString())
                .run();
        Command help = Command.of(copy.resolve("bin/supervisorctl").toString(), "help");
        Command.Result original =
                Command.of(Installation.OURS.supervisorctl(), "help").run();

        assertThat(help.run()).isEqualTo(original);
        assertThat(classesFromArchive(help))
                .as("with archives of another place")
                .isZero();

        Command.Result made =
                Command.of(copy.resolve("libexec/make-archives").toString()).run();

        assertThat(made.toString()).isEqualTo("[exit 0]\n");
        assertThat(help.run()).isEqualTo(original);
        assertThat(classesFromArchive(help)).as("with archives of its own").isPositive();
    }

    @Test
    void theBuildMadeArchivesForBothPrograms() {
        Path bin = Installation.distribution().resolve("bin");

        assertThat(classesFromArchive(Command.of(bin.resolve("supervisorctl").toString(), "help")))
                .isPositive();
        assertThat(classesFromArchive(Command.of(bin.resolve("supervisord").toString(), "-v")))
                .isPositive();
    }

    /** How many of our own classes came from a class-data archive. */
    private long classesFromArchive(Command command) {
        Path log = sandbox.path("classes.log");
        // The last word on options: the launcher's come before it. Unlike its siblings it is obeyed after
        // -Xlog:disable.
        command.with("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log).run();
        return sandbox.read("classes.log")
                .lines()
                .filter(line -> line.contains(" org.supervisor4j."))
                .filter(line -> line.contains("source: shared objects file"))
                .count();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"supervisord", "supervisorctl"})
    void aJavaThatIsTooOldIsRefusedWithASentence(String program) throws IOException {
        String java = fakeJava("old", "JAVA_VERSION=\"11.0.21\"\n");

        Command.Result result = launcher(program).with("SUPERVISOR_JAVA", java).run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] %s: %s is Java 11, but 17 or later is needed; install a newer one \
                (Debian: apt-get install openjdk-17-jre-headless) or set SUPERVISOR_JAVA to it
                [exit 1]
                """.formatted(program, java));
    }

    @Test
    void java8CallsItselfOnePointEight() throws IOException {
        String java = fakeJava("eight", "JAVA_VERSION=\"1.8.0_392\"\n");

        Command.Result result =
                launcher("supervisorctl").with("SUPERVISOR_JAVA", java).run();

        assertThat(result.stderr()).contains(java + " is Java 8, but 17 or later is needed");
    }

    @Test
    void aJavaWithoutAReleaseFileIsAskedForItsVersion() throws IOException {
        String java = fakeJava("bare", "");
        Files.delete(sandbox.path("bare/release"));

        Command.Result result =
                launcher("supervisorctl").with("SUPERVISOR_JAVA", java).run();

        assertThat(result.stderr()).contains(java + " is Java 9, but 17 or later is needed");
    }

    @Test
    void aWrongSupervisorJavaIsNotPassedOver() {
        Command.Result result = launcher("supervisorctl")
                .with("SUPERVISOR_JAVA", "/nosuch/java")
                .run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] supervisorctl: SUPERVISOR_JAVA is '/nosuch/java', which is neither a java program nor a folder \
                with bin/java; mend or unset it
                [exit 1]
                """);
    }

    /** Each as its status and what it says; the sentence is the launcher's. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 1 | ended with status 1 and said nothing",
                "exit 0 | ended with status 0 and said nothing",
                "echo garbage | ended with status 0 and said: garbage",
                "echo openjdk version \\\"17.0.1\\\"; exit 3 | ended with status 3 and said: openjdk version"
                        + " \"17.0.1\"",
                "printf '\\033[2Jno\\n' | ended with status 0 and said: [2Jno"
            })
    void whatIsNoJavaIsNamedWithWhatItDidAndWhereItIsSet(String does, String told) throws IOException {
        Path java = sandbox.write("java", "#!/bin/sh\n" + does + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        Command.Result result = launcher("supervisorctl")
                .with("SUPERVISOR_JAVA", java.toString())
                .run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] supervisorctl: %1$s is no Java that runs here: '%1$s -version' %2$s (SUPERVISOR_JAVA is '%1$s'); \
                set SUPERVISOR_JAVA to a Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)
                [exit 1]
                """.formatted(java, told));
    }

    @Test
    void aJavaThatMayNotBeExecutedIsNamed() throws IOException {
        String java = fakeJava("locked", "JAVA_VERSION=\"17\"\n");
        assertThat(Path.of(java).toFile().setExecutable(false, false)).isTrue();

        Command.Result result =
                launcher("supervisord").with("SUPERVISOR_JAVA", java).run();

        assertThat(result.toString()).isEqualTo("""
                [stderr] supervisord: SUPERVISOR_JAVA is '%1$s', but %1$s cannot be executed; mend its mode, or set \
                SUPERVISOR_JAVA to another
                [exit 1]
                """.formatted(java));
    }

    /** And what keeps Java from working is no output of ours. */
    @Test
    void theLastWordOnJavasOptionsIsTheOperators() throws IOException {
        Path copy = sandbox.path("copy");
        Command.of("cp", "-R", Installation.distribution().toString(), copy.toString())
                .run();
        Files.createDirectories(copy.resolve("conf"));
        sandbox.write("copy/conf/supervisorctl.java", "-Xmx1k\n");

        Command.Result result =
                Command.of(copy.resolve("bin/supervisorctl").toString(), "help").run();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains("maximum heap size");
    }

    @Test
    void withoutAnyJavaItSaysWhereItLooked() {
        Command.Result result = new Command(
                        List.of("env", "-i", "PATH=/nosuch", Installation.OURS.supervisorctl()),
                        java.util.Map.of(),
                        sandbox.root(),
                        "")
                .run();

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.stderr()).contains("no Java found by SUPERVISOR_JAVA").contains("PATH");
    }

    @Test
    void javaIsTakenFromSupervisorJavaThenJavaHomeThenPath() throws IOException {
        fakeJava("first", "JAVA_VERSION=\"11\"\n");
        fakeJava("second", "JAVA_VERSION=\"12\"\n");
        fakeJava("third", "JAVA_VERSION=\"13\"\n");
        String path = sandbox.path("third/bin") + ":/usr/bin:/bin";

        Command byPath = launcher("supervisorctl")
                .with("PATH", path)
                .with("JAVA_HOME", "")
                .with("SUPERVISOR_JAVA", "");
        Command byHome = byPath.with("JAVA_HOME", sandbox.path("second").toString());
        Command byOurs = byHome.with("SUPERVISOR_JAVA", sandbox.path("first").toString());

        assertThat(byPath.run().stderr()).contains("is Java 13,");
        assertThat(byHome.run().stderr()).contains("is Java 12,");
        assertThat(byOurs.run().stderr()).contains("is Java 11,");
    }

    static Stream<Path> javas() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            List<Path> javas = new ArrayList<>(homes.filter(home -> !Files.isSymbolicLink(home))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .toList());
            javas.add(Path.of(System.getProperty("java.home")));
            return javas.stream().distinct();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("javas")
    void noJavaHasAnythingToSayOfItsOwn(Path java) {
        String configuration = sandbox.write("supervisord.conf", CONFIGURATION).toString();
        Command daemon = Command.of(Installation.OURS.supervisord(), "-c", configuration)
                .with("SUPERVISOR_JAVA", java.toString())
                .with(Mark.VARIABLE, mark.value());
        Command client = Command.of(Installation.OURS.supervisorctl(), "-c", configuration)
                .with("SUPERVISOR_JAVA", java.toString());

        Command.Result started = daemon.run();
        Await.until("it serves", new Rpc(sandbox.path("supervisor.sock"))::answers);
        Command.Result version = client.and("version").run();
        Command.Result shutdown = client.and("shutdown").run();
        Await.until("it has ended", () -> !Files.exists(sandbox.path("supervisord.pid")));

        assertThat(started.stderr()).doesNotContain("WARNING").doesNotContain("OpenJDK");
        assertThat(started.stdout()).isEmpty();
        assertThat(started.exit()).isZero();
        assertThat(version.stderr()).isEmpty();
        assertThat(shutdown.toString()).isEqualTo("Shut down\n[exit 0]\n");
    }

    /** The one that was called waits for a word on the daemon's stdout, where Java repeats such an option. */
    @Test
    void anOptionThatMakesJavaTalkDoesNotDisturbTheStart() throws IOException {
        Path copy = sandbox.path("copy");
        Command.of("cp", "-R", Installation.distribution().toString(), copy.toString())
                .run();
        Files.createDirectories(copy.resolve("conf"));
        sandbox.write("copy/conf/supervisord.java", "-XX:CompileCommand=exclude,no.such.Type::method\n");
        String configuration = sandbox.write("supervisord.conf", CONFIGURATION).toString();

        Command.Result started = Command.of(copy.resolve("bin/supervisord").toString(), "-c", configuration)
                .with(Mark.VARIABLE, mark.value())
                .run();

        assertThat(started.exit()).as(started.toString()).isZero();
        assertThat(new Rpc(sandbox.path("supervisor.sock")).answers()).isTrue();
    }

    /** A folder for temporary files from which nothing can be executed is usual. */
    @Test
    void nativeCodeComesFromTheDistributionAndNotFromATemporaryFolder() throws IOException {
        String configuration = sandbox.write("supervisord.conf", CONFIGURATION).toString();

        try (Daemon daemon = Daemon.start(Installation.OURS, Path.of(configuration), sandbox.path("supervisor.sock"))) {
            assertThat(Files.readAllLines(Path.of("/proc", Long.toString(daemon.pid()), "maps")))
                    .anyMatch(line -> line.endsWith("/lib/native/jni/x86_64-Linux/libjffi-1.2.so")
                            || line.endsWith("/lib/native/jni/aarch64-Linux/libjffi-1.2.so"))
                    .noneMatch(line ->
                            line.contains("jffi") && line.contains(".so") && !line.contains("/lib/native/jni/"));
        }
    }

    /** As a service manager starts it: with next to no environment, so without a locale. */
    @Test
    void pathsThatAreNotAsciiNeedNoLocale() {
        sandbox.mkdirs("gr\u00fcn");
        String configuration =
                sandbox.write("gr\u00fcn/supervisord.conf", CONFIGURATION).toString();
        Path socket = sandbox.path("gr\u00fcn/supervisor.sock");
        List<String> bare = List.of(
                "env",
                "-i",
                "PATH=" + System.getenv("PATH"),
                "JAVA_HOME=" + System.getProperty("java.home"),
                Mark.VARIABLE + "=" + mark.value());

        Command.Result started = Command.of(bare)
                .and(Installation.OURS.supervisord(), "-c", configuration)
                .run();
        assertThat(started.toString()).isEqualTo("[exit 0]\n");
        Await.until("it serves", new Rpc(socket)::answers);
        Command.Result status = Command.of(bare)
                .and(Installation.OURS.supervisorctl(), "-c", configuration, "status")
                .run();
        Command.Result shutdown = Command.of(bare)
                .and(Installation.OURS.supervisorctl(), "-s", "unix://" + socket, "shutdown")
                .run();

        assertThat(status.stdout()).startsWith("sleep ");
        assertThat(shutdown.toString()).isEqualTo("Shut down\n[exit 0]\n");
        Await.until("everything has ended", () -> mark.bearers().isEmpty());
    }

    /** Init scripts tell a supervisord from another process by the path in its command line. */
    @Test
    void thePathByWhichItWasCalledIsInItsCommandLineAndJavaLeavesNoFilesInTmp() throws IOException {
        Path link = Files.createSymbolicLink(sandbox.path("supervisord"), Path.of(Installation.OURS.supervisord()));
        String configuration = sandbox.write("supervisord.conf", CONFIGURATION).toString();

        assertThat(Command.of(link.toString(), "-c", configuration)
                        .with(Mark.VARIABLE, mark.value())
                        .run()
                        .exit())
                .isZero();
        Await.until("the pid file is there", () -> Files.exists(sandbox.path("supervisord.pid")));
        String pid = sandbox.read("supervisord.pid").strip();

        assertThat(Files.readString(Path.of("/proc", pid, "cmdline"))).contains(link + "\0");
        Path performanceData = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), pid);
        assertThat(performanceData).doesNotExist();
        assertThat(Command.of(Installation.OURS.supervisorctl(), "-c", configuration, "shutdown")
                        .run()
                        .exit())
                .isZero();
        Await.until("it has ended", () -> !Files.exists(Path.of("/proc", pid)));
    }

    /** Java's own files would get the numbers, and supervisorctl would read commands from one of them. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"dash", "bash"})
    void aClosedInputIsAnEmptyOneAndAClosedOutputIsReadByNobody(String shell) {
        String configuration = sandbox.write("supervisord.conf", CONFIGURATION).toString();
        Command ctl = Command.of(shell, Installation.OURS.supervisorctl(), "-c", configuration);
        Command.Result atItsEnd = ctl.run();
        assertThat(atItsEnd.stdout()).contains("supervisor.sock");

        assertThat(closing("<&-", ctl).run()).isEqualTo(atItsEnd);
        assertThat(closing(">&-", ctl).run()).isEqualTo(new Command.Result(atItsEnd.exit(), "", atItsEnd.stderr()));
        assertThat(closing("<&- >&- 2>&-", ctl).run()).isEqualTo(new Command.Result(atItsEnd.exit(), "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
    void pidproxyAndTheSampleNeedNoDescriptors(String closed) throws IOException {
        Path bin = Installation.distribution().resolve("bin");
        Path ran = sandbox.path("ran");

        Command sample = Command.of(bin + "/echo_supervisord_conf");
        Command proxy = Command.of(bin + "/pidproxy", "/nosuch", "/bin/touch", ran.toString());

        assertThat(closing(closed, sample).run().exit()).isZero();
        assertThat(closing(closed, proxy).run().toString()).isEqualTo("[exit 0]\n");
        assertThat(ran).exists();
    }

    /** @param descriptors as a shell closes them */
    private static Command closing(String descriptors, Command command) {
        return Command.of("sh", "-c", "\"$@\" " + descriptors, "sh")
                .and(command.words().toArray(String[]::new));
    }

    private static Command launcher(String program) {
        return Command.of(
                Installation.distribution().resolve("bin").resolve(program).toString(), "version");
    }

    /** A Java home whose java only tells a version; returns the path of that java. */
    private String fakeJava(String name, String release) throws IOException {
        sandbox.mkdirs(name + "/bin");
        sandbox.write(name + "/release", release);
        Path java = sandbox.write(name + "/bin/java", "#!/bin/sh\necho 'openjdk version \"9.0.4\"' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java.toString();
    }
}

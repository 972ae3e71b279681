package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the native program is told to keep for look-ups by name, held against the distribution that it is made of, and
 * against what daemon and client in Java look up while they work.
 */
@Tag("java")
class NativeMetadataIT {
    private static final Path METADATA = Path.of(
            "src/native/metadata/META-INF/native-image/org.supervisor4j/supervisor4j", "reachability-metadata.json");
    private static final Pattern JNI_TYPE = Pattern.compile("\"type\": \"([^\"]+)\", \"jniAccessible\": true");
    private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\"");
    private static final Pattern GLOB = Pattern.compile("\"glob\": \"([^\"]+)\"");
    private static final Pattern NAME_IN_NATIVE_CODE = Pattern.compile("\0(java/[A-Za-z/]+)\0");

    /** Their names are constants in the code that looks for them: the builder sees that by itself. */
    private static final List<String> SEEN_BY_THE_BUILDER = List.of("java.lang.Thread");

    /** Providers are found by the builder, too. This has none, and what is added here is to be tried natively. */
    private static final List<String> SERVICES = List.of(
            "ch.qos.logback.classic.spi.Configurator",
            "org.eclipse.jetty.http.HttpFieldPreEncoder",
            "org.slf4j.spi.SLF4JServiceProvider");

    private static final String CONFIGURATION = """
            [inet_http_server]
            port=127.0.0.1:%d
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    private static final List<String> ENTRIES = new ArrayList<>();
    private static final Set<String> TYPES = new TreeSet<>();
    private static final Set<String> RESOURCES = new TreeSet<>();
    private static final Set<String> ASKED_SERVICES = new TreeSet<>();

    @BeforeAll
    static void readJarsAndFollowThePrograms() throws IOException {
        readJars();
        Mark mark = Mark.fresh();
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            sandbox.write(Configuration.FILE, Configuration.with(CONFIGURATION.formatted(port)));
            try {
                work(sandbox, port, mark);
            } finally {
                mark.bearers().forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A daemon that restarts, its pages with all that belongs to them, and a session of the client on a terminal. */
    private static void work(Sandbox sandbox, int port, Mark mark) throws IOException {
        NameLookups ofDaemon = NameLookups.listen();
        List<String> daemon = new ArrayList<>(Daemon.UNBLOCK);
        daemon.addAll(java("supervisord", ofDaemon));
        daemon.addAll(List.of("-n", "-c", Configuration.FILE));
        ProcessBuilder builder = new ProcessBuilder(daemon)
                .directory(sandbox.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(sandbox.path("terminal").toFile());
        builder.environment().put(Mark.VARIABLE, mark.value());
        builder.start();
        Rpc rpc = new Rpc(sandbox.path(Configuration.SOCKET));
        Await.until("the daemon serves", rpc::answers);
        rpc.call("system.methodHelp", "supervisor.getState");
        List<String> pages = new ArrayList<>(
                List.of("", "process.html?processname=cat", "logtail/cat", "nosuch", "healthz", "readyz", "metrics"));
        ENTRIES.stream()
                .filter(entry -> entry.matches("org/supervisor4j/daemon/web/(images|scripts|stylesheets)/.+"))
                .forEach(entry -> pages.add(entry.replace("org/supervisor4j/daemon/web/", "")));
        for (String page : pages) {
            // A followed log does not end.
            Command.of("curl", "-s", "-o", "/dev/null", "-m", "3", "http://127.0.0.1:" + port + "/" + page)
                    .run();
        }
        rpc.call("supervisor.restart");

        NameLookups ofClient = NameLookups.listen();
        List<String> client = new ArrayList<>(java("supervisorctl", ofClient));
        client.addAll(List.of("-c", Configuration.FILE));
        try (Pane terminal = Pane.running(sandbox.root(), client.toArray(String[]::new))) {
            terminal.awaitText("supervisor>");
            terminal.type("status");
            terminal.press("Enter");
            terminal.awaitText("RUNNING");
            terminal.type("recipe nginx");
            terminal.press("Enter");
            terminal.awaitText("stdout full");
            terminal.type("shutdown");
            terminal.press("Enter");
            terminal.awaitText("Really shut the remote supervisord process down y/N?");
            terminal.type("y");
            terminal.press("Enter");
            terminal.awaitText("Shut down");
            terminal.type("exit");
            terminal.press("Enter");
            ofClient.awaitEnd();
        }
        ofDaemon.awaitEnd();
        for (NameLookups each : List.of(ofDaemon, ofClient)) {
            TYPES.addAll(each.types());
            RESOURCES.addAll(each.resources());
            ASKED_SERVICES.addAll(each.services());
        }
    }

    /** As the launchers start it. */
    private static List<String> java(String program, NameLookups lookups) {
        Path lib = Installation.jars();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                lookups.option(),
                "-Dsupervisor4j.invoked=" + program,
                "-Dsupervisor4j.home=" + lib.getParent(),
                "-Djffi.boot.library.path=" + lib.resolve("native/jni"),
                "-jar",
                lib.resolve(program + ".jar").toString());
    }

    private static void readJars() throws IOException {
        try (Stream<Path> files = Files.list(Installation.jars())) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    file.stream().map(JarEntry::getName).forEach(ENTRIES::add);
                }
            }
        }
    }

    private static List<String> told(Pattern what) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = what.matcher(Files.readString(METADATA));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void eachTypeIsThere() throws IOException {
        assertThat(told(TYPE)).hasSizeGreaterThan(10).allMatch(type -> isInDistribution(type) || isOfJava(type));
    }

    @Test
    void eachResourceIsThere() throws IOException {
        assertThat(told(GLOB)).hasSizeGreaterThan(5).allMatch(glob -> ENTRIES.stream()
                .anyMatch(entry -> matcher(glob).matches(Path.of(entry))));
    }

    /** What is there and not told would be found in Java only. */
    @Test
    void eachTypeThatIsLookedUpIsTold() throws IOException {
        assertThat(TYPES.stream().filter(type -> isInDistribution(type) || isOfJava(type)))
                .hasSizeGreaterThan(5)
                .isSubsetOf(Stream.concat(told(TYPE).stream(), SEEN_BY_THE_BUILDER.stream())
                        .toList());
    }

    @Test
    void eachResourceThatIsLookedUpIsTold() throws IOException {
        List<PathMatcher> told =
                told(GLOB).stream().map(NativeMetadataIT::matcher).toList();

        // A class as a resource is only looked for to find out whether that is a way at all.
        assertThat(RESOURCES.stream().filter(ENTRIES::contains).filter(name -> !name.endsWith(".class")))
                .hasSizeGreaterThan(5)
                .allMatch(name -> told.stream().anyMatch(matcher -> matcher.matches(Path.of(name))));
    }

    @Test
    void eachServiceThatIsLookedUpIsKnown() {
        assertThat(ASKED_SERVICES).isSubsetOf(SERVICES);
    }

    /** What nobody looks up costs memory and says something that is not so. */
    @Test
    void whatIsToldIsLookedUp() throws IOException {
        List<String> byName = new ArrayList<>(told(TYPE));
        byName.removeAll(told(JNI_TYPE));

        assertThat(TYPES).containsAll(byName);
        assertThat(told(GLOB)).allMatch(glob -> RESOURCES.stream()
                .anyMatch(name -> matcher(glob).matches(Path.of(name))));
    }

    /** It throws them by name; its own classes it gets with the calls. */
    @Test
    void whatTheNativeLibraryThrowsIsTold() throws IOException {
        Path library = Installation.jars().resolve("native/jni/x86_64-Linux/libjffi-1.2.so");
        List<String> thrown = new ArrayList<>();
        Matcher matcher = NAME_IN_NATIVE_CODE.matcher(Files.readString(library, ISO_8859_1));
        while (matcher.find()) {
            thrown.add(matcher.group(1).replace('/', '.'));
        }

        assertThat(thrown).hasSizeGreaterThan(3);
        assertThat(told(JNI_TYPE)).containsAll(thrown);
    }

    private static PathMatcher matcher(String glob) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }

    private static boolean isInDistribution(String type) {
        return ENTRIES.contains(type.replace('.', '/') + ".class");
    }

    /** Their methods are found by reflection. */
    @Test
    void eachInterfaceOfMethodsIsTold() throws IOException {
        List<String> interfaces = ENTRIES.stream()
                .filter(entry -> entry.matches("org/supervisor4j/api/\\w+Api\\.class"))
                .map(entry -> entry.replace('/', '.').replaceFirst("\\.class$", ""))
                .toList();

        assertThat(interfaces).hasSizeGreaterThan(2);
        assertThat(told(TYPE)).containsAll(interfaces);
    }

    private static boolean isOfJava(String type) {
        try {
            return Class.forName(type, false, ClassLoader.getPlatformClassLoader()) != null;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }
}

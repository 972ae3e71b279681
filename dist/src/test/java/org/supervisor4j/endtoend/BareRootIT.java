package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The native distribution as somebody unpacks it where there is nothing: in a root with a shell, cat and what these and
 * the program are linked with. No Java, no users, no names of hosts, no time zones.
 */
@Tag("native")
class BareRootIT {
    private static final List<String> TOOLS = List.of("/bin/sh", "/bin/cat");
    private static final Pattern LIBRARY = Pattern.compile("(?:=> |\\t)(/\\S+) \\(");

    /** In namespaces of its own for mounts: what a root has of the kernel. Then the rest of the words, in that root. */
    private static final String ENTER = """
            mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" || exit
            exec chroot "$@"
            """;

    private final Mark mark = Mark.fresh();
    private Sandbox root;

    @BeforeEach
    void makeARoot() throws IOException {
        root = Sandbox.empty();
        for (String folder : List.of("dev", "etc", "opt", "proc", "tmp")) {
            root.mkdirs(folder);
        }
        Files.setPosixFilePermissions(root.path("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Command.Result unpacked = Command.of(
                        "cp",
                        "-R",
                        "--preserve=mode,links",
                        distribution().toString(),
                        root.path("opt/supervisor4j").toString())
                .run();
        assertThat(unpacked.toString()).isEqualTo("[exit 0]\n");
        for (String tool : TOOLS) {
            copy(tool);
        }
        for (String file : librariesOf(TOOLS)) {
            copy(file);
        }
    }

    @AfterEach
    void removeItAndWhatStillRuns() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        root.close();
    }

    private static Path distribution() {
        return Installation.distribution();
    }

    private void copy(String file) throws IOException {
        Path target = root.path(file.substring(1));
        Files.createDirectories(target.getParent());
        // A link in /lib64 or /bin: what it leads to.
        Files.copy(Path.of(file).toRealPath(), target);
    }

    /** What the loader finds for these, and for the program and all that it loads while it runs. */
    private static Set<String> librariesOf(List<String> tools) {
        String ours = distribution().toString();
        Command.Result told = Command.of(
                        "sh", "-c", "ldd \"$@\" $(find \"$0\" -name '*.so') \"$0/bin/supervisord\"", ours)
                .and(tools.toArray(String[]::new))
                .run();
        assertThat(told.exit()).as(told.toString()).isZero();
        Set<String> libraries = new TreeSet<>();
        for (Matcher library = LIBRARY.matcher(told.stdout()); library.find(); ) {
            if (!library.group(1).startsWith(ours)) {
                libraries.add(library.group(1));
            }
        }
        return libraries;
    }

    /** As somebody types it, in the bare root. */
    private Command.Result type(String line) {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
        if (!Account.isRoot()) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("env", "-i", "PATH=/opt/supervisor4j/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
        words.add(Mark.VARIABLE + "=" + mark.value());
        words.addAll(List.of("sh", "-c", ENTER, "-", root.root().toString(), "/bin/sh", "-c", line));
        return Command.of(words).run();
    }

    @Test
    void aNewUserGetsFromTheSampleToAShutdown() {
        assertThat(type("command -v java; echo $?").toString()).isEqualTo("127\n[exit 0]\n");

        assertThat(type("echo_supervisord_conf >/etc/supervisord.conf").toString())
                .isEqualTo("[exit 0]\n");
        assertThat(root.read("etc/supervisord.conf")).isEqualTo(sample());
        root.rewrite("etc/supervisord.conf", sample -> sample + """
                [program:cat]
                command=cat
                """);
        Command.Result started = type("supervisord");
        assertThat(started.exit()).as(started.toString()).isZero();
        Await.until(
                "the program runs", () -> type("supervisorctl status").stdout().contains("RUNNING"));
        String pid = root.read("tmp/supervisord.pid").strip();

        assertThat(type("supervisorctl status").toString())
                .matches("cat +RUNNING +pid \\d+, uptime 0:0\\d:\\d\\d\n\\[exit 0]\n");
        assertThat(type("supervisorctl pid").toString()).isEqualTo(pid + "\n[exit 0]\n");
        assertThat(type("supervisorctl restart cat").toString()).isEqualTo("cat: stopped\ncat: started\n[exit 0]\n");
        assertThat(type("supervisorctl shutdown").toString()).isEqualTo("Shut down\n[exit 0]\n");
        Await.until("it has ended", () -> !Files.exists(Path.of("/proc", pid)));

        assertThat(mark.bearers()).isEmpty();
        assertThat(root.path("tmp/supervisor.sock")).doesNotExist();
        assertThat(root.read("tmp/supervisord.log"))
                .contains("INFO spawned: 'cat' with pid ", "WARN stopped: cat (terminated by SIGTERM)")
                .doesNotContain("unexpected");
    }

    private static String sample() {
        try {
            return Files.readString(distribution().resolve("sample/supervisord.conf"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code examples/container} without an engine: what its Dockerfile says is done in a folder, and run as Kubernetes
 * would run it. The machine's own {@code /usr} is the base.
 */
class ContainerImageIT {
    /**
     * The first word is the root, the second the user, the rest the command. Nothing but {@code /tmp} can be written.
     */
    private static final String ENTER = """
            root=$1 user=$2; shift 2
            mount --bind "$root" "$root" && mount --rbind /usr "$root/usr" && mount --rbind /dev "$root/dev" || exit
            mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/tmp" || exit
            mount -o remount,ro,bind "$root" || exit
            set -- env -C "$dir" "$@"
            [ "$user" = 0 ] || set -- setpriv "--reuid=$user" "--regid=$user" --clear-groups "$@"
            exec chroot "$root" "$@"
            """;

    private Sandbox root;
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> entry = List.of();
    private String folder = "/";
    private String user = "0";

    @BeforeEach
    void build() throws IOException {
        root = Sandbox.empty();
        for (String each : List.of("usr", "dev", "proc", "tmp", "etc", "opt")) {
            root.mkdirs(each);
        }
        for (String link : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.path(link), Path.of("usr", link));
        }
        if (!Installation.isNative()) {
            borrowAJava();
        }
        for (String line : Files.readAllLines(example("Dockerfile"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                follow(line);
            }
        }
    }

    /** The distribution in Java needs one; Debian's has its settings in /etc. */
    private void borrowAJava() throws IOException {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        try (DirectoryStream<Path> settings = Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
            for (Path each : settings) {
                copy(each, each.toString());
            }
        }
    }

    @AfterEach
    void removeIt() throws IOException {
        root.close();
    }

    private static Path example(String name) {
        return Installation.examples().resolve("container").resolve(name);
    }

    private void follow(String line) {
        List<String> words = Arrays.asList(line.split("\\s+"));
        switch (words.get(0)) {
            case "FROM" -> assertThat(words.get(1)).contains("distroless");
            case "ADD" -> {
                assertThat(words.get(1)).isEqualTo("supervisor4j-native.tar.gz");
                copy(Installation.distribution(), words.get(2) + "supervisor4j-native");
            }
            case "COPY" -> copy(example(words.get(1)), words.get(2));
            case "ENV" -> {
                String[] variable = words.get(1).split("=", 2);
                environment.put(variable[0], variable[1]);
            }
            case "USER" -> user = words.get(1).substring(0, words.get(1).indexOf(':'));
            case "WORKDIR" -> folder = words.get(1);
            case "ENTRYPOINT" ->
                entry = Arrays.stream(line.substring(line.indexOf('[') + 1, line.indexOf(']'))
                                .split(", "))
                        .map(word -> word.substring(1, word.length() - 1))
                        .toList();
            default -> throw new AssertionError(line);
        }
    }

    private void copy(Path from, String to) {
        Command.Result copied = Command.of(
                        "cp",
                        "-R",
                        "--preserve=mode,links",
                        from.toString(),
                        root.path(to.substring(1)).toString())
                .run();
        assertThat(copied.exit()).as(copied.toString()).isZero();
    }

    private Container run(int port) throws IOException {
        List<String> words = new ArrayList<>(List.of("env", "dir=" + folder, "sh", "-c", ENTER, "-"));
        words.add(root.root().toString());
        // Without root a namespace has no other user than its own root.
        words.add(Account.isRoot() ? user : "0");
        words.addAll(List.of("env", "-i", "PORT=" + port));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(entry);
        return Container.startWords(words, root);
    }

    private static String get(int port, String path) {
        return Command.of("curl", "-s", "http://127.0.0.1:" + port + path).run().stdout();
    }

    @Test
    void imageServesAndEndsWhenItIsTold() throws Exception {
        int port = Sandbox.freePort();
        try (Container container = run(port)) {
            container.awaitOutput("[web] serving on port " + port);
            container.awaitOutput("[worker] job 1 done");
            container.awaitOutput("success: worker");

            assertThat(get(port, "/")).isEqualTo("hello\n");
            container.signal("TERM");

            assertThat(container.awaitEnd()).as(container::output).isZero();
            assertThat(container.output()).doesNotContain("SIGKILL", "Traceback", "ERRO", "rotation is off");
        }
    }

    @Test
    void imageEndsWithItsProgram() throws Exception {
        int port = Sandbox.freePort();
        try (Container container = run(port)) {
            container.awaitOutput("[web] serving on port " + port);

            assertThat(get(port, "/exit/3")).isEqualTo("hello\n");

            assertThat(container.awaitEnd()).as(container::output).isEqualTo(3);
            assertThat(container.output()).contains("CRIT essential program web ended (exit status 3), shutting down");
        }
    }

    @Test
    void manifestsAreSound() {
        String load =
                "import sys, yaml\nfor name in sys.argv[1:]:\n    print(name, len(list(yaml.safe_load_all(open(name)))))";

        Command.Result loaded = Command.of("python3", "-c", load, "compose.yaml", "kubernetes.yaml")
                .in(example("."))
                .run();

        assertThat(loaded.stdout()).isEqualTo("compose.yaml 1\nkubernetes.yaml 2\n");
    }

    /** Comments aside, no line of the files is without one above it that is near. */
    @Test
    void everyLineOfTheDockerfileIsExplained() throws IOException {
        List<String> lines = Files.readAllLines(example("Dockerfile"));
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("#");
            }
        }
    }
}

package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is plain shell or read by others' programs, judged by those. */
class ScriptsIT {
    private static final Path TOP = Installation.examples().resolveSibling(".").normalize();

    static Stream<Path> scripts() throws IOException {
        List<Path> folders = List.of(
                Path.of("dist/src/main/dist"),
                Path.of("dist/src/native"),
                Path.of("dist/src/package"),
                Path.of("dist/src/setup"),
                Path.of("examples"));
        Stream<Path> others =
                Stream.of(Path.of("package.sh"), Path.of("quickstart.sh"), Path.of("test.sh"), Path.of(".ci/run"));
        Stream<Path> found = Stream.of();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(TOP.resolve(folder))) {
                found = Stream.concat(found, files.filter(ScriptsIT::isScript).map(TOP::relativize).toList().stream());
            }
        }
        return Stream.concat(found, others);
    }

    private static boolean isScript(Path file) {
        try {
            return Files.isRegularFile(file)
                    && !file.toString().contains("/run/")
                    && !file.toString().contains("/target/")
                    && (file.toString().endsWith(".sh")
                            || Files.readString(file, ISO_8859_1).startsWith("#!/bin/sh\n"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void everyScriptIsPlainShellWithoutAKnownPitfall(Path script) {
        assertThat(Command.of("dash", "-n", script.toString()).in(TOP).run().toString())
                .isEqualTo("[exit 0]\n");
        assertThat(Command.of("shellcheck", "-x", script.toString())
                        .in(TOP)
                        .run()
                        .toString())
                .isEqualTo("[exit 0]\n");
    }

    @Test
    void aMissingProgramNamesItsPackage() {
        assertThat(Needed.hint("tmux"))
                .isEqualTo(
                        "; install Debian's package tmux, or run ./test.sh --setup, which installs all that the tests"
                                + " need");
        assertThat(Needed.hint("/usr/bin/chromium")).contains("package chromium,");
        assertThat(Needed.hint("/usr/bin/supervisorctl")).contains("package supervisor,");
        assertThat(Needed.hint("nosuch")).isEmpty();
    }

    @Test
    void theTestsScriptSaysWhatItAccepts() {
        Command.Result result = Command.of("./test.sh", "--nosuch").in(TOP).run();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).startsWith("Usage: ./test.sh [--setup | --without-native]\n");
        assertThat(result.exit()).isEqualTo(2);
    }

    @Test
    void thePackagesScriptSaysWhatItAccepts() {
        Command.Result result = Command.of("./package.sh", "--nosuch").in(TOP).run();

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).startsWith("Usage: ./package.sh [--built]");
        assertThat(result.exit()).isEqualTo(2);
    }

    /** The tests' script leaves the native distribution out then, and says this. */
    @Test
    void whatTheNativeBuildMissesIsASentence() throws IOException {
        try (Sandbox few = Sandbox.empty()) {
            Files.createSymbolicLink(few.path("uname"), Path.of("/bin/uname"));

            Command.Result result = Command.of("/bin/sh", "dist/src/native/build", "--check")
                    .with("PATH", few.root().toString())
                    .in(TOP)
                    .run();

            assertThat(result.toString()).isEqualTo("""
                            [stderr] build: gcc is missing (Debian: apt-get install gcc libc6-dev zlib1g-dev)
                            [exit 1]
                            """);
        }
    }

    /** Which looks whether the programs are there, too. */
    @Test
    void systemdAcceptsTheUnit() throws IOException {
        try (Sandbox unit = Sandbox.copyOf("systemd")) {
            unit.replaceEverywhere(
                    "/usr/local/bin/", Path.of(Installation.OURS.supervisord()).getParent() + "/");

            Command.Result result = Command.of(
                            "systemd-analyze",
                            "verify",
                            "--man=no",
                            unit.path("supervisord.service").toString())
                    .with("SYSTEMD_LOG_LEVEL", "warning")
                    .run();

            assertThat(result.toString()).isEqualTo("[exit 0]\n");
        }
    }
}

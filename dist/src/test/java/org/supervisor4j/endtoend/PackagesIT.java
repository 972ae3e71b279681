package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code package.sh} makes of a native distribution, looked at from outside. */
@Tag("native")
class PackagesIT {
    private static Sandbox packed;

    @BeforeAll
    static void packAll() throws IOException {
        packed = Sandbox.empty();
        for (String kind : List.of("deb", "rpm", "tar")) {
            DebianPackage.pack(packed.mkdirs(kind), kind);
        }
    }

    @AfterAll
    static void removeThem() throws IOException {
        packed.close();
    }

    private static List<Path> filesOf(String kind) throws IOException {
        try (var files = Files.list(packed.path(kind))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deb", "rpm", "tar"})
    void madeAgainItIsTheSameBytes(String kind) throws IOException {
        try (Sandbox again = Sandbox.empty()) {
            DebianPackage.pack(again.root(), kind);

            for (Path file : filesOf(kind)) {
                assertThat(Files.mismatch(file, again.path(file.getFileName().toString())))
                        .as(file.getFileName().toString())
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deb", "rpm", "tar"})
    void theSumsAreThoseOfTheFiles(String kind) {
        Command.Result checked = Command.of("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
                .in(packed.path(kind))
                .run();

        assertThat(checked.toString()).isEqualTo("[exit 0]\n");
    }

    @Test
    void debiansOwnJudgeFindsNoFault() {
        Command.Result judged = Command.of(
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "error",
                        "--display-level",
                        ">=error",
                        DebianPackage.in(packed.path("deb")).toString())
                .run();

        assertThat(judged.stdout()).isEmpty();
        assertThat(judged.exit()).as(judged.toString()).isZero();
    }

    @Test
    void systemdAcceptsTheUnit() throws IOException {
        try (Sandbox root = Sandbox.empty()) {
            Command.of(
                            "dpkg-deb",
                            "-x",
                            DebianPackage.in(packed.path("deb")).toString(),
                            root.root().toString())
                    .run();
            // The programs that it names are looked for on this machine, which has Debian's under the same names.
            Command.Result verified = Command.of(
                            "systemd-analyze",
                            "verify",
                            "--man=no",
                            root.path("usr/lib/systemd/system/supervisor.service")
                                    .toString())
                    .with("SYSTEMD_LOG_LEVEL", "warning")
                    .run();

            assertThat(verified.toString()).isEqualTo("[exit 0]\n");
        }
    }

    @Test
    void theArchiveRunsWhereItIsUnpacked() throws IOException {
        try (Sandbox place = Sandbox.empty()) {
            Command.Result unpacked = Command.of(
                            "sh", "-c", "tar -xzf \"$0\"/*-linux-x86_64.tar.gz --strip-components=1")
                    .and(packed.path("tar").toString())
                    .in(place.root())
                    .run();
            assertThat(unpacked.toString()).isEqualTo("[exit 0]\n");

            Command.Result printed = Command.of(
                            place.path("bin/echo_supervisord_conf").toString())
                    .run();

            assertThat(printed.stdout()).isEqualTo(place.read("sample/supervisord.conf"));
            assertThat(printed.exit()).isZero();
        }
    }

    @Test
    void theRpmHasThePlacesOfEpelsPackage() throws IOException {
        Path rpm = filesOf("rpm").stream()
                .filter(file -> file.toString().endsWith(".rpm"))
                .findFirst()
                .orElseThrow();

        List<String> files =
                Command.of("rpm", "-qpl", rpm.toString()).run().stdout().lines().toList();

        assertThat(files)
                .contains(
                        "/etc/supervisord.conf",
                        "/etc/supervisord.d",
                        "/usr/bin/supervisord",
                        "/usr/bin/supervisorctl",
                        "/usr/lib/systemd/system/supervisord.service",
                        "/var/log/supervisor")
                .doesNotContain("/etc", "/usr", "/usr/bin", "/usr/lib/systemd/system", "/usr/share/doc")
                .noneMatch(file -> file.startsWith("/etc/supervisor/"));
        assertThat(Command.of("rpm", "-qp", "--configfiles", rpm.toString())
                        .run()
                        .stdout())
                .isEqualTo("/etc/supervisord.conf\n");
        assertThat(Command.of("rpm", "-qp", "--requires", rpm.toString()).run().stdout())
                .contains("libc.so.6(")
                .doesNotContain("libjvm", "python");
    }
}

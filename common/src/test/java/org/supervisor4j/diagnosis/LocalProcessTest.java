package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    /** @param command which has no children: they would stay */
    private static LocalProcess of(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try {
            // Until it has become the program it has the words of the one that starts it.
            LocalProcess seen = LocalProcess.of(process.pid());
            while (process.isAlive() && !seen.words().contains("1000")) {
                Thread.onSpinWait();
                seen = LocalProcess.of(process.pid());
            }
            return seen;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLongCommandLineIsShortened() throws IOException {
        LocalProcess process = of("/bin/sh", "-c", "read x1000; : " + "x".repeat(5000));

        assertThat(process.words())
                .startsWith("/bin/sh -c read x1000")
                .endsWith("...")
                .hasSize(103);
        assertThat(process.isSupervisord()).isFalse();
        assertThat(process.toString()).contains(" of " + LocalUsers.of(LocalUsers.self()));
    }

    @Test
    void wordsCannotPassForLinesOfOurs() throws IOException {
        assertThat(of("/bin/sh", "-c", "read x1000; :", "\nok    it answers\u001b[2J")
                        .words())
                .isEqualTo("/bin/sh -c read x1000; : ?ok    it answers?[2J");
    }

    /** Its JVM has two kilobytes of options. */
    @Test
    void aDaemonOfOursIsShownAsPeopleWriteIt() throws IOException {
        LocalProcess process = of(
                "/bin/sh",
                "-c",
                "read x1000; :",
                "-XX:CompileCommand=" + "x".repeat(2000),
                "-jar",
                "/opt/supervisor4j/lib/supervisord.jar",
                "-c",
                "/etc/1000.conf");

        assertThat(process.words()).isEqualTo("supervisord -c /etc/1000.conf");
        assertThat(process.isSupervisord()).isTrue();
    }

    @Test
    void soIsTheNativeOne(@TempDir Path folder) throws IOException {
        Path program = Files.createSymbolicLink(folder.resolve("supervisord"), Path.of("/bin/sleep"));

        LocalProcess process = of(program.toString(), "1000");

        assertThat(process.words()).isEqualTo("supervisord 1000");
        assertThat(process.isSupervisord()).isTrue();
    }

    @Test
    void theOptionsOfAnotherJvmSayNothing() throws IOException {
        LocalProcess process = of("/bin/sh", "-c", "read x1000; :", "-Xmx1g", "-jar", "/srv/app.jar", "--port=1000");

        assertThat(process.words()).isEqualTo("/bin/sh -jar /srv/app.jar --port=1000");
        assertThat(process.isSupervisord()).isFalse();
    }

    @Test
    void aProcessThatIsNotThereHasNoWords() {
        assertThat(LocalProcess.of(999_999_999).isThere()).isFalse();
    }

    @Test
    void rootAndTheNamelessAreUsersToo() {
        assertThat(LocalUsers.of(0)).isEqualTo("root (uid 0)");
        assertThat(LocalUsers.of(1_999_999_999)).isEqualTo("uid 1999999999");
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that nobody named: what they are called, and which of them a later start removes, as under the reference. */
class AutoLogsIT {
    private static final String SECTIONS = """
            [supervisord]
            childlogdir=%%(here)s/logs
            identifier=%s
            nocleanup=%s
            [program:talker]
            command=/bin/sh -c "echo out; echo err >&2; exec cat"
            [program:quiet]
            command=/bin/cat
            autostart=false
            redirect_stderr=true
            """;

    /** Of this daemon's former runs, rotated, of another daemon's, and of nobody's. */
    private static final List<String> FOUND = List.of(
            "gone-stdout---mine-abcdefgh.log",
            "gone-stdout---mine-abcdefgh.log.1",
            "gone-stdout---other-abcdefgh.log",
            "notes.log");

    @ParameterizedTest(name = "nocleanup={0}")
    @ValueSource(booleans = {false, true})
    void aStartRemovesTheLogsOfItsOwnFormerRuns(boolean nocleanup) throws IOException {
        Map<String, String> reference = runTwice(Installation.DEBIAN, nocleanup);
        Map<String, String> ours = runTwice(Installation.OURS, nocleanup);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours)
                .containsEntry("talker-stdout---mine-N.log", nocleanup ? "rw------- out | out" : "rw------- out")
                .containsEntry("notes.log", "rw-r--r-- ");
    }

    /** Files by their names without the random part: mode and content of each. */
    private static Map<String, String> runTwice(Installation installation, boolean nocleanup) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("logs");
            for (String file : FOUND) {
                Path old = sandbox.write("logs/" + file, "");
                Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Path configuration =
                    sandbox.write(Configuration.FILE, Configuration.with(SECTIONS.formatted("mine", nocleanup)));
            for (int run = 0; run < 2; run++) {
                try (Daemon daemon = Daemon.start(installation, configuration, sandbox.path(Configuration.SOCKET))) {
                    daemon.rpc().awaitState("talker", "RUNNING");
                }
            }
            Map<String, String> found = new TreeMap<>();
            for (Path file : Proc.list(sandbox.path("logs"))) {
                String name = file.getFileName().toString().replaceAll("mine-[a-z0-9_]{8}\\b", "mine-N");
                String content = Files.readString(file).strip();
                found.merge(
                        name,
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " " + content,
                        (one, other) -> one + " | " + content);
            }
            return found;
        }
    }
}

package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only ours can do, with a daemon of the original's: less than with ours, but no less than promised. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class AdditionsIT {
    private ReferenceDaemon daemon;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        daemon = ReferenceDaemon.start(folder.resolve("d"));
        daemon.awaitState("cat", "RUNNING");
        daemon.awaitLog("lines");
        daemon.awaitLog("ctrl");
    }

    @AfterAll
    void stop() throws InterruptedException {
        daemon.stop();
    }

    private Transcript ctl(String... words) {
        return Client.ours(withConfiguration(words), "", Map.of());
    }

    private List<String> withConfiguration(String... words) {
        List<String> all = new ArrayList<>(List.of("-c", daemon.folder() + "/main.conf"));
        all.addAll(List.of(words));
        return all;
    }

    @Test
    void statusAsJsonHasTheExitCodesOfStatus() {
        Transcript transcript = ctl("status", "--json", "cat", "manual", "nosuch");

        assertThat(transcript.stdout().lines()).hasSize(2);
        assertThat(transcript.stdout())
                .startsWith("[{\"name\": \"cat\", ")
                .containsPattern("\"start\": \\d{10}, .*\"statename\": \"RUNNING\".*\"uptime\": \\d+}")
                .contains(",\n {\"name\": \"manual\", ")
                .endsWith("}]\n");
        assertThat(transcript.stderr()).isEqualTo("nosuch: ERROR (no such process)\n");
        assertThat(transcript.exitCode()).isEqualTo(3);
    }

    @Test
    void noProcessesAreAnEmptyArray() {
        assertThat(ctl("status", "nosuch", "--json").stdout()).isEqualTo("[]\n");
    }

    @Test
    void availAsJsonHasTheSettings() {
        assertThat(ctl("avail", "--json").stdout()).contains("\"name\": \"cat\"", "\"startsecs\": 0");
        assertThat(ctl("avail", "--yaml").stdout()).startsWith("Error: avail accepts no arguments\n");
    }

    @Test
    void logsShowsTheLastLinesOfEachWithTheirOrigin() {
        assertThat(ctl("logs", "-n", "2", "lines", "utf", "nosuch")).satisfies(transcript -> {
            assertThat(transcript.stdout()).isEqualTo("""
                    nosuch: ERROR (no such process)
                    lines | line 0298
                    lines | line 0299
                    utf   | héllo € 😀
                    """);
            assertThat(transcript.exitCode()).isEqualTo(1);
        });
    }

    @Test
    void logsOfAProcessWithoutLogsIsAnError() {
        assertThat(ctl("logs", "nolog").stdout()).isEqualTo("nolog: ERROR (no log file)\n");
    }

    @Test
    void aFollowedLogBeginsWithAWholeLine() throws Exception {
        Transcript transcript = Client.oursAsProcess(
                withConfiguration("logs", "-f", "lines", "ctrl"), "", Map.of(), daemon.folder(), true);

        List<String> lines = transcript
                .stdout()
                .lines()
                .filter(line -> line.startsWith("lines"))
                .toList();
        assertThat(lines)
                .allMatch(line -> line.matches("lines \\| line \\d{4}"))
                .endsWith("lines | line 0299");
        assertThat(transcript.stdout())
                .startsWith("==> Press Ctrl-C to exit <==\n")
                .contains("ctrl  | a");
        assertThat(transcript.exitCode()).isZero();
    }

    @Test
    void explainFindsExitStatusesInTheDaemonsLog() {
        ctl("start", "fast", "nodir");
        daemon.awaitState("fast", "FATAL");
        daemon.awaitState("nodir", "FATAL");

        assertThat(ctl("explain", "fast").stdout())
                .startsWith("fast: FATAL - Exited too quickly")
                .containsPattern("ended .*  exit status 3\n")
                .contains("The program itself decided to end");
        assertThat(ctl("explain").stdout()).contains("nodir: FATAL", "directory= cannot be entered: it does not exist");
        assertThat(ctl("explain", "nosuch").exitCode()).isEqualTo(1);
    }

    @Test
    void doctorKnowsALeftoverAMissingSocketAndAWrongPassword() {
        assertThat(ctl("doctor").exitCode()).isZero();
        assertThat(ctl("-s", "unix://" + daemon.folder() + "/nosock", "doctor").stdout())
                .contains("BAD   there is no socket " + daemon.folder() + "/nosock", "which runs: ");
        assertThat(ctl("-s", "http://127.0.0.1:" + daemon.guardedPort(), "-u", "x", "-p", "y", "doctor"))
                .satisfies(transcript -> {
                    assertThat(transcript.stdout()).contains("BAD   it answers, but wants another user name");
                    assertThat(transcript.exitCode()).isEqualTo(1);
                });
        assertThat(ctl("-s", "http://127.0.0.1:" + daemon.guardedPort(), "doctor")
                        .stdout())
                .contains("BAD   it answers, but wants a user name and a password, and was given none: ");
    }

    @Test
    void doctorTellsWhoHasThePort() throws IOException {
        try (StrangeServers servers = StrangeServers.start()) {
            String url = "http://127.0.0.1:" + servers.names().get("http500");

            assertThat(ctl("-s", url, "doctor").stdout()).contains("HTTP status 500");
        }
        assertThat(ctl("-s", "http://127.0.0.1:" + ReferenceDaemon.freePort(), "doctor")
                        .stdout())
                .contains("BAD   nobody listens there");
    }

    @Test
    void patternsMeanAllProcessesWhoseNamesMatch() throws IOException {
        assertThat(ctl("mstart", "[ab]").stdout()).isEqualTo("g:a: started\ng:b: started\n");
        assertThat(ctl("mrestart", "a", "[!c-z]").stdout().lines())
                .containsExactly("g:a: stopped", "g:a: started", "g:b: stopped", "g:b: started");
        assertThat(ctl("mstatus", "b", "manu*")).satisfies(transcript -> {
            assertThat(transcript.stdout().lines().map(line -> line.substring(0, 43)
                            .stripTrailing()))
                    .containsExactly(
                            "g:b                              RUNNING", "manual                           STOPPED");
            assertThat(transcript.exitCode()).isEqualTo(3);
        });
        assertThat(ctl("mstop", "?").stdout()).isEqualTo("g:a: stopped\ng:b: stopped\n");
        assertThat(ctl("mstop", "nosuch*")).satisfies(transcript -> {
            assertThat(transcript.stdout()).isEqualTo("No process matched given expression.\n");
            assertThat(transcript.exitCode()).isZero();
        });
        assertThat(ctl("mstart", "nofile").exitCode()).isEqualTo(1);
    }

    @Test
    void withMatchGroupPatternsAreForTheWholeName() throws IOException {
        Path file = Files.writeString(
                daemon.folder().resolve("wildcards.conf"),
                "[supervisorctl]\nserverurl=unix://" + daemon.folder() + "/s.sock\n[ctlplugin:wildcards]\n"
                        + "supervisor.ctl_factory=supervisorwildcards.controllerplugin:make_wildcards_controllerplugin\n"
                        + "match_group=1\n");

        Transcript transcript = Client.ours(List.of("-c", file.toString(), "mstatus", "g:*"), "", Map.of());

        assertThat(transcript.stdout().lines().map(line -> line.substring(0, 3)))
                .containsExactly("g:a", "g:b");
    }
}

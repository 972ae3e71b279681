package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our client and the original's, side by side: each gets a daemon of the original's with the same programs, and both
 * are given the same commands in the same order. Output and exit code must agree. The commands stand in
 * {@code transcript/rows.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptIT {
    private ReferenceDaemon theirs;
    private ReferenceDaemon ours;
    private StrangeServers strangers;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        theirs = ReferenceDaemon.start(folder.resolve("theirs"));
        ours = ReferenceDaemon.start(folder.resolve("ours"));
        strangers = StrangeServers.start();
        for (ReferenceDaemon daemon : List.of(theirs, ours)) {
            writeConfigurations(daemon);
        }
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        strangers.close();
        theirs.stop();
        ours.stop();
    }

    /** Files with a {@code [supervisorctl]} of their own, for rows with {@code -c}. */
    private static void writeConfigurations(ReferenceDaemon daemon) throws IOException {
        String socket = "unix://" + daemon.folder() + "/s.sock";
        String http = "http://127.0.0.1:" + daemon.guardedPort();
        Map<String, String> files = new HashMap<>();
        files.put("notini", "this is no configuration\n");
        files.put("nosection.conf", "[supervisord]\n");
        files.put("plugin.conf", "[supervisorctl]\n[ctlplugin:x]\nsupervisor.ctl_factory=nosuch.module:factory\n");
        files.put("nofactory.conf", "[supervisorctl]\n[ctlplugin:x]\n");
        files.put("badexpansion.conf", "[supervisorctl]\nserverurl=%(ENV_NO_SUCH_THING)s\n");
        files.put("badformat.conf", "[supervisorctl]\nserverurl=" + socket + "\nprompt=100%\n");
        files.put("foourl.conf", "[supervisorctl]\nserverurl=foo\n");
        files.put("emptyurl.conf", "[supervisorctl]\nserverurl=\n");
        files.put("dotted.conf", "[supervisorctl]\nserverurl=unix://" + daemon.folder() + "/x/../s.sock\n");
        files.put("here.conf", "[supervisorctl]\nserverurl=unix://%(here)s/s.sock\n");
        files.put("relative.conf", "[supervisorctl]\nserverurl=unix://s.sock\n");
        files.put("comment.conf", "[supervisorctl]\nserverurl=" + socket + " ; comment\n");
        files.put("uppercase.conf", "[supervisorctl]\nserverurl=" + socket.replace("unix", "UNIX") + "\n");
        files.put("credentials.conf", "[supervisorctl]\nserverurl=" + http + "\nusername=user\npassword=123\n");
        files.put("prompt.conf", "[supervisorctl]\nserverurl=" + socket + "\nprompt=two%%\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(daemon.folder().resolve(file.getKey()), file.getValue());
        }
    }

    @TestFactory
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // for all rows together
    List<DynamicTest> sameWordsAndExitCodes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (TranscriptRow row : TranscriptRow.parse(ReferenceDaemon.resource("rows.txt"))) {
            String name = "rows.txt:" + row.line() + " " + row.text();
            tests.add(DynamicTest.dynamicTest(name, () -> {
                if (row.isStep()) {
                    step(row.arguments());
                } else {
                    compare(row);
                }
            }));
        }
        assertThat(tests).hasSizeGreaterThan(200);
        return tests;
    }

    /** The line on standard output is the original's, which leaves the reason out; the rows above compare it. */
    @Test
    void whyAStartWasRefusedIsToldOnStandardError() {
        String url = "http://127.0.0.1:" + strangers.names().get("failed");

        Transcript transcript = Client.ours(List.of("-s", url, "start", "x"), "", Map.of());

        assertThat(transcript.stderr()).isEqualTo("Hint: the daemon says: FAILED: it's so\n");
    }

    private void step(List<String> words) throws IOException, InterruptedException {
        for (ReferenceDaemon daemon : List.of(theirs, ours)) {
            switch (words.get(1)) {
                case "wait" -> daemon.awaitState(words.get(2), words.get(3));
                case "log" -> daemon.awaitLog(words.get(2));
                case "groups" -> daemon.useGroups(words.get(2));
                case "gone" -> daemon.awaitEnd();
                case "release" -> daemon.release();
                case "hold" -> daemon.hold();
                default -> throw new AssertionError("no such step: " + words);
            }
        }
    }

    private void compare(TranscriptRow row) {
        Map<String, String> theirNames = names(theirs);
        Map<String, String> ourNames = row.is("same") ? theirNames : names(ours);

        CompletableFuture<Transcript> reference = CompletableFuture.supplyAsync(() -> runTheirs(row, theirNames));
        if (row.is("same")) {
            reference.join();
        }
        Transcript actual = runOurs(row, ourNames);
        Transcript expected = reference.join();

        assertThat(actual.normalised(ourNames, row.is("sorted")).toString())
                .isEqualTo(expected.normalised(theirNames, row.is("sorted")).toString());
    }

    private Map<String, String> names(ReferenceDaemon daemon) {
        Map<String, String> names = new HashMap<>(strangers.names());
        names.putAll(daemon.names());
        return names;
    }

    /** The configuration goes first, unless the row brings one or means the default. */
    private static List<String> withConfiguration(TranscriptRow row, Map<String, String> names) {
        List<String> words = new ArrayList<>(row.arguments(names));
        if (!words.contains("-c")) {
            words.add(0, names.get("dir") + "/main.conf");
            words.add(0, "-c");
        }
        return words;
    }

    private static Transcript runTheirs(TranscriptRow row, Map<String, String> names) {
        List<String> words = withConfiguration(row, names);
        Path directory = Path.of(String.valueOf(names.get("dir")));
        try {
            return row.is("interrupt")
                    ? Client.referenceInterrupted(words, row.environment(), directory)
                    : Client.reference(words, row.input(names), row.environment(), directory);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static Transcript runOurs(TranscriptRow row, Map<String, String> names) {
        List<String> words = withConfiguration(row, names);
        if (!row.is("process") && !row.is("interrupt")) {
            return Client.ours(words, row.input(names), row.environment());
        }
        Path directory = Path.of(String.valueOf(names.get("dir")));
        try {
            return Client.oursAsProcess(words, row.input(names), row.environment(), directory, row.is("interrupt"));
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}

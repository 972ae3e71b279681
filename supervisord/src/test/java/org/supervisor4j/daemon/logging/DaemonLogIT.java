package org.supervisor4j.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.sink.SharedTargets;
import org.supervisor4j.daemon.sink.SinkSystem;
import org.supervisor4j.model.LogLevel;

/** The daemon's log with real files, its thread included. */
class DaemonLogIT {
    private static final String STAMP = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} ";

    private static PosixSystem system;

    private final Path folder;

    DaemonLogIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void openTheSystem() throws UnsupportedPlatformException {
        system = PosixSystem.open();
    }

    private DaemonLog open(LogSettings settings) throws OsException {
        Function<ActivityLog, SinkSystem> maker = problems -> new SinkSystem(
                system.descriptors(),
                system.paths(),
                system.logStarts(),
                system.syslog(),
                system.monotonic(),
                system.wallClock(),
                new SharedTargets(),
                problems);
        return DaemonLog.open(settings, system.pollers(), maker);
    }

    private LogSettings settings(String name, long maxbytes, int backups, LogLevel level) {
        return new LogSettings(folder.resolve(name).toString(), maxbytes, backups, level, false);
    }

    /** The messages of a log file, time and level cut off where they are as they should be. */
    private List<String> lines(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            assertThat(line).matches(STAMP + "(CRIT|ERRO|WARN|INFO|DEBG|TRAC|BLAT) .*");
            lines.add(line.substring("2026-03-01 14:05:09,007 ".length()));
        }
        return lines;
    }

    private static void await(CompletableFuture<Void> future) throws Exception {
        future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void writesWhatIsUrgentEnoughWithItsLevelsWord() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.DEBUG))) {
            log.critical("c");
            log.error("e {} %s");
            log.warn("w");
            log.info("i");
            log.debug("d");
            log.trace("t");
            log.blather("b");
            await(log.flush());
            assertThat(log.isEnabled(LogLevel.TRACE)).isFalse();
        }

        assertThat(lines("log")).containsExactly("CRIT c", "ERRO e {} %s", "WARN w", "INFO i", "DEBG d");
    }

    @Test
    void linesOfOneThreadKeepTheirOrderAndNoneIsMissingAtTheEnd() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.INFO))) {
            for (int i = 0; i < 20_000; i++) {
                log.info("line " + i);
            }
        }

        List<String> lines = lines("log");
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("INFO line " + i);
        }
    }

    @Test
    void rotatesAfterTheLineThatReachesTheSize() throws Exception {
        try (DaemonLog log = open(settings("log", 60, 2, LogLevel.INFO))) {
            for (int i = 0; i < 7; i++) {
                log.info("line " + i);
            }
        }

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("log", "log.1", "log.2");
        assertThat(lines("log")).containsExactly("INFO line 6");
        assertThat(lines("log.1")).containsExactly("INFO line 4", "INFO line 5");
    }

    @Test
    void reopeningFollowsARename() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.INFO))) {
            log.info("old");
            await(log.flush());
            Files.move(folder.resolve("log"), folder.resolve("moved"));
            log.info("still in the old one");
            await(log.reopen());
            log.info("new");
        }

        assertThat(lines("moved")).containsExactly("INFO old", "INFO still in the old one");
        assertThat(lines("log")).containsExactly("INFO new");
    }

    @Test
    void clearingBeginsAnEmptyFile() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.INFO))) {
            log.info("old");
            await(log.clear());
            assertThat(folder.resolve("log")).isEmptyFile();
            log.info("new");
        }

        assertThat(lines("log")).containsExactly("INFO new");
    }

    @Test
    void clearingWhatIsGoneFails() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.INFO))) {
            await(log.flush());
            Files.delete(folder.resolve("log"));

            assertThatThrownBy(() -> await(log.clear()))
                    .hasCauseInstanceOf(OsException.class)
                    .hasMessageContaining("ENOENT");
        }
    }

    @Test
    void aLogThatCantBeOpenedIsOneSentence() {
        assertThatThrownBy(() -> open(settings("missing/log", 0, 0, LogLevel.INFO)))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot open the log file " + folder.resolve("missing/log")
                        + ": ENOENT (No such file or directory)");
    }

    @Test
    void whatLibrariesSayIsATraceAndOnlyIfItIsAWarningOrWorse() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.TRACE))) {
            LoggerFactory.getLogger("org.eclipse.jetty.X").warn("it is {}", "warm", new IOException("closed"));
            LoggerFactory.getLogger("org.eclipse.jetty.X").info("chatter");
            await(log.flush());
        }

        assertThat(Files.readAllLines(folder.resolve("log")))
                .hasSizeGreaterThan(2)
                .satisfies(lines -> assertThat(lines.get(0)).matches(STAMP + "TRAC org.eclipse.jetty.X: it is warm"))
                .satisfies(lines -> assertThat(lines.get(1)).isEqualTo("java.io.IOException: closed"));
    }

    @Test
    void whatLibrariesSayIsNotInALogOfOrdinaryLevel() throws Exception {
        try (DaemonLog log = open(settings("log", 0, 0, LogLevel.DEBUG))) {
            LoggerFactory.getLogger("org.eclipse.jetty.X").error("library");
            log.info("own");
        }

        assertThat(lines("log")).containsExactly("INFO own");
    }

    @Test
    void nothingIsLeftOpenAndWhatIsSaidAfterTheEndIsDropped() throws Exception {
        open(settings("log", 0, 0, LogLevel.INFO)).close();
        int before = openDescriptors();
        DaemonLog log = open(settings("log", 0, 0, LogLevel.INFO));

        log.close();
        log.info("too late");
        await(log.flush());

        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(folder.resolve("log")).isEmptyFile();
    }

    private static int openDescriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        }
    }
}

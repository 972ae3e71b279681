package org.supervisor4j.daemon.http;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTailTest {
    private static final String GET_CAT = "GET /logtail/cat HTTP/1.1\r\nHost: x\r\n\r\n";

    private final ServerFixture fixture = new ServerFixture();

    private final Path folder;
    private final Path log;

    LogTailTest(@TempDir Path folder) {
        this.folder = folder;
        this.log = folder.resolve("cat.log");
    }

    @BeforeEach
    void open() throws Exception {
        Files.writeString(log, "hello\n");
        fixture.logs.put("cat STDOUT", log);
        fixture.logs.put("g:a STDERR", log);
        fixture.logs.put("gone STDOUT", folder.resolve("gone.log"));
        fixture.openInet();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void tailBeginsWithTheReferencesHeaders() throws IOException {
        try (RawClient client = fixture.client()) {
            String head = client.send(GET_CAT).readUntil("\r\n\r\n");

            assertThat(head)
                    .startsWith("HTTP/1.1 200 OK\r\nServer: supervisor4j\r\nDate: ")
                    .contains("\r\nLast-Modified: ", "\r\nContent-Type: text/plain;charset=utf-8\r\n")
                    .contains("\r\nX-Accel-Buffering: no\r\n", "\r\nTransfer-Encoding: chunked\r\n")
                    .doesNotContain("Connection:");
        }
    }

    @Test
    void whatIsThereComesFirstAndThenEachGrowth() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n");

            Files.writeString(log, "more\n", APPEND);
            client.readUntil("\r\n5\r\nmore\n");
            Files.writeString(log, "and more\n", APPEND);

            assertThat(client.readUntil("and more\n")).isEqualTo("\r\n9\r\nand more\n");
        }
    }

    @Test
    void eachChunkComesWhole() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n\r\n");

            Files.writeString(log, "more\n", APPEND);

            assertThat(client.readUntil("more\n\r\n")).isEqualTo("5\r\nmore\n\r\n");
        }
    }

    @Test
    void whoseConnectionEndsWithTheAnswerGetsTheBareBytes() throws IOException {
        try (RawClient client = fixture.client()) {
            String head = client.send(GET_CAT.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                    .readUntil("\r\n\r\n");
            assertThat(head).doesNotContain("Transfer-Encoding");

            assertThat(client.readUntil("hello\n")).isEqualTo("hello\n");
        }
    }

    @Test
    void onlyTheLastKilobyteOfALongLogIsSent() throws IOException {
        Files.writeString(log, "x".repeat(5000) + "y".repeat(1024));
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("\r\n\r\n");

            assertThat(client.readUntil("y".repeat(1024))).isEqualTo("400\r\n" + "y".repeat(1024));
        }
    }

    @Test
    void headersOfAnEmptyLogComeAtOnce() throws IOException {
        Files.writeString(log, "");
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("\r\n\r\n");
            Files.writeString(log, "first\n", APPEND);

            assertThat(client.readUntil("first\n")).isEqualTo("6\r\nfirst\n");
        }
    }

    @Test
    void rotatedLogIsFollowedFromTheBeginningOfTheNewFile() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n");

            Files.move(log, folder.resolve("cat.log.1"));
            Files.writeString(log, "new file\n");

            assertThat(client.readUntil("new file\n")).isEqualTo("\r\n9\r\nnew file\n");
        }
    }

    @Test
    void logThatIsRotatedSeveralTimesBetweenTwoLooksIsFollowedWithoutAGap() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("GET /logtail/cat HTTP/1.0\r\n\r\n").readUntil("hello\n");

            Files.writeString(log, "old end\n", APPEND);
            Files.move(log, folder.resolve("cat.log.2"));
            Files.writeString(folder.resolve("cat.log.1"), "between\n");
            Files.writeString(log, "new file\n");

            assertThat(client.readUntil("new file\n")).isEqualTo("old end\nbetween\nnew file\n");
        }
    }

    @Test
    void logThatWasRotatedSinceTheClientLookedIsGoneOnWithInItsOldFile() throws IOException {
        Files.move(log, folder.resolve("cat.log.1"));
        Files.writeString(log, "new\n");
        try (RawClient client = fixture.client()) {
            client.send("GET /logtail/cat HTTP/1.0\r\nPrefer: offset=2; size=6\r\n\r\n")
                    .readUntil("\r\n\r\n");

            assertThat(client.readUntil("new\n")).isEqualTo("llo\nnew\n");
        }
    }

    @Test
    void deletedLogIsStillFollowed() throws IOException {
        try (RawClient client = fixture.client();
                var writer = Files.newBufferedWriter(log, APPEND)) {
            client.send(GET_CAT).readUntil("6\r\nhello\n");

            Files.delete(log);
            writer.write("still\n");
            writer.flush();

            assertThat(client.readUntil("still\n")).isEqualTo("\r\n6\r\nstill\n");
        }
    }

    @Test
    void truncatedLogIsAnnouncedAndFollowedFromItsBeginning() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n");

            Files.writeString(log, "a\n");

            assertThat(client.readUntil("\na\n")).isEqualTo("\r\n17\r\n==> File truncated <==\n\r\n2\r\na\n");
        }
    }

    @Test
    void http10ClientGetsTheBareBytesAtOnce() throws IOException {
        try (RawClient client = fixture.client()) {
            String head = client.send("GET /logtail/cat HTTP/1.0\r\n\r\n").readUntil("\r\n\r\n");
            assertThat(head).doesNotContain("Transfer-Encoding");
            client.readUntil("hello\n");

            Files.writeString(log, "more\n", APPEND);

            assertThat(client.readUntil("more\n")).isEqualTo("more\n");
        }
    }

    @Test
    void manyBytesArriveWhole() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("GET /logtail/cat HTTP/1.0\r\n\r\n").readUntil("hello\n");

            Files.writeString(log, "z".repeat(1_000_000) + "!", APPEND);

            assertThat(client.readUntil("!")).hasSize(1_000_001);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/logtail/g:a/stderr, 200",
        "/logtail/g%3Aa/stderr, 200",
        "/logtailfoo/cat, 200",
        "/logtail/cat?x=1, 200",
        "/logtail/cat/stdout, 200",
        "/logtail/cat/stderr, 404",
        "/logtail/cat/Stdout, 404",
        "/logtail/cat/foo, 404",
        "/logtail/cat/, 404",
        "/logtail/cat/stdout/x, 404",
        "/logtail/nosuch, 404",
        "/logtail/g:*, 404",
        "/logtail/gone, 404",
        "/logtail/, 404",
        "/logtail, 404",
        "/mainlogtail, 404"
    })
    void pathIsJudgedAsByTheReference(String path, int status) throws IOException {
        try (RawClient client = fixture.client()) {
            String head =
                    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("\r\n\r\n");

            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            assertThat(head.contains("X-Accel-Buffering")).isEqualTo(status == 200 && path.startsWith("/logtail"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/logtail/cat", "/mainlogtail"})
    void onlyGetIsTaken(String path) throws IOException {
        assertThat(fixture.ask("POST " + path + " HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void mainLogIsFollowedWithoutTheHintToProxies() throws IOException {
        fixture.logs.put("main", log);
        try (RawClient client = fixture.client()) {
            String answer =
                    client.send("GET /mainlogtail HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("6\r\nhello\n");

            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("X-Accel-Buffering");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, llo", "0, hello", "7, hello"})
    void aClientMaySayWithWhichByteToBegin(int offset, String begin) throws IOException {
        try (RawClient client = fixture.client()) {
            String answer = client.send("GET /logtail/cat HTTP/1.1\r\nHost: x\r\nPrefer: offset=" + offset + "\r\n\r\n")
                    .readUntil("\r\n" + begin + "\n");

            assertThat(answer).contains("\r\nPreference-Applied: offset=" + offset + "\r\n");
        }
    }

    @Test
    void otherPreferencesAreIgnored() throws IOException {
        try (RawClient client = fixture.client()) {
            String answer = client.send("GET /logtail/cat HTTP/1.1\r\nHost: x\r\nPrefer: offset=-1\r\n\r\n")
                    .readUntil("6\r\nhello\n");

            assertThat(answer).doesNotContain("Preference-Applied");
        }
    }

    @Test
    void fifoIsNotFollowed() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        fixture.logs.put("fifo STDOUT", fifo);

        assertThat(fixture.ask("GET /logtail/fifo HTTP/1.0\r\n\r\n").status()).isEqualTo(404);
    }

    @Test
    void folderIsNotFollowed() throws Exception {
        fixture.logs.put("folder STDOUT", folder);

        assertThat(fixture.ask("GET /logtail/folder HTTP/1.0\r\n\r\n").status()).isEqualTo(404);
        assertThat(fixture.ask("GET /logfile/folder HTTP/1.0\r\n\r\n").status()).isEqualTo(404);
    }

    @Test
    void clientThatGoesAwayFreesTheFileOfAQuietLog() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n");
            assertThat(isOpen(log)).isTrue();
        }

        await(() -> !isOpen(log));
    }

    @Test
    void twoHundredAndFiftyFollowersTakeNoThreadEach() throws IOException {
        fixture.logs.put("main", log);
        List<RawClient> followers = new ArrayList<>();
        try {
            for (int number = 0; number < 250; number++) {
                RawClient follower = fixture.client();
                followers.add(follower);
                follower.send(number % 2 == 0 ? GET_CAT : GET_CAT.replace("logtail/cat", "mainlogtail"));
                follower.readUntil("hello\n");
            }

            Files.writeString(log, "more\n", APPEND);
            for (RawClient follower : followers) {
                follower.readUntil("more\n");
            }

            assertThat(threadsOfServer()).hasSizeLessThan(15);
        } finally {
            for (RawClient follower : followers) {
                follower.close();
            }
        }
    }

    private static List<String> threadsOfServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("http") || name.equals("log-tails"))
                .toList();
    }

    @Test
    void closingTheServersEndsTheTails() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send(GET_CAT).readUntil("6\r\nhello\n\r\n");

            fixture.close();

            assertThat(client.isClosedByServer()).isTrue();
            assertThat(isOpen(log)).isFalse();
        }
    }

    private static boolean isOpen(Path file) {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.anyMatch(descriptor -> leadsTo(descriptor, file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}

package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The usual limit of 1024 open files, and at each endpoint a crowd that would take them all. */
class CrowdsIT {
    private static final int LIMIT = 1024;
    private static final int MANY = 600;
    private static final int CALLS = 9;
    private static final long MOST_MILLIS = 100;

    private static final Map<String, String> CROWDS = Map.of(
            "followers of logs", get("/mainlogtail"),
            "followers that never read", get("/logtail/talker?head=1048576"),
            "watchers of open pages", get("/live"),
            "downloads that nobody reads", get("/logfile/talker"),
            "idle ones that were served", get("/ok.html"),
            "half requests", "GET /mainlog");

    private static Sandbox sandbox;
    private static Daemon daemon;
    private static Map<String, SocketAddress> endpoints;

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.empty();
        int control = Sandbox.freePort();
        int read = Sandbox.freePort();
        Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                        [inet_http_server]
                        port=127.0.0.1:%d
                        [inet_http_server:read]
                        port=127.0.0.1:%d
                        role=read
                        [supervisorctl]
                        serverurl=unix://%%(here)s/supervisor.sock
                        [program:cat]
                        command=/bin/cat
                        startsecs=0
                        startretries=0
                        [program:talker]
                        command=/bin/sh -c "head -c 8000000 /dev/zero | tr '\\\\0' x; exec cat"
                        [program:more]
                        command=/bin/cat
                        process_name=%%(process_num)s
                        numprocs=20
                        """.formatted(control, read)));
        daemon = Daemon.startBehind(
                List.of("prlimit", "--nofile=" + LIMIT + ":" + LIMIT),
                Installation.OURS,
                configuration,
                sandbox.path(Configuration.SOCKET));
        endpoints = Map.of(
                "control listener",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), control),
                "read listener",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), read),
                "Unix socket",
                UnixDomainSocketAddress.of(sandbox.path(Configuration.SOCKET)));
    }

    @AfterAll
    static void end() throws IOException {
        try {
            daemon.close();
        } finally {
            sandbox.close();
        }
    }

    /** Tells a daemon that is gone, or going, from one that forgets somebody. */
    @AfterEach
    void itServes() {
        daemon.assertServing();
    }

    static Stream<Arguments> crowds() {
        return CROWDS.keySet().stream()
                .sorted()
                .flatMap(crowd -> endpoints.keySet().stream().sorted().map(at -> Arguments.of(crowd, at)));
    }

    @ParameterizedTest(name = "{0} at the {1}")
    @MethodSource("crowds")
    void whateverCrowdsIntoOneEndpointTheOthersAndTheProgramsDoNotMind(String crowd, String at) throws Exception {
        try (Crowd there = new Crowd().join(at, requireNonNull(CROWDS.get(crowd)))) {
            assertThat(there.members).hasSize(MANY);
            assertAllIsWell();
        }
    }

    @Test
    void norDoTheyMindAllOfThemAtOnce() throws Exception {
        try (Crowd everywhere = new Crowd()) {
            for (String request : CROWDS.values()) {
                for (String at : endpoints.keySet()) {
                    everywhere.join(at, request, MANY / CROWDS.size());
                }
            }
            assertAllIsWell();
            assertNoProcessorIsBurnt();
        }
    }

    @Test
    void whoFindsNoSeatIsToldWhenToComeAgainAndALogIsOpenOnceForAll() throws Exception {
        SocketAddress read = requireNonNull(endpoints.get("read listener"));
        try (Crowd there = new Crowd()) {
            there.join("read listener", get("/live"));
            there.join("read listener", get("/mainlogtail"));
            for (String path : List.of("/live", "/mainlogtail")) {
                // On a busy machine the crowd may still be taking its seats.
                Await.until("no seat is left at " + path, () -> head(read, get(path))
                        .startsWith("HTTP/1.1 503 "));
                assertThat(head(read, get(path))).contains("Retry-After: 10");
            }
            assertThat(Proc.descriptors(daemon.pid()))
                    .filteredOn(sandbox.path(Configuration.LOG).toString()::equals)
                    .as("one to write, one to read")
                    .hasSize(2);
        }
    }

    private static void assertAllIsWell() throws IOException {
        for (Map.Entry<String, SocketAddress> endpoint : endpoints.entrySet()) {
            // The crowd stays; what else goes on on this machine does not.
            Await.untilSoon(
                    "getState takes less than %d ms at the %s".formatted(MOST_MILLIS, endpoint.getKey()),
                    () -> millisToAsk(endpoint.getValue()) < MOST_MILLIS);
            assertThat(exchange(endpoint.getValue(), "GET / HTTP/1.0\r\n\r\n"))
                    .as("the page at the %s", endpoint.getKey())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("talker");
        }
        long pid = daemon.rpc().pid("cat");
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).hasValue(true);
        Await.until("cat is back", () -> {
            long now = daemon.rpc().pid("cat");
            return now != 0 && now != pid;
        });
        assertThat(Command.of(
                                Installation.OURS.supervisorctl(),
                                "-c",
                                sandbox.path(Configuration.FILE).toString(),
                                "restart",
                                "cat")
                        .run()
                        .stdout())
                .isEqualTo("cat: stopped\ncat: started\n");
        assertThat(sandbox.read(Configuration.LOG)).doesNotContain("oo many open files", "FATAL");
    }

    /** The middle one of several, each by a connection of its own. */
    private static long millisToAsk(SocketAddress endpoint) {
        String body = Rpc.body("supervisor.getState", List.of());
        String request = "POST /RPC2 HTTP/1.0\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        long[] nanos = new long[CALLS];
        for (int call = 0; call < CALLS; call++) {
            long begun = System.nanoTime();
            assertThat(answer(endpoint, request)).contains("<string>RUNNING</string>");
            nanos[call] = System.nanoTime() - begun;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[CALLS / 2]).toMillis();
    }

    private static String answer(SocketAddress endpoint, String request) {
        try {
            return exchange(endpoint, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of an answer that may go on for ever. */
    private static String head(SocketAddress endpoint, String request) {
        try (SocketChannel channel = SocketChannel.open(endpoint)) {
            channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            InputStream in = Channels.newInputStream(channel);
            StringBuilder head = new StringBuilder();
            for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = in.read()) {
                head.append((char) next);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String exchange(SocketAddress endpoint, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(endpoint)) {
            channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
        }
    }

    /** Of what a second has, however long it takes to come to rest: the tails of logs are looked at ten times. */
    private static void assertNoProcessorIsBurnt() {
        Await.until("it takes less than a third of a processor", () -> {
            long begun = System.nanoTime();
            Duration before = cpu();
            while (System.nanoTime() - begun < Duration.ofSeconds(1).toNanos()) {
                Thread.onSpinWait();
            }
            return cpu().minus(before).toNanos() * 3 < System.nanoTime() - begun;
        });
    }

    private static Duration cpu() {
        return ProcessHandle.of(daemon.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Connections that have sent something, and read nothing. */
    private static final class Crowd implements Closeable {
        private final List<SocketChannel> members = new ArrayList<>();

        Crowd join(String at, String request) throws IOException {
            return join(at, request, MANY);
        }

        Crowd join(String at, String request, int count) throws IOException {
            SocketAddress endpoint = requireNonNull(endpoints.get(at));
            for (int number = 0; number < count; number++) {
                SocketChannel member = SocketChannel.open(endpoint);
                member.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
                members.add(member);
                send(member, request);
            }
            return this;
        }

        private static void send(SocketChannel member, String request) {
            try {
                member.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
            } catch (IOException cutOff) {
                // It had to make room already: so be it.
                assertThat(cutOff).hasMessageMatching(".*(reset|Broken pipe).*");
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel member : members) {
                member.close();
            }
        }
    }
}

package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.daemon.xmlrpc.MalformedCallException;
import org.supervisor4j.daemon.xmlrpc.XmlRpcRequestReader;

/**
 * Whatever is sent, the daemon answers it or hangs up, and keeps nothing of it. {@code -Dsupervisor4j.fuzz.requests}
 * has more of them sent, {@code -Dsupervisor4j.seed} others.
 */
@Timeout(3600)
class MalformedRequestsIT {
    private static final int REQUESTS = Integer.getInteger("supervisor4j.fuzz.requests", 20_000);
    private static final long SEED = Long.getLong("supervisor4j.seed", 20_261_121);

    /** One request in so many goes over TCP, where closed connections keep their port for a minute. */
    private static final int TCP_EVERY = 50;

    /** Growth of the daemon's memory, in KiB, that is not taken for a leak: compiled code, pools that fill. */
    private static final long ALLOWANCE = 24 * 1024;

    private static final Pattern TROUBLE = Pattern.compile(
            "raised an unexpected exception: |Server Error: |unexpected failure|^Caused by: |^Exception in thread");
    private static final Pattern WRONG_TYPE = Pattern.compile(
            "java\\.lang\\.((IllegalArgument|NumberFormat)Exception|IllegalStateException: \\S+ failed$)");

    private static final int PATIENCE_SECONDS = 60;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final MalformedRequests requests = new MalformedRequests(SEED);
    private final Map<String, Integer> answers = new TreeMap<>();

    @AfterEach
    void stopWatching() {
        watchdog.shutdownNow();
    }

    @Test
    void everyBodyIsReadOrRefused() {
        XmlRpcRequestReader reader = new XmlRpcRequestReader();
        for (int number = 0; number < REQUESTS; number++) {
            byte[] body = requests.nextBody();
            String outcome;
            try {
                outcome = "read " + (reader.read(body).params().size() > 0 ? "with" : "without") + " parameters";
            } catch (MalformedCallException refused) {
                outcome = refused.reason().words();
            } catch (RuntimeException | StackOverflowError escaped) {
                throw new AssertionError(what(number, body), escaped);
            }
            answers.merge(outcome, 1, Integer::sum);
        }

        System.out.println("seed " + SEED + ", " + REQUESTS + " bodies: " + answers);
        assertThat(answers).containsKeys("read with parameters", "read without parameters", "unmarshallable");
    }

    @Test
    void daemonOutlivesThemAllAndKeepsNothing() throws IOException {
        try (ClientStage stage = ClientStage.of(Installation.OURS)) {
            send(stage, Math.max(5000, REQUESTS / 10));
            Usage before = Usage.settledOf(stage.pid());
            long memory = memory(stage.pid());

            send(stage, REQUESTS);

            // Jetty forgets a connection in many thousands, which we close then, 20 s after its last byte.
            Await.settle(30, () -> Usage.of(stage.pid()).equals(before));
            assertThat(Usage.of(stage.pid())).isEqualTo(before);
            long growth = memory(stage.pid()) - memory;
            System.out.println("seed " + SEED + ", " + REQUESTS + " requests: " + answers + ", memory " + memory + " + "
                    + growth + " KiB");
            assertThat(growth).as("growth of resident memory in KiB").isLessThan(ALLOWANCE);
            assertThat(answers).containsKeys("200", "400", "401", "404", "411");
            assertThat(escaped(stage.daemon().outputFile())).isEmpty();
        }
    }

    private void send(ClientStage stage, int count) {
        for (int number = 0; number < count; number++) {
            byte[] request = requests.nextRequest();
            SocketAddress address = number % TCP_EVERY == 0
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port())
                    : UnixDomainSocketAddress.of(stage.socket());
            try {
                answers.merge(ask(address, request), 1, Integer::sum);
            } catch (IOException e) {
                throw new AssertionError(what(number, request), e);
            }
        }
    }

    /** Sends it and nothing more; the status of the first answer. */
    private String ask(SocketAddress address, byte[] request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
            var watch = watchdog.schedule(() -> closeOf(channel), PATIENCE_SECONDS, TimeUnit.SECONDS);
            try {
                channel.write(ByteBuffer.wrap(request));
                channel.shutdownOutput();
                while (channel.read(answer) > 0) {
                    answer.limit(answer.capacity());
                    if (!answer.hasRemaining()) {
                        answer.position(16);
                    }
                }
            } catch (AsynchronousCloseException unanswered) {
                throw new IOException("no answer within " + PATIENCE_SECONDS + " s", unanswered);
            } catch (IOException reset) {
                // It hung up before it had read all; what it said until then counts.
                answer.limit(answer.capacity());
            } finally {
                watch.cancel(false);
            }
            String status = new String(answer.array(), 0, 12, ISO_8859_1);
            return answer.position() == 0 ? "hung up" : status.substring(9);
        }
    }

    private static void closeOf(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String what(int number, byte[] request) {
        return "seed " + SEED + ", number " + number + ":\n" + new String(request, UTF_8);
    }

    /** In KiB; in Java without garbage: how much of that there is depends on how late the collector comes. */
    private static long memory(long pid) {
        if (!Installation.isNative()) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Command.Result collected =
                    Command.of(jcmd, Long.toString(pid), "GC.run").run();
            assertThat(collected.exit()).as(collected.toString()).isZero();
        }
        return Proc.read(Proc.of(pid, "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /** Exceptions in what it said, but for those that say that a parameter has a type which the method cannot take. */
    private static String escaped(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output, ISO_8859_1)) {
            return lines.filter(line -> TROUBLE.matcher(line).find())
                    .filter(line -> !WRONG_TYPE.matcher(line).find())
                    .limit(5)
                    .collect(Collectors.joining("\n"));
        }
    }
}

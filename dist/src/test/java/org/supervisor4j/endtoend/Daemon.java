package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A supervisord in the foreground, for the length of a test. Its unix socket tells the test what it wants to know. */
final class Daemon implements AutoCloseable {
    private static final int STOP_SECONDS = 60;

    /** Bytes of what it said that a failure shows: its log is among it, and may be long. */
    private static final int LAST_WORDS = 16_000;

    /** A python3 of root's own must not come first: other users cannot run it. */
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Java starts its children with SIGQUIT blocked; this undoes it, and becomes what stands behind it. */
    static final List<String> UNBLOCK = List.of("env", "--default-signal");

    private final Process process;
    private final Mark mark;
    private final Path output;
    private final Rpc rpc;
    private boolean killed;

    private Daemon(Process process, Mark mark, Path output, Rpc rpc) {
        this.process = process;
        this.mark = mark;
        this.output = output;
        this.rpc = rpc;
    }

    /**
     * Starts it in our environment and waits until it serves.
     *
     * @param socket of its unix server, as the configuration has it
     */
    static Daemon start(Installation installation, Path configuration, Path socket) throws IOException {
        return startWith(ourEnvironment(), installation, configuration, socket);
    }

    /** Starts it as a user without any privileges. */
    static Daemon startAsNobody(Installation installation, Path configuration, Path socket) throws IOException {
        return startBehind(Account.nobody(), ourEnvironment(), installation, configuration, socket);
    }

    /** Starts it by another command, which must become the daemon. */
    static Daemon startBehind(List<String> prefix, Installation installation, Path configuration, Path socket)
            throws IOException {
        return startBehind(prefix, ourEnvironment(), installation, configuration, socket);
    }

    /** What we have, and a PATH that everybody can use. */
    static Map<String, String> ourEnvironment() {
        var environment = new HashMap<>(System.getenv());
        environment.merge("PATH", SYSTEM_PATH, (given, system) -> system + ":" + given);
        return environment;
    }

    /** Starts it in another environment. */
    static Daemon startWith(Map<String, String> environment, Installation installation, Path configuration, Path socket)
            throws IOException {
        return startBehind(List.of(), environment, installation, configuration, socket);
    }

    /** @param prefix words of a command that becomes the daemon */
    static Daemon startBehind(
            List<String> prefix,
            Map<String, String> environment,
            Installation installation,
            Path configuration,
            Path socket)
            throws IOException {
        Path output = Files.createTempFile("supervisord-", ".out");
        Mark mark = Mark.fresh();
        var words = new ArrayList<>(UNBLOCK);
        words.addAll(prefix);
        words.addAll(List.of(installation.supervisord(), "-n", "-c", configuration.toString()));
        var builder = new ProcessBuilder(words)
                .directory(configuration.resolveSibling("").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(Mark.VARIABLE, mark.value());
        var daemon = new Daemon(builder.start(), mark, output, new Rpc(socket));
        daemon.awaitServing();
        return daemon;
    }

    private void awaitServing() {
        try {
            Await.until("supervisord serves, or has ended", () -> !process.isAlive() || rpc.answers());
            assertAlive();
        } catch (AssertionError e) {
            mark.bearers().forEach(ProcessHandle::destroyForcibly);
            throw e;
        }
    }

    /** To ask it how it is; it must be alive. */
    Rpc rpc() {
        assertAlive();
        return rpc;
    }

    private void assertAlive() {
        if (!process.isAlive()) {
            fail(end());
        }
    }

    /** Fails if it does not serve, and says what is known of it. */
    void assertServing() {
        assertAlive();
        assertThat(rpc.answers())
                .as(() -> "supervisord serves; it said:%n%s".formatted(lastWords()))
                .isTrue();
    }

    /** How it ended, and its last words; a status above 128 is 128 and a signal's number. */
    private String end() {
        return "supervisord has ended with status %d and said:%n%s".formatted(process.exitValue(), lastWords());
    }

    private String lastWords() {
        try (FileChannel channel = FileChannel.open(output)) {
            long size = channel.size();
            ByteBuffer last = ByteBuffer.allocate((int) Math.min(size, LAST_WORDS));
            channel.read(last, size - last.capacity());
            return new String(last.array(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it wrote to its terminal: its log, and whatever should not be there. */
    String output() {
        try {
            return Files.readString(outputFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For an {@link #output} that may be too long for a text. */
    Path outputFile() {
        return output;
    }

    /** Sends it a signal, by its name without SIG. */
    void signal(String name) {
        Command.Result sent =
                Command.of("kill", "-s", name, Long.toString(pid())).run();
        assertThat(sent.exit()).as("kill: %s", sent).isZero();
    }

    /** Kills it. What it has started stays until {@link #close}. */
    void kill() throws InterruptedException {
        killed = true;
        process.destroyForcibly();
        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as("killed").isTrue();
    }

    /** Waits until it has ended by itself; it must end well, and so must everything that it started. */
    void awaitEnd() {
        try {
            boolean ended = process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            assertThat(ended)
                    .as(() -> "supervisord ended within %d s; it said:%n%s".formatted(STOP_SECONDS, lastWords()))
                    .isTrue();
            assertThat(process.exitValue()).as(this::end).isZero();
            // A shell that was killed leaves the command that it waited for; that one ends by itself.
            Await.settle(() -> left().isEmpty());
            assertThat(left()).as("processes left behind by supervisord").isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with SIGTERM; it must end well, and so must everything that it started, unless it was killed. */
    @Override
    public void close() throws IOException {
        // What has been forked and is not yet its program would lose the signal: the reference's handler takes it.
        Await.settle(() -> Proc.childrenOf(pid()).stream().noneMatch(this::isStillTheDaemon));
        process.destroy();
        try {
            if (!killed) {
                awaitEnd();
            }
        } finally {
            mark.bearers().forEach(ProcessHandle::destroyForcibly);
            Files.deleteIfExists(output);
        }
    }

    private boolean isStillTheDaemon(long child) {
        String words = Proc.read(Proc.of(child, "cmdline"));
        return !words.isEmpty() && words.equals(Proc.read(Proc.of(pid(), "cmdline")));
    }

    private List<String> left() {
        return mark.bearers().stream()
                .filter(bearer -> bearer.pid() != process.pid())
                .map(bearer -> bearer.pid() + " " + bearer.info().commandLine().orElse("?"))
                .toList();
    }
}

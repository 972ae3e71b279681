package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The socket of a FastCGI group: who holds it when, and what the log says of it, as under the reference. */
class FastCgiIT {
    /** Accepts on its descriptor 0, says who it is, hangs up. No FastCGI: that is between it and its client. */
    private static final String SERVER = """
            import os, socket, sys
            shared = socket.socket(fileno=0)
            while True:
                connection, _ = shared.accept()
                connection.sendall(b'%d' % os.getpid())
                connection.close()
            """;

    private static final String PROGRAMS = """
            [fcgi-program:pair]
            command=/usr/bin/python3 %%(here)s/server.py
            socket=unix://%%(here)s/pair.sock
            socket_mode=0770
            numprocs=2
            process_name=pair%%(process_num)d
            startsecs=0
            autostart=false
            [fcgi-program:port]
            command=/usr/bin/python3 %%(here)s/server.py
            socket=tcp://LocalHost:%d
            startsecs=0
            autostart=false
            [fcgi-program:missing]
            command=/no/such/command
            socket=unix://%%(here)s/missing.sock
            startretries=0
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
            """;

    @Test
    void theSocketLivesAndDiesAsUnderTheReference() throws IOException {
        List<String> reference = live(Installation.DEBIAN);
        List<String> ours = live(Installation.OURS);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours)
                .contains("pair0 alone is served: true", "mode of pair.sock: rwxrwx---", "port is served: true")
                .containsSubsequence(
                        "WARN stopped: pair1 (terminated by SIGTERM)", "INFO Closing socket unix:///ROOT/pair.sock")
                .containsSubsequence(
                        "INFO Creating socket unix:///ROOT/missing.sock",
                        "INFO spawnerr: can't find command '/no/such/command'",
                        "INFO Closing socket unix:///ROOT/missing.sock");
    }

    private static List<String> live(Installation installation) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            sandbox.write("server.py", SERVER);
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS.formatted(port)));
            SocketAddress pair = UnixDomainSocketAddress.of(sandbox.path("pair.sock"));
            List<String> seen = new ArrayList<>();
            try (Daemon daemon = Daemon.start(installation, configuration, sandbox.path(Configuration.SOCKET))) {
                Rpc rpc = daemon.rpc();
                rpc.awaitState("missing", "FATAL");
                Command ctl = Command.of(Installation.DEBIAN.supervisorctl(), "-c", configuration.toString());
                ctl.and("start", "pair:pair0").run();
                seen.add("pair0 alone is served: " + ask(pair).equals(Long.toString(rpc.pid("pair0"))));
                seen.add("mode of pair.sock: "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.path("pair.sock"))));
                ctl.and("start", "pair:pair1").run();
                ctl.and("stop", "pair:pair0").run();
                seen.add("pair1 alone is served: " + ask(pair).equals(Long.toString(rpc.pid("pair1"))));
                ctl.and("stop", "pair:pair1").run();
                seen.add("none is served: " + ask(pair) + ", the file is there: "
                        + Files.exists(sandbox.path("pair.sock")));
                ctl.and("start", "port").run();
                seen.add("port is served: "
                        + ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                                .equals(Long.toString(rpc.pid("port"))));
                seen.add("its stdin: "
                        + Files.readSymbolicLink(Path.of("/proc/" + rpc.pid("port") + "/fd/0"))
                                .toString()
                                .replaceAll("\\d+", "N"));
            }
            LogLines.of(sandbox).stream()
                    // Logged only if the program had not ended yet when the daemon looked.
                    .filter(line -> !line.endsWith(" to stop"))
                    .map(line -> line.replace(":" + port, ":PORT")
                            .replace(sandbox.root().toString(), "/ROOT"))
                    .forEach(seen::add);
            return seen;
        }
    }

    /** What a connection gets to read; {@code refused} if nobody listens. */
    private static String ask(SocketAddress address) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException refused) {
            return "refused";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The reference shows a stack trace. */
    @Test
    void aSocketThatCannotBeMadeEndsTheStartInOneSentence() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(
                    Configuration.FILE,
                    Configuration.with("[fcgi-program:web]\ncommand=/bin/cat\nsocket=unix://%(here)s/nope/web.sock\n"));

            Command.Result result = Command.of(
                            Installation.OURS.supervisord(),
                            "-c",
                            sandbox.path(Configuration.FILE).toString())
                    .run();

            assertThat(result.toString().replace(sandbox.root().toString(), "/ROOT"))
                    .isEqualTo(
                            "[stderr] Error: Could not create FastCGI socket unix:///ROOT/nope/web.sock: cannot bind "
                                    + "/ROOT/nope/web.sock: ENOENT (No such file or directory)\n[exit 1]\n");
            assertThat(Files.exists(sandbox.path(Configuration.PID_FILE))).isFalse();
        }
    }

    @Test
    void aSocketWhoseOwnerCannotBeSetIsNotLeftBehind() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                    [fcgi-program:web]
                    command=/bin/cat
                    socket=unix://%(here)s/web.sock
                    socket_owner=root
                    """));
            List<String> words = new ArrayList<>(Account.nobody());
            words.addAll(List.of(Installation.OURS.supervisord(), "-n", "-c", configuration.toString()));

            Command.Result result = Command.of(words).run();

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.stderr())
                    .contains("Could not create FastCGI socket unix://" + sandbox.path("web.sock")
                            + ": cannot change the ownership of socket file");
            assertThat(Files.exists(sandbox.path("web.sock"))).isFalse();
        }
    }

    /** The reference dies of it, with a stack trace, and leaves the other programs behind. */
    @Test
    void aPortThatSomebodyTookMeanwhileIsASpawnError() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                    [fcgi-program:web]
                    command=/bin/cat
                    socket=tcp://127.0.0.1:%d
                    autostart=false
                    startretries=0
                    [supervisorctl]
                    serverurl=unix://%%(here)s/supervisor.sock
                    """.formatted(port)));
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
                    var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                Command.Result start = Command.of(
                                Installation.DEBIAN.supervisorctl(), "-c", configuration.toString(), "start", "web")
                        .run();

                assertThat(start.stdout()).isEqualTo("web: ERROR (spawn error)\n");
                assertThat(taken.isBound()).isTrue();
                daemon.rpc().awaitState("web", "FATAL");
                assertThat(sandbox.read(Configuration.LOG))
                        .contains("INFO spawnerr: Could not create FastCGI socket tcp://127.0.0.1:" + port
                                + ": cannot bind 127.0.0.1:" + port + ": EADDRINUSE (Address already in use)");
            }
        }
    }
}

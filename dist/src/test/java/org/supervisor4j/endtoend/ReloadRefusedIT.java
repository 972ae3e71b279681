package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A restart onto what cannot be lived with: refused before anything has stopped, or at least told in the log. */
class ReloadRefusedIT {
    private static final String PROGRAMS = """
            [supervisorctl]
            serverurl=unix://%(here)s/supervisor.sock
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    private static final String IN_USE = "Another program is already listening on a port";

    private static Command.Result reload(Path configuration) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString(), "reload")
                .run();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void nothingIsStoppedForAConfigurationThatANewLifeWouldRefuse() throws IOException {
        try (Sandbox sandbox = Sandbox.empty();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String good = Configuration.with(PROGRAMS);
            Path configuration = sandbox.write(Configuration.FILE, good);
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("cat", "RUNNING");
                long pid = daemon.rpc().pid("cat");

                sandbox.write(Configuration.FILE, good + "autostart=perhaps\n");
                Command.Result broken = reload(configuration);
                assertThat(broken.stdout()).startsWith("ERROR: CANT_REREAD: not a valid boolean value: 'perhaps'");
                assertThat(broken.exit()).isEqualTo(1);

                daemon.signal("HUP");
                Await.until(
                        "the log has refused twice",
                        () -> refusals(sandbox).contains("perhaps")
                                && refusals(sandbox).lines().count() == 2);

                sandbox.write(Configuration.FILE, good + "user=no-such-user\n");
                assertThat(reload(configuration).stdout()).startsWith("ERROR: CANT_REREAD: Invalid user name");

                sandbox.write(Configuration.FILE, good + "[inet_http_server]\nport=127.0.0.1:" + taken.getLocalPort());
                assertThat(reload(configuration).stdout()).contains("FAILED: " + IN_USE);

                String inet = "[inet_http_server:%s]\nport=%s:" + freePort() + "\n";
                sandbox.write(Configuration.FILE, good + inet.formatted("a", "127.0.0.1") + inet.formatted("b", "*"));
                assertThat(reload(configuration).stdout()).contains("FAILED: " + IN_USE, "[inet_http_server:b]");

                sandbox.write(Configuration.FILE, good + inet.formatted("a", "192.0.2.7"));
                assertThat(reload(configuration).stdout())
                        .contains("EADDRNOTAVAIL", "this machine has no such address");

                sandbox.write(Configuration.FILE, good + "[unix_http_server:b]\nfile=%(here)s/supervisor.sock\n");
                assertThat(reload(configuration).stdout()).contains("FAILED: " + IN_USE, "[unix_http_server:b]");

                sandbox.write(Configuration.FILE, good + "[unix_http_server]\nfile=%(here)s/supervisord.conf\n");
                assertThat(reload(configuration).stdout()).contains("exists and is not a socket");

                sandbox.write(Configuration.FILE, good + "[supervisord]\nlogfile=%(here)s\n");
                assertThat(reload(configuration).stdout()).contains("cannot open the log file", "EISDIR");

                sandbox.write(Configuration.FILE, good + "[supervisord]\nlogfile=/proc/x.log\n");
                assertThat(reload(configuration).stdout()).contains("cannot open the log file /proc/x.log");

                Files.createSymbolicLink(sandbox.path("dangling"), Path.of("/nosuch/x"));
                sandbox.write(Configuration.FILE, good + "[supervisord]\nlogfile=%(here)s/dangling\n");
                assertThat(reload(configuration).stdout()).contains("cannot open the log file", "ENOENT");

                sandbox.write(Configuration.FILE, good + "[supervisord]\nchildlogdir=/proc\n");
                assertThat(reload(configuration).stdout()).contains("cannot make AUTO logs in /proc");

                sandbox.write(
                        Configuration.FILE,
                        good + "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory ="
                                + " supervisor.rpcinterface:make_main_rpcinterface\nfoo=bar\n");
                assertThat(reload(configuration).stdout())
                        .contains("Could not make supervisor rpc interface", "takes no option, but got foo");

                sandbox.write(
                        Configuration.FILE,
                        good + "[fcgi-program:f]\ncommand=cat\nsocket=unix://%(here)s/" + Configuration.SOCKET + "\n");
                assertThat(reload(configuration).stdout())
                        .contains("[unix_http_server] and [fcgi-program:f] want the same address");

                assertThat(daemon.rpc().pid("cat")).isEqualTo(pid);
                sandbox.write(Configuration.FILE, good);
                assertThat(reload(configuration).stdout()).isEqualTo("Restarted supervisord\n");
                Await.until(
                        "cat has been started anew",
                        () -> daemon.rpc().answers()
                                && daemon.rpc().state("cat").equals("RUNNING")
                                && daemon.rpc().pid("cat") != pid);
            }
        }
    }

    private static String refusals(Sandbox sandbox) {
        return sandbox.read(Configuration.LOG)
                .lines()
                .filter(line -> line.contains("ERRO restart refused, nothing has been stopped: "))
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    /** The edit is made by a program that is stopped for the restart, when all has been checked. */
    @Test
    void aNewLifeBeginsWithWhatWasCheckedWhateverBecomesOfTheFilesMeanwhile() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path configuration = sandbox.write(
                    Configuration.FILE,
                    Configuration.with(PROGRAMS + stopped("echo autostart=perhaps >>$1/supervisord.conf", sandbox)));
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                Await.until("the editor waits for its end", () -> Files.exists(sandbox.path("ready")));
                long pid = daemon.rpc().pid("cat");

                assertThat(reload(configuration).stdout()).isEqualTo("Restarted supervisord\n");

                Await.until(
                        "cat has been started anew",
                        () -> daemon.rpc().answers()
                                && daemon.rpc().state("cat").equals("RUNNING")
                                && daemon.rpc().pid("cat") != pid);
                assertThat(sandbox.read(Configuration.FILE)).endsWith("autostart=perhaps\n");
                // Of the files, not of what was read before: the edit is seen.
                assertThat(reload(configuration).stdout()).startsWith("ERROR: CANT_REREAD: not a valid boolean");
            }
        }
    }

    /** A program that does something when it is told to stop. */
    private static String stopped(String action, Sandbox sandbox) {
        sandbox.write("stopped.sh", """
                trap 'ACTION; exit 0' TERM
                : >$1/ready
                while :; do sleep 0.1; done
                """.replace("ACTION", action));
        return "[program:stopped]\ncommand=/bin/sh %(here)s/stopped.sh %(here)s\n";
    }

    /** Nobody could know before: the program removes the socket's folder when it is stopped for the restart. */
    @Test
    void whatANewLifeIsRefusedAllTheSameStandsInTheLog() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("run");
            Path configuration =
                    sandbox.write(Configuration.FILE, Configuration.with(stopped("rm -r $1/run", sandbox) + """
                    [unix_http_server]
                    file=%(here)s/run/supervisor.sock
                    [program:hangup]
                    command=/bin/sh -c "while [ ! -e %(here)s/ready ]; do sleep 0.1; done; kill -HUP $PPID; exec cat"
                    """));

            Command.Result ended = Command.of(Installation.OURS.supervisord(), "-n", "-c", configuration.toString())
                    .run();

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(sandbox.read(Configuration.LOG))
                    .contains("CRIT supervisord cannot start over, and ends: Cannot open an HTTP server:"
                            + " socket.error reported errno.ENOENT (2)");
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** PHP as a FastCGI application behind the socket of its group, asked as a web server asks. */
class PhpIT {
    private static final String SCRIPT = "<?php echo 'served by ', getmypid(), ' for ', $_SERVER['QUERY_STRING'];";

    private static final String PROGRAMS = """
            [fcgi-program:unix]
            command=/usr/bin/php-cgi
            socket=unix://%%(here)s/php.sock
            socket_mode=0666
            socket_backlog=7
            %s
            numprocs=2
            process_name=unix%%(process_num)d
            startsecs=0
            [fcgi-program:tcp]
            command=/usr/bin/php-cgi
            socket=tcp://localhost:%d
            socket_backlog=9
            numprocs=2
            process_name=tcp%%(process_num)d
            startsecs=0
            """;

    @Test
    void requestsAreServedByWhicheverProcessesLive() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            sandbox.write("pid.php", SCRIPT);
            String owner = Account.isRoot() ? "socket_owner=nobody:nogroup" : "";
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS.formatted(owner, port)));
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                assertGroupServes(daemon.rpc(), sandbox, "unix", UnixDomainSocketAddress.of(sandbox.path("php.sock")));
                assertGroupServes(
                        daemon.rpc(), sandbox, "tcp", new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                assertThat(Files.getAttribute(sandbox.path("php.sock"), "unix:mode"))
                        .isEqualTo(0140666);
                if (Account.isRoot()) {
                    assertThat(Files.getOwner(sandbox.path("php.sock"))).hasToString("nobody");
                }
                assertThat(backlog(sandbox.path("php.sock").toString())).isEqualTo(7);
                assertThat(backlog("127.0.0.1:" + port)).isEqualTo(9);
            }
        }
    }

    private static void assertGroupServes(Rpc rpc, Sandbox sandbox, String group, SocketAddress socket)
            throws IOException {
        String first = group + ":" + group + "0";
        String second = group + ":" + group + "1";
        rpc.awaitState(first, "RUNNING");
        rpc.awaitState(second, "RUNNING");
        Set<Long> both = Set.of(rpc.pid(group + "0"), rpc.pid(group + "1"));
        Set<Long> servers = new TreeSet<>();
        Await.until("both have served", () -> {
            servers.add(server(sandbox, socket));
            return servers.containsAll(both);
        });
        assertThat(servers).isEqualTo(both);

        rpc.ask("supervisor.stopProcess", first);
        long left = rpc.pid(group + "1");
        for (int request = 0; request < 5; request++) {
            assertThat(server(sandbox, socket)).isEqualTo(left);
        }

        rpc.ask("supervisor.stopProcess", second);
        assertThatThrownBy(() -> FastCgiClient.request(socket, Map.of())).isInstanceOf(ConnectException.class);

        rpc.ask("supervisor.startProcess", first);
        assertThat(server(sandbox, socket)).isEqualTo(rpc.pid(group + "0"));

        // A worker that dies is replaced, and the socket has gone on listening meanwhile, or is there again.
        ProcessHandle.of(rpc.pid(group + "0")).ifPresent(ProcessHandle::destroyForcibly);
        rpc.ask("supervisor.startProcess", second);
        assertThat(server(sandbox, socket)).isIn(rpc.pid(group + "0"), rpc.pid(group + "1"));
    }

    /** The process that has run the script. */
    private static long server(Sandbox sandbox, SocketAddress socket) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("GATEWAY_INTERFACE", "CGI/1.1");
        parameters.put("REQUEST_METHOD", "GET");
        parameters.put("QUERY_STRING", "tea");
        parameters.put("SCRIPT_FILENAME", sandbox.path("pid.php").toString());
        parameters.put("REDIRECT_STATUS", "200");
        try {
            String answer = FastCgiClient.request(socket, parameters);
            assertThat(answer).matches("(?s).*\r\n\r\nserved by \\d+ for tea");
            return Long.parseLong(answer.replaceAll("(?s).*served by (\\d+) for tea", "$1"));
        } catch (IOException e) {
            throw new AssertionError("no answer from " + socket, e);
        }
    }

    /** The column Send-Q, which for listening sockets is the length of the queue. */
    private static int backlog(String address) {
        Command.Result listening = Command.of("ss", "-Hlnxt").run();
        String line = listening
                .stdout()
                .lines()
                .filter(each -> (each + " ").contains(address + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(address + " is not in " + listening));
        return Integer.parseInt(line.split("\\s+", -1)[3]);
    }
}

package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that may only look, and ask for more than the daemon's memory could hold. */
class HungryClientsIT {
    private static final int CLIENTS = 40;
    private static final int LOG_BYTES = 40 * 1024 * 1024;

    private static final int PAGES = 20;

    /** For half of the calls beside them. */
    private static final long MOST_MILLIS = 100;

    private static final int PAGED_LOG_BYTES = 17_000_000;

    private static final String SECTIONS = """
            [inet_http_server]
            port=127.0.0.1:%d
            role=read
            [program:cat]
            command=/bin/cat
            startsecs=0
            stdout_logfile=%%(here)s/cat.log
            stdout_logfile_maxbytes=0
            """;

    private static final String READ = "<methodCall><methodName>supervisor.readProcessStdoutLog</methodName><params>"
            + "<param><value>cat</value></param><param><value><int>0</int></value></param>"
            + "<param><value><int>0</int></value></param></params></methodCall>";

    @Test
    void daemonLivesOnAndSupervises() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(SECTIONS.formatted(port)));
            Files.writeString(sandbox.path("cat.log"), "x".repeat(LOG_BYTES));
            List<Socket> crowd = new ArrayList<>();
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("cat", "RUNNING");
                long pid = daemon.rpc().pid("cat");
                for (int i = 0; i < CLIENTS; i++) {
                    crowd.add(ask(port, i % 2 == 0 ? READ : manyReads()));
                }

                for (Socket client : crowd) {
                    assertThat(statusLine(client)).matches("HTTP/1.1 (200 OK|503 Service Unavailable)");
                }

                Command.of("kill", "-9", Long.toString(pid)).run();
                Await.until(
                        "cat is started again",
                        () -> daemon.rpc().pid("cat") != pid
                                && daemon.rpc().state("cat").equals("RUNNING"));
                assertThat(daemon.output()).doesNotContain("OutOfMemoryError");
            } finally {
                for (Socket client : crowd) {
                    client.close();
                }
            }
        }
    }

    /** With this limit of the address space, the heap is the smallest that there is. */
    @Test
    void pagesOfMillionsOfBytesKeepNobodyWaiting() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(SECTIONS.formatted(port)));
            String line = "a line of a log that has \"quotes\", \u001b[31mcolours\u001b[0m and <signs>\n";
            Files.writeString(sandbox.path("cat.log"), line.repeat(PAGED_LOG_BYTES / line.length()));
            List<Socket> crowd = new ArrayList<>();
            try (Daemon daemon = Daemon.startBehind(
                    List.of("prlimit", "--as=1900000000"),
                    Installation.OURS,
                    configuration,
                    sandbox.path(Configuration.SOCKET))) {
                for (int i = 0; i < PAGES; i++) {
                    crowd.add(page(port));
                }
                List<Long> millis = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    long begun = System.nanoTime();
                    assertThat(daemon.rpc().answers()).isTrue();
                    millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                }

                for (Socket client : crowd) {
                    assertThat(statusLine(client)).isEqualTo("HTTP/1.1 200 OK");
                }
                assertThat(millis.stream().sorted().toList().get(50))
                        .as("median of %s", millis)
                        .isLessThan(MOST_MILLIS);
                assertThat(daemon.output()).doesNotContain("OutOfMemoryError");
            } finally {
                for (Socket client : crowd) {
                    client.close();
                }
            }
        }
    }

    private static Socket page(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head = "GET /tail.html?processname=cat&limit=17000000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        return socket;
    }

    /** As many calls as a request may have, each for all of the log. */
    private static String manyReads() {
        String call = "<value><struct><member><name>methodName</name><value>supervisor.tailProcessStdoutLog</value>"
                + "</member><member><name>params</name><value><array><data><value>cat</value><value><int>0</int></value>"
                + "<value><int>99999999</int></value></data></array></value></member></struct></value>";
        return "<methodCall><methodName>system.multicall</methodName><params><param><value><array><data>"
                + call.repeat(100) + "</data></array></value></param></params></methodCall>";
    }

    private static Socket ask(int port, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head = "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(US_ASCII));
        return socket;
    }

    /** Nothing more of the answer is read. */
    private static String statusLine(Socket client) throws IOException {
        client.setSoTimeout(60_000);
        StringBuilder line = new StringBuilder();
        for (int next = client.getInputStream().read();
                next >= ' ';
                next = client.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}

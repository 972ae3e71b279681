package org.supervisor4j.ctl;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.supervisor4j.ctl.xmlrpc.UnixSocketTransport;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;

/** The original's daemon, in a folder of its own, with the programs of {@code transcript/main.conf}. */
final class ReferenceDaemon {
    private static final String PROGRAM = "/usr/bin/supervisord";

    private final Path folder;
    private final int openPort;
    private final int guardedPort;
    private final Process process;

    private ReferenceDaemon(Path folder, int openPort, int guardedPort, Process process) {
        this.folder = folder;
        this.openPort = openPort;
        this.guardedPort = guardedPort;
        this.process = process;
    }

    static ReferenceDaemon start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int openPort = freePort();
        int guardedPort = freePort();
        String config = resource("main.conf")
                .replace("{DIR}", folder.toString())
                .replace("{OPEN}", Integer.toString(openPort))
                .replace("{AUTH}", Integer.toString(guardedPort));
        Files.writeString(folder.resolve("main.conf"), config);
        Files.writeString(folder.resolve("groups.conf"), "");
        Files.writeString(folder.resolve("noexec"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("noexec"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                folder.resolve("hardstop"),
                // it never ends of its own accord: how a start goes must not hang on who looks first
                "trap asked=1 TERM\nwhile [ ! \"$asked\" ] || [ ! -e released ]; do sleep 0.2; done\n");
        Process process = new ProcessBuilder(
                        PROGRAM, "-c", folder.resolve("main.conf").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.out").toFile())
                .start();
        ReferenceDaemon daemon = new ReferenceDaemon(folder, openPort, guardedPort, process);
        daemon.await("a socket", () -> Files.exists(folder.resolve("s.sock")));
        return daemon;
    }

    /** A port that nobody listens on just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream stream = ReferenceDaemon.class.getResourceAsStream("/transcript/" + name)) {
            if (stream == null) {
                throw new IOException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path folder() {
        return folder;
    }

    int openPort() {
        return openPort;
    }

    int guardedPort() {
        return guardedPort;
    }

    /** What {@code {open}} and the like stand for in rows. */
    Map<String, String> names() {
        return Map.of(
                "dir", folder.toString(),
                "open", Integer.toString(openPort),
                "auth", Integer.toString(guardedPort));
    }

    void useGroups(String name) throws IOException {
        Files.writeString(folder.resolve("groups.conf"), resource("groups-" + name + ".conf"));
    }

    void awaitState(String program, String state) {
        await(program + " " + state, () -> state.equals(state(program)));
    }

    private String state(String program) {
        try (XmlRpcClient client = new XmlRpcClient(
                new UnixSocketTransport(folder.resolve("s.sock").toString()), null)) {
            Object info = client.call("supervisor.getProcessInfo", program);
            return String.valueOf(((Map<?, ?>) info).get("statename"));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Waits until a program has written something. */
    void awaitLog(String program) {
        await("a log of " + program, () -> {
            try (XmlRpcClient client = new XmlRpcClient(
                    new UnixSocketTransport(folder.resolve("s.sock").toString()), null)) {
                Map<?, ?> info = (Map<?, ?>) client.call("supervisor.getProcessInfo", program);
                return Files.size(Path.of(String.valueOf(info.get("stdout_logfile")))) > 0;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** The program hardstop may end from now on, when it is asked to. */
    void release() throws IOException {
        Files.writeString(folder.resolve("released"), "");
    }

    /** From now on it must not. */
    void hold() throws IOException {
        Files.delete(folder.resolve("released"));
    }

    /** Lets the program end that holds up the daemon's shutdown, and waits for the daemon. */
    void awaitEnd() throws IOException, InterruptedException {
        release();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon does not end");
        }
    }

    void await(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline) || !process.isAlive()) {
                throw new AssertionError("the reference daemon in " + folder + " has not come to: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** @param name as {@code kill} takes it */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

package org.supervisor4j.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A daemon for clients of other people: a unix server that lets everybody in, a TCP server with a login, and a few
 * programs that do what they are told.
 */
final class ClientStage implements AutoCloseable {
    static final String USER = "user";
    static final String PASSWORD = "secret";

    private final Installation installation;
    private final Sandbox sandbox;
    private final int port;
    private final Daemon daemon;

    /** Supervisor notices what has ended when something else happens, or after a second; so something happens. */
    private final ScheduledExecutorService nudging = Executors.newSingleThreadScheduledExecutor();

    private ClientStage(Installation installation, Sandbox sandbox, int port, Daemon daemon) {
        this.installation = installation;
        this.sandbox = sandbox;
        this.port = port;
        this.daemon = daemon;
        if (installation == Installation.DEBIAN) {
            var unused = nudging.scheduleWithFixedDelay(daemon.rpc()::answers, 20, 20, TimeUnit.MILLISECONDS);
        }
    }

    static ClientStage of(Installation installation) throws IOException {
        return of(installation, "");
    }

    /** @param more sections, for what else is to be there */
    static ClientStage of(Installation installation, String more) throws IOException {
        Sandbox sandbox = Sandbox.empty();
        int port = Sandbox.freePort();
        Path configuration =
                sandbox.write(Configuration.FILE, Configuration.with("""
                [inet_http_server]
                port=127.0.0.1:%d
                username=%s
                password=%s
                [supervisord]
                logfile_maxbytes=0
                [supervisorctl]
                serverurl=unix://%%(here)s/supervisor.sock
                [program:cat]
                command=/bin/cat
                startsecs=0
                stopwaitsecs=1
                [program:lazy]
                command=/bin/cat
                autostart=false
                startsecs=0
                stopwaitsecs=1
                [group:g]
                programs=a,b
                [program:a]
                command=/bin/cat
                autostart=false
                startsecs=0
                stopwaitsecs=1
                [program:b]
                command=/bin/cat
                autostart=false
                startsecs=0
                stopwaitsecs=1
                """.formatted(port, USER, PASSWORD) + more));
        Daemon daemon = Daemon.start(installation, configuration, sandbox.path(Configuration.SOCKET));
        return new ClientStage(installation, sandbox, port, daemon);
    }

    Installation installation() {
        return installation;
    }

    Path configuration() {
        return sandbox.path(Configuration.FILE);
    }

    Path socket() {
        return sandbox.path(Configuration.SOCKET);
    }

    long pid() {
        return daemon.pid();
    }

    Daemon daemon() {
        return daemon;
    }

    int port() {
        return port;
    }

    /** What the scripts under {@code clients/} take as arguments. */
    String[] arguments() {
        return new String[] {socket().toString(), Integer.toString(port), USER, PASSWORD};
    }

    /** Without what cannot be the same twice. */
    String normal(String text) {
        return new Normaliser(sandbox).normalise(text.replace(Integer.toString(port), "PORT"));
    }

    @Override
    public void close() throws IOException {
        nudging.shutdown();
        try (sandbox) {
            daemon.close();
        }
    }
}

package org.supervisor4j.endtoend;

import java.io.IOException;

/** A daemon with a page for operators, one for those who may only look, and programs of all kinds. */
final class WebSite implements AutoCloseable {
    private static final String SERVERS = """
            [inet_http_server]
            port=127.0.0.1:%d
            username=operator
            password=geheim
            [inet_http_server:look]
            port=127.0.0.1:%d
            role=read
            [supervisord]
            identifier=shop-production
            """;

    static final String PROGRAMS = """
            [program:api]
            command=/bin/sleep 3600
            process_name=api-%(process_num)d
            numprocs=3
            startsecs=0
            stdout_logfile=NONE
            stderr_logfile=NONE
            [program:scheduler]
            command=/bin/sh -c 'echo scheduled; exec /bin/sleep 3600'
            startsecs=0
            environment=LOG_LEVEL="info",API_KEY="geheim",DATABASE_URL="postgres://shop:geheim@db/shop"
            [program:cron]
            command=/bin/sleep 3600
            startsecs=0
            autostart=false
            [program:mailer]
            command=/bin/sh -c 'echo no relay >&2; exit 3'
            startretries=0
            [program:report]
            command=/nonexistent/<img src=x onerror=document.title='evil'>
            autostart=false
            [program:<script>document.title='evil'<]
            command=/bin/sleep 3600
            startsecs=0
            """;

    private final Sandbox sandbox;
    private final int port;
    private final int lookPort;
    private Daemon daemon;

    private WebSite(Sandbox sandbox, int port, int lookPort, Daemon daemon) {
        this.sandbox = sandbox;
        this.port = port;
        this.lookPort = lookPort;
        this.daemon = daemon;
    }

    static WebSite open(String programs) throws IOException {
        Sandbox sandbox = Sandbox.empty();
        int port = Sandbox.freePort();
        int lookPort = Sandbox.freePort();
        sandbox.write(Configuration.FILE, Configuration.with(SERVERS.formatted(port, lookPort) + programs));
        return new WebSite(sandbox, port, lookPort, begin(sandbox));
    }

    private static Daemon begin(Sandbox sandbox) throws IOException {
        return Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    /** The daemon ends; whoever has its page open is alone. */
    void stop() throws IOException {
        daemon.close();
    }

    /** Another one begins at the same place. */
    void startAgain() throws IOException {
        daemon = begin(sandbox);
    }

    Daemon daemon() {
        return daemon;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** A page's address, with the login in it. */
    String page(String path) {
        return "http://operator:geheim@127.0.0.1:" + port + "/" + path;
    }

    /** The same without the login. */
    String anonymous(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    /** A page's address for those who may only look. */
    String lookOnly(String path) {
        return "http://127.0.0.1:" + lookPort + "/" + path;
    }

    @Override
    public void close() throws IOException {
        daemon.close();
        sandbox.close();
    }
}

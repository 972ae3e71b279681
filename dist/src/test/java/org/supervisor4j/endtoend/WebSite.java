package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
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

    private static final String LOGIN = "operator:geheim";

    private final HttpClient client = HttpClient.newHttpClient();
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
        sandbox.write(Configuration.FILE, configuration(port, lookPort, programs));
        return new WebSite(sandbox, port, lookPort, begin(sandbox));
    }

    private static String configuration(int port, int lookPort, String programs) {
        return Configuration.with(SERVERS.formatted(port, lookPort) + programs);
    }

    /** Has the daemon run these programs from now on. */
    void update(String programs) throws IOException {
        sandbox.write(Configuration.FILE, configuration(port, lookPort, programs));
        String file = sandbox.path(Configuration.FILE).toString();
        Command.of(Installation.OURS.supervisorctl(), "-c", file, "update").run();
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
        return "http://" + LOGIN + "@127.0.0.1:" + port + "/" + path;
    }

    /** The same without the login. */
    String anonymous(String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    /** A page's address for those who may only look. */
    String lookOnly(String path) {
        return "http://127.0.0.1:" + lookPort + "/" + path;
    }

    /** Has a page as programs do, with the login. */
    HttpResponse<String> get(String path) {
        String basic = Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(anonymous(path))).header("Authorization", "Basic " + basic));
    }

    /** The same without the login. */
    HttpResponse<String> getAnonymously(String path) {
        return send(HttpRequest.newBuilder(URI.create(anonymous(path))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        daemon.close();
        sandbox.close();
    }
}

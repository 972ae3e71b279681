package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sections of {@code examples/recipes} for programs that are quick to install, as they stand there, all of one
 * supervisord of ours, on a {@link Machine} with Debian's packages: they come up, are ready when they are RUNNING,
 * reload, stop with a request under way that is answered, leave their port, and come back after their main process was
 * killed.
 */
@Timeout(90)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipesIT {
    private static final int LONGEST_SECONDS = 25;

    /** The programs that they run, in the packages of {@code test-packages}. */
    private static final List<String> NEEDED = List.of(
            "/usr/sbin/nginx",
            "/usr/sbin/php-fpm8.2",
            "/usr/bin/redis-server",
            "/usr/bin/gunicorn",
            "/usr/bin/celery",
            "/usr/lib/postgresql/15/bin/postgres",
            "/usr/sbin/haproxy",
            "/usr/bin/memcached",
            "/usr/sbin/mosquitto",
            "/usr/sbin/rsyslogd",
            "/usr/sbin/cron",
            "/usr/sbin/sshd",
            "/usr/sbin/unbound",
            "/usr/sbin/dnsmasq",
            "/usr/bin/node",
            "/usr/bin/npm",
            "/usr/bin/java",
            "/usr/bin/php");

    /** What a site has: its own files for these programs. Each application answers /slow after a second. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/srv/app/app.py", """
                    import time
                    def app(environ, start_response):
                        if environ['PATH_INFO'] == '/slow':
                            open('/srv/app/run/begun', 'w').close()
                            time.sleep(1)
                        start_response('200 OK', [('Content-Length', '8')])
                        return [b'answered']
                    """),
            Map.entry("/srv/app/tasks.py", """
                    import time
                    from celery import Celery
                    app = Celery('tasks', broker='redis://127.0.0.1')
                    @app.task
                    def slow():
                        open('/srv/app/run/begun', 'w').close()
                        time.sleep(1)
                        with open('/srv/app/run/answer', 'w') as file:
                            file.write('answered')
                    """),
            Map.entry("/srv/app/server.js", """
                    const fs = require('fs');
                    const server = require('http').createServer((request, answer) => {
                        const slow = request.url === '/slow';
                        if (slow) fs.writeFileSync('/srv/app/run/begun', '');
                        setTimeout(() => answer.end('answered'), slow ? 1000 : 0);
                    });
                    server.listen(process.env.PORT || 3000, '127.0.0.1');
                    process.on('SIGTERM', () => server.close());
                    """),
            Map.entry("/srv/app/package.json", """
                    {"name": "site", "version": "1.0.0", "scripts": {"start": "PORT=3001 node server.js"}}
                    """),
            Map.entry("/srv/app/artisan", """
                    <?php
                    pcntl_async_signals(true);
                    $ends = false;
                    pcntl_signal(SIGTERM, function () use (&$ends) { $ends = true; });
                    while (!$ends) {
                        if (@rename('/srv/app/run/job', '/srv/app/run/begun')) {
                            for ($until = microtime(true) + 1; microtime(true) < $until; usleep(50000));
                            file_put_contents('/srv/app/run/answer', 'answered');
                        }
                        usleep(50000);
                    }
                    """),
            Map.entry("/srv/app/slow.php", """
                    <?php
                    touch('/srv/app/run/begun');
                    sleep(1);
                    echo 'answered';
                    """),
            Map.entry("/srv/app/Main.java", """
                    import com.sun.net.httpserver.HttpServer;
                    import java.net.InetSocketAddress;
                    import java.nio.file.*;
                    import java.util.concurrent.*;
                    class Main {
                        public static void main(String[] arguments) throws Exception {
                            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
                            server.setExecutor(Executors.newCachedThreadPool());
                            server.createContext("/", request -> {
                                if (request.getRequestURI().getPath().equals("/slow")) {
                                    Files.writeString(Path.of("/srv/app/run/begun"), "");
                                    try { Thread.sleep(1000); } catch (InterruptedException e) { return; }
                                }
                                request.sendResponseHeaders(200, 8);
                                request.getResponseBody().write("answered".getBytes());
                                request.close();
                            });
                            server.start();
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
                        }
                    }
                    """),
            Map.entry("/etc/nginx/sites-enabled/default", """
                    server {
                        listen 127.0.0.1:80;
                        location / { return 200 answered; }
                        location /slow { proxy_pass http://127.0.0.1:8000; }
                        location /slow.php {
                            include fastcgi_params;
                            fastcgi_param SCRIPT_FILENAME /srv/app/slow.php;
                            fastcgi_pass unix:/run/php/php8.2-fpm.sock;
                        }
                    }
                    """),
            Map.entry("/etc/haproxy/haproxy.cfg", """
                    defaults
                        mode http
                        timeout connect 5s
                        timeout client 20s
                        timeout server 20s
                    frontend site
                        bind 127.0.0.1:8081
                        default_backend app
                    backend app
                        server app 127.0.0.1:8000
                    """),
            Map.entry("/etc/rsyslog.conf", """
                    module(load="imtcp")
                    input(type="imtcp" port="5140" address="127.0.0.1")
                    *.* /var/log/recipes
                    """));

    private static final String PREPARE = """
            mkdir -p /srv/app/run /run/php /run/postgresql /run/sshd /run/mosquitto /etc/recipes /var/log/supervisor
            chmod 777 /srv/app/run
            chown postgres /run/postgresql
            chown mosquitto /run/mosquitto
            # Others' jobs, a key that is fetched from the network, a second nginx at port 80.
            rm -rf /etc/cron.d /etc/crontab /etc/unbound/unbound.conf.d /etc/nginx/conf.d
            mkdir /etc/cron.d /etc/unbound/unbound.conf.d
            ssh-keygen -A >/dev/null
            [ -d /var/lib/postgresql/15/main ] || pg_createcluster 15 main
            # Who waits for a job of another's, on a machine that does much at once, is told nothing by a second.
            sed -i 's/^;*process_control_timeout.*/process_control_timeout = 20s/' /etc/php/8.2/fpm/php-fpm.conf
            cd /srv/app
            "$JAVA_HOME/bin/javac" --release 17 -d classes Main.java
            "$JAVA_HOME/bin/jar" --create --file app.jar --main-class Main -C classes .
            """;

    /**
     * What is asked of one of them.
     *
     * @param name of its file
     * @param port that it serves; 0 for none
     * @param ask a script that succeeds where it serves; empty for a port that is connected to
     * @param reload the signal; empty for none
     * @param begin a script that begins a request, whose answer comes into {@code run/answer}; empty for none
     * @param workers what lives on when the main process is killed; empty for nothing
     */
    private record Row(String name, int port, String ask, String reload, String begin, String workers) {
        String process() {
            return name.equals("queue-worker") ? "queue-worker:queue-worker_00" : name;
        }

        /** Its name without that of its group. */
        String member() {
            return process().replaceFirst(".*:", "");
        }

        String asked() {
            return !ask.isEmpty()
                    ? ask
                    : port == 0
                            ? "true"
                            : "python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", " + port + "), 5)'";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row web(String name, int port, String reload, String path, String workers) {
        String url = "http://127.0.0.1:" + port;
        return new Row(
                name,
                port,
                path.endsWith(".php") ? "[ -S /run/php/php8.2-fpm.sock ]" : "curl -sf -m 10 -o /dev/null " + url + "/",
                reload,
                "curl -s -m 20 -o /srv/app/run/answer " + url + path + " &",
                workers);
    }

    static Stream<Row> rows() {
        return Stream.of(
                web("nginx", 80, "HUP", "/slow", "nginx"),
                web("haproxy", 8081, "USR2", "/slow", ""),
                web("gunicorn", 8000, "HUP", "/slow", "gunicorn"),
                web("php-fpm", 80, "USR2", "/slow.php", "php-fpm8.2"),
                web("node", 3000, "", "/slow", ""),
                web("npm", 3001, "", "/slow", "node"),
                web("java", 8080, "", "/slow", ""),
                new Row("queue-worker", 0, "", "", "touch /srv/app/run/job", ""),
                new Row("celery", 0, "", "", "cd /srv/app && python3 -c 'import tasks; tasks.slow.delay()'", "celery"),
                new Row("redis", 6379, "[ \"$(redis-cli ping)\" = PONG ]", "", "", ""),
                new Row(
                        "postgres",
                        5432,
                        "setpriv --reuid=postgres --clear-groups psql -qAtc 'select 1' postgres",
                        "HUP",
                        "",
                        ""),
                new Row("memcached", 11211, "", "", "", ""),
                new Row("mosquitto", 1883, "", "HUP", "", ""),
                new Row("rsyslogd", 5140, "", "HUP", "", ""),
                new Row("cron", 0, "", "", "", ""),
                new Row("sshd", 22, "", "HUP", "", ""),
                new Row("unbound", 53, "", "HUP", "", ""));
    }

    private static Machine machine;
    private static Rpc rpc;

    @BeforeAll
    static void startAll() throws IOException {
        NEEDED.forEach(Needed::file);
        machine = Machine.start();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            machine.write(file.getKey(), file.getValue());
        }
        machine.write(
                "/etc/recipes.conf", """
                [supervisord]
                logfile=BOX/recipes.log
                pidfile=/run/recipes.pid
                childlogdir=/var/log/supervisor
                [unix_http_server]
                file=BOX/recipes.sock
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [supervisorctl]
                serverurl=unix://BOX/recipes.sock
                [include]
                files=/etc/recipes/*.conf
                """.replace("BOX", machine.box().root().toString()));
        StringBuilder copies = new StringBuilder();
        rows().forEach(row ->
                copies.append("cp examples/recipes/").append(row.name()).append(".conf /etc/recipes/\n"));
        done(PREPARE);
        done(copies.toString());
        done("supervisord -c /etc/recipes.conf");
        rpc = new Rpc(machine.box().path("recipes.sock"));
    }

    @AfterAll
    static void stopAll() throws IOException {
        machine.close();
    }

    private static void done(String script) throws IOException {
        assertThat(machine.run(script).exit()).as(script).isZero();
    }

    private static void comesTrue(String script) throws IOException {
        done("n=0; until " + script + "; do n=$((n + 1)); [ $n -lt 100 ]; sleep 0.1; done");
    }

    @Order(1)
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aRecipeComesUpReloadsAnswersWhatIsUnderWayAndComesBack(Row row) throws IOException {
        Await.until(
                row + " runs", LONGEST_SECONDS, () -> rpc.state(row.process()).equals("RUNNING"));
        done(row.asked());
        assertThat(machine.box().read("recipes.log")).contains("spawned: '" + row.member() + "'");

        if (!row.reload().isEmpty()) {
            long before = rpc.pid(row.member());
            String children = machine.run("pgrep -P " + before).stdout();
            rpc.call("supervisor.signalProcess", row.process(), row.reload());
            if (row.reload().equals("USR2")) {
                // While it becomes its own successor, a signal may be lost.
                comesTrue("now=$(pgrep -P " + before + ") && ! echo \"$now\" | grep -qxF '" + children.strip() + "'");
            }
            comesTrue(row.asked());
            assertThat(rpc.pid(row.member())).isEqualTo(before);
        }

        if (!row.begin().isEmpty()) {
            done("rm -f /srv/app/run/*\n" + row.begin());
            comesTrue("[ -e /srv/app/run/begun ]");
        }
        rpc.call("supervisor.stopProcess", row.process());
        assertThat(rpc.state(row.process())).isEqualTo("STOPPED");
        if (!row.begin().isEmpty()) {
            comesTrue("grep -qx answered /srv/app/run/answer");
        }
        if (row.port() > 0 && !row.name().equals("php-fpm")) {
            comesTrue("[ -z \"$(ss -Hltn sport = :" + row.port() + ")\" ]");
        }
        assertThat(machine.box().read("recipes.log")).doesNotContain("killing '" + row.member() + "'");

        rpc.call("supervisor.startProcess", row.process());
        long killed = rpc.pid(row.member());
        done("kill -KILL " + killed + "\n"
                + (row.workers().isEmpty() ? "" : "pkill -KILL -x " + row.workers() + " || :"));
        Await.until(
                row + " runs again",
                LONGEST_SECONDS,
                () -> rpc.state(row.process()).equals("RUNNING") && rpc.pid(row.member()) != killed);
        comesTrue(row.asked());
    }

    /** It wants the port that unbound has. */
    @Order(2)
    @Test
    void dnsmasqServesWhereUnboundHasServed() throws IOException {
        rpc.call("supervisor.stopProcess", "unbound");
        done("cp examples/recipes/dnsmasq.conf /etc/recipes/\nsupervisorctl -c /etc/recipes.conf update dnsmasq");

        aRecipeComesUpReloadsAnswersWhatIsUnderWayAndComesBack(new Row("dnsmasq", 53, "", "HUP", "", ""));
    }

    /** All of these are right, so that nothing is said of them. */
    @Order(3)
    @Test
    void aCheckHasNothingToSayOfThem() throws IOException {
        Command.Result checked = machine.run("supervisord -c /etc/recipes.conf --check");

        assertThat(checked.stdout()).doesNotContain("(recipe ").contains(": good: ");
    }
}

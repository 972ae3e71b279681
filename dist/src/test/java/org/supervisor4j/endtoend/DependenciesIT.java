package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The examples of {@code docs/dependencies.md} as they stand there, with programs that write down when they come and
 * go.
 */
class DependenciesIT {
    private static final Path PAGE = Path.of("..", "docs", "dependencies.md");
    private static final String CLIENT = """
            [supervisorctl]
            serverurl=unix://%(here)s/supervisor.sock
            """;

    /** Lives until it is asked to end. */
    private static final String SERVER = """
            #!/bin/sh
            trap 'echo "NAME ends" >> ORDER; exit 0' TERM
            echo NAME >> ORDER
            while :; do sleep 0.05; done
            """;

    /** Ends once it is said with which status. */
    private static final String JOB = """
            #!/bin/sh
            echo NAME >> ORDER
            while [ ! -s GO ]; do sleep 0.05; done
            status=$(cat GO)
            rm GO
            echo "NAME is done" >> ORDER
            exit $status
            """;

    private final Sandbox sandbox;

    DependenciesIT() throws IOException {
        sandbox = Sandbox.empty();
        sandbox.mkdirs("bin");
    }

    @AfterEach
    void remove() throws IOException {
        sandbox.close();
    }

    /** The block of settings below a heading of the page. */
    private static String example(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```ini\n", page.indexOf("### " + heading + "\n")) + "```ini\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private void script(String name, String text) {
        Path file = sandbox.write(
                "bin/" + name,
                text.replace("NAME", name.replace(".sh", ""))
                        .replace("ORDER", sandbox.path("order").toString())
                        .replace("GO", sandbox.path("go").toString()));
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** With the programs of this test in the place of those that the example names. */
    private Path configuration(String example) {
        return sandbox.write(
                Configuration.FILE,
                Configuration.with(CLIENT
                        + example.replaceAll(
                                "(?:/usr|/srv)(?:/[a-z]+)*/(?=[a-z.]+(?: |$|\n))", "" + sandbox.path("bin") + "/")));
    }

    private Daemon start(Path configuration) throws IOException {
        return Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
    }

    private Command.Result ctl(String... words) {
        return Command.of(
                        Installation.OURS.supervisorctl(),
                        "-c",
                        sandbox.path(Configuration.FILE).toString())
                .and(words)
                .in(sandbox.root())
                .run();
    }

    private List<String> order() {
        return Files.exists(sandbox.path("order"))
                ? sandbox.read("order").lines().toList()
                : List.of();
    }

    private void awaitOrder(String line) {
        Await.until("somebody wrote: " + line, () -> order().contains(line));
    }

    @Test
    void aWebServerComesAfterItsDatabaseWithMigrationsBetween() throws IOException {
        script("db", SERVER);
        script("migrate", JOB);
        script("web", SERVER);
        Path configuration = configuration(example("A web server after its database, with migrations between"));

        try (Daemon daemon = start(configuration)) {
            awaitOrder("migrate");
            assertThat(ctl("status", "web").stdout())
                    .contains("STOPPED", "Waiting for migrate (completed_successfully)");
            assertThat(ctl("status", "web").exit()).isEqualTo(3);
            assertThat(ctl("graph").stdout()).isEqualTo("""
                            0  db       RUNNING
                            1  migrate  RUNNING   db (running)
                            2  web      STOPPED   db (running), !migrate (completed_successfully)
                            """);
            assertThat(ctl("graph", "--dot").stdout())
                    .startsWith("digraph supervisor {\n")
                    .contains("    \"web\" -> \"migrate\" [label=\"completed_successfully\"];\n");
            assertThat(ctl("explain", "web").stdout())
                    .contains("it is started as soon as it can be: it waits for migrate (completed_successfully)")
                    .contains("db (running): yes, it is RUNNING")
                    .contains("migrate (completed_successfully): not yet, it is RUNNING");

            sandbox.write("go", "4");
            daemon.rpc().awaitState("migrate", "EXITED");
            assertThat(ctl("explain").stdout())
                    .contains("web: STOPPED - dependency migrate has failed (exit status 4)");
            assertThat(ctl("wait", "--timeout=1", "web").stdout()).isEqualTo("web: ERROR (not running: STOPPED)\n");

            assertThat(ctl("start", "migrate").stdout()).isEqualTo("migrate: started\n");
            sandbox.write("go", "0");
            Command.Result waited = ctl("wait", "--for=running", "--timeout=30", "web");
            assertThat(waited.stdout()).isEqualTo("web: running\n");
            assertThat(waited.exit()).isZero();
            assertThat(order())
                    .containsExactly("db", "migrate", "migrate is done", "migrate", "migrate is done", "web");

            Command.Result alone = ctl("stop", "db");
            assertThat(alone.stdout()).isEqualTo("db: stopped\n");
            assertThat(alone.stderr())
                    .isEqualTo("Hint: web needs db, and goes on running; \"stop --with-dependents db\" stops all of"
                            + " them.\n");
            assertThat(ctl("start", "db").stdout()).isEqualTo("db: started\n");
            Command.Result together = ctl("stop", "--with-dependents", "db");
            // What ends within a moment is told in the order of names; who ended first stands in the last line.
            assertThat(together.stdout().lines()).containsExactlyInAnyOrder("web: stopped", "db: stopped");
            assertThat(order()).endsWith("web ends", "db ends");
            assertThat(together.stderr()).isEmpty();

            // db is started because web needs it
            assertThat(ctl("start", "web").stdout()).isEqualTo("web: started\n");
            assertThat(daemon.rpc().state("db")).isEqualTo("RUNNING");
            sandbox.write("go", "0");
            assertThat(ctl("restart", "all").stdout())
                    .contains("web: stopped\n", "db: stopped\n")
                    .endsWith("web: started\n");
        }
        assertThat(order()).endsWith("web", "web ends", "db ends");
    }

    @Test
    void aStartWithoutDependenciesStartsNobodyElse() throws IOException {
        script("db", SERVER);
        script("web", SERVER);
        Path configuration = configuration("""
                [program:db]
                command = /srv/shop/db
                autostart = false
                [program:web]
                command = /srv/shop/web
                autostart = false
                startsecs = 0
                depends_on = db
                """);

        try (Daemon daemon = start(configuration)) {
            assertThat(ctl("start", "--no-deps", "web").stdout()).isEqualTo("web: started\n");
            assertThat(daemon.rpc().state("db")).isEqualTo("STOPPED");
            assertThat(ctl("stop", "web").stdout()).isEqualTo("web: stopped\n");
            assertThat(ctl("start", "web", "--no-deps").stdout()).isEqualTo("web: started\n");
        }
    }

    @Test
    void aPoolOfWorkersComesAndGoesWithItsBroker() throws IOException {
        script("broker", SERVER);
        script("worker", SERVER);
        script("ping", "#!/bin/sh\ntest -e GO\n");
        Path configuration = configuration(example("A pool of workers behind a healthy broker"));

        try (Daemon daemon = start(configuration)) {
            daemon.rpc().awaitState("broker", "RUNNING");
            assertThat(ctl("status", "worker:worker_0").stdout()).contains("STOPPED", "Waiting for broker (healthy)");
            sandbox.write("go", "");
            for (int number = 0; number < 4; number++) {
                daemon.rpc().awaitState("worker:worker_" + number, "RUNNING");
            }
            assertThat(order()).startsWith("broker").hasSize(5);
            long first = daemon.rpc().pid("worker_0");

            assertThat(ctl("restart", "broker").stdout()).isEqualTo("broker: stopped\nbroker: started\n");
            Await.until(
                    "the workers have been started anew",
                    () -> order().stream().filter("worker"::equals).count() == 8);
            for (int number = 0; number < 4; number++) {
                daemon.rpc().awaitState("worker:worker_" + number, "RUNNING");
            }
            assertThat(daemon.rpc().pid("worker_0")).isNotEqualTo(first);
        }
        assertThat(order().subList(order().size() - 5, order().size()))
                .containsExactly("worker ends", "worker ends", "worker ends", "worker ends", "broker ends");
    }

    @Test
    void aContainerStartsInItsOrderWithThePluginsListenerAndWithoutIt() throws IOException {
        List<String> without = container(Installation.OURS, "");
        String listener = """
                [eventlistener:dependent-startup]
                command = /bin/sh -c "exec python3 LISTENER CONFIGURATION"
                autostart = true
                autorestart = unexpected
                startretries = 0
                exitcodes = 0,3
                events = PROCESS_STATE
                """.replace(
                        "LISTENER",
                        Resource.of("listeners/supervisord_dependent_startup.py")
                                .toString())
                .replace("CONFIGURATION", sandbox.path(Configuration.FILE).toString());
        assertThat(without).startsWith("rsyslogd", "start", "start is done", "portsyncd", "orchagent");
        assertThat(container(Installation.OURS, listener).subList(0, 5)).isEqualTo(without.subList(0, 5));
        assertThat(container(Installation.DEBIAN, listener).subList(0, 5))
                .as("so it is with Supervisor, too")
                .isEqualTo(without.subList(0, 5));

        Command.Result check = Command.of(
                        Installation.OURS.supervisord(),
                        "--check",
                        "--strict",
                        "-c",
                        sandbox.path(Configuration.FILE).toString())
                .run();
        assertThat(check.stdout())
                .contains("dependent_startup and dependent_startup_wait_for are left to"
                        + " [eventlistener:dependent-startup]");
        assertThat(check.exit()).isZero();
    }

    /** The states that its programs come to, and in which order they come and go. */
    private List<String> container(Installation whose, String listener) throws IOException {
        script("rsyslogd", SERVER);
        script("start.sh", JOB.replace("while [ ! -s GO ]; do sleep 0.05; done\nstatus=$(cat GO)\nrm GO", "status=0"));
        script("portsyncd", SERVER);
        script("orchagent.sh", SERVER);
        Path configuration = configuration(example("A container's start order"));
        sandbox.rewrite(Configuration.FILE, text -> text + listener);
        try (Daemon daemon = Daemon.start(whose, configuration, sandbox.path(Configuration.SOCKET))) {
            daemon.rpc().awaitState("orchagent", "RUNNING");
            List<String> states = new ArrayList<>();
            for (String name : List.of("rsyslogd", "start", "portsyncd", "orchagent")) {
                states.add(name + " " + daemon.rpc().state(name));
            }
            assertThat(states)
                    .containsExactly("rsyslogd RUNNING", "start EXITED", "portsyncd RUNNING", "orchagent RUNNING");
        }
        List<String> order = order();
        sandbox.delete("order");
        return order;
    }

    @Test
    void whatCannotBeIsRefusedWithTheWholeWay() throws IOException {
        script("web", SERVER);
        Path configuration = configuration("""
                [program:a]
                command = /srv/shop/web
                depends_on = b
                [program:b]
                command = /srv/shop/web
                """);
        sandbox.rewrite(Configuration.FILE, text -> text + "[include]\nfiles = more.ini\n");
        sandbox.write("more.ini", "");

        try (Daemon daemon = start(configuration)) {
            daemon.rpc().awaitState("b", "RUNNING");
            sandbox.write("more.ini", "[program:b]\ndepends_on = a\n");
            Command.Result reread = ctl("reread");
            assertThat(reread.stdout())
                    .startsWith("ERROR: CANT_REREAD: depends_on goes round")
                    .contains(Configuration.FILE + ":13: a -> ", "more.ini:2: b -> a");
            assertThat(reread.exit()).isNotZero();

            sandbox.rewrite(Configuration.FILE, text -> text.replace("[program:b]", "[program:c]"));
            sandbox.write("more.ini", "");
            assertThat(ctl("reread").stdout())
                    .startsWith("ERROR: CANT_REREAD: depends_on names b, which is no program")
                    .contains("it stood in ", Configuration.FILE + ":14 when the files were read last");
            daemon.rpc().awaitState("a", "RUNNING");
        }

        Command.Result check = Command.of(Installation.OURS.supervisord(), "--check", "-c", configuration.toString())
                .run();
        assertThat(check.stdout())
                .contains(Configuration.FILE + ":13: error: depends_on names b, which is no program")
                .contains("in section 'program:a'");
        assertThat(check.exit()).isEqualTo(2);
    }
}

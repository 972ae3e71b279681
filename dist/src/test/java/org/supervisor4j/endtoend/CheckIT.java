package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code supervisord --check}: what it tells, how it ends, and that it does nothing else. */
class CheckIT {
    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    @Test
    void aGoodFileEndsWithZeroAndLeavesNothing() throws IOException {
        write("[program:web]\ncommand=/bin/cat\nnumprocs=2\nprocess_name=%(process_num)d\n");

        Command.Result checked = check();

        assertThat(checked.stdout())
                .isEqualTo("/ROOT/supervisord.conf: good: 2 processes in 1 group, read from 1 file\n");
        assertThat(checked.exit()).isZero();
        try (Stream<Path> left = Files.list(sandbox.root())) {
            assertThat(left).containsExactly(sandbox.path(Configuration.FILE));
        }
    }

    @Test
    void whatAnOlderVersionExpandsTwiceIsToldToWhoAsks() {
        sandbox.write(Configuration.FILE, "[supervisord]\nenvironment=RATE=\"50%%\",PLAIN=1\n");

        assertThat(check().stdout()).contains(": good: ").doesNotContain("warning");
        assertThat(check("--since", "4.2.5").stdout())
                .contains(": warning: environment: Supervisor 4.2.5 and older refuse it: Format string 'RATE=\"50%\"")
                .contains(": good: ");
    }

    @Test
    void everythingThatIsWrongHasItsPlaceAndTheStatusIsTwo() {
        write("""
                [program:web]
                command=/bin/date +%H
                autostrat=false
                startsecs=soon
                [programm:api]
                [include]
                files=conf.d/*
                """);
        sandbox.mkdirs("conf.d");
        sandbox.write("conf.d/a", "[program:a]\ncommand=/bin/cat\nstopsignal=TRM\n");

        Command.Result checked = check();

        assertThat(checked.stdout()).isEqualTo("""
                        /ROOT/supervisord.conf:10:20: error: Format string '/bin/date +%H' for 'program:web.command' is badly formatted: unsupported format character 'H' (0x48) at index 12 in section 'program:web' (file: '/ROOT/supervisord.conf')
                            command=/bin/date +%H
                                               ^ to have a percent sign here, write
                            command=/bin/date +%%H
                        /ROOT/supervisord.conf:11: error: autostrat is no key of [program:web]; it has no effect; did you mean autostart?
                        /ROOT/supervisord.conf:12: error: invalid literal for int() with base 10: 'soon' in section 'program:web' (file: '/ROOT/supervisord.conf')
                        /ROOT/supervisord.conf:13: error: [programm:api] is no section that supervisord knows; it has no effect; did you mean [program:api]?
                        /ROOT/conf.d/a:3: error: value 'TRM' is not a valid signal name in section 'program:a' (file: '/ROOT/conf.d/a')
                        """);
        assertThat(checked.stderr()).isEmpty();
        assertThat(checked.exit()).isEqualTo(2);
    }

    @Test
    void whatOnlyThisMachineKnowsIsAWarningAndAnErrorIfAskedFor() {
        write("[program:web]\ncommand=cd /srv && ./run\n[program:api]\ncommand=/bin/cat\ndirectory=/no/such\n");

        Command.Result loose = check();
        Command.Result strict = check("--strict");

        String findings = """
                        /ROOT/supervisord.conf:10:9: warning: command has cd, but supervisord starts no shell: use sh -c ..., or directory=
                            command=cd /srv && ./run
                                    ^ if a shell is meant, write
                            command=/bin/sh -c "cd /srv && exec ./run"
                        /ROOT/supervisord.conf:13: warning: directory /no/such is not there
                        """;
        assertThat(loose.stdout())
                .isEqualTo(findings + "/ROOT/supervisord.conf: good: 2 processes in 2 groups, read from 1 file\n");
        assertThat(loose.exit()).isZero();
        assertThat(strict.stdout()).isEqualTo(findings);
        assertThat(strict.exit()).isEqualTo(2);
    }

    @Test
    void whatIsKnownToGoWrongWithAProgramIsAWarningWithItsRecipe() {
        sandbox.write("redis.conf", "port 6379\ndaemonize yes\n");
        write("""
                [program:a]
                command=nginx
                [program:b]
                command=redis-server %(here)s/redis.conf
                [program:c]
                command=redis-server redis.conf
                directory=%(here)s
                [program:d]
                command=uwsgi --http-socket :8000
                stopsignal=INT
                [program:e]
                command=npm start
                stopasgroup=true
                [program:f]
                command=nginx -g "daemon off;"
                stopsignal=QUIT
                ready=tcp:80
                [program:g]
                command=gunicorn app:app
                startsecs=3
                [program:h]
                command=nats-server
                [program:i]
                command=nats-server
                exitcodes=0,1
                [program:j]
                command=nats-server
                autorestart=true
                """);

        List<String> hints = check().stdout()
                .lines()
                .filter(line -> line.contains("(recipe "))
                .map(line -> line.replaceFirst("^/ROOT/supervisord.conf:(\\d+): warning: command: .*\\(", "$1 ("))
                .toList();

        assertThat(hints)
                .containsExactly(
                        "10 (recipe nginx)",
                        "10 (recipe nginx)",
                        "10 (recipe nginx)",
                        "12 (recipe redis)",
                        "14 (recipe redis)",
                        "27 (recipe gunicorn)",
                        "30 (recipe nats-server)");
        assertThat(check().exit()).isZero();
    }

    @Test
    void whatThisMachineWouldRefuseToAStartIsAWarning() throws IOException {
        sandbox.mkdirs("folder");
        sandbox.write("ordinary", "precious");
        sandbox.write("plain", "precious");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sandbox.write(Configuration.FILE, """
                    [supervisord]
                    logfile=%(here)s/folder
                    pidfile=%(here)s/folder
                    [rpcinterface:supervisor]
                    supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                    [unix_http_server:missing]
                    file=%(here)s/nope/s.sock
                    [unix_http_server:ordinary]
                    file=%(here)s/ordinary
                    [unix_http_server:long]
                    file=/tmp/LONG
                    [inet_http_server:foreign]
                    port=192.0.2.7:9001
                    [fcgi-program:tcp]
                    command=/bin/cat
                    socket=tcp://127.0.0.1:TAKEN
                    [fcgi-program:unix]
                    command=/bin/cat
                    socket=unix://%(here)s/nope/f.sock
                    [fcgi-program:named]
                    command=/bin/cat
                    socket=unix://%(here)s/plain
                    [program:logs]
                    command=/bin/cat
                    stdout_logfile=%(here)s/folder
                    stderr_logfile=%(here)s/folder
                    """.replace("LONG", "x".repeat(120))
                    .replace("TAKEN", Integer.toString(taken.getLocalPort())));

            Command.Result loose = check();

            assertThat(loose.stdout()
                            .lines()
                            .map(line -> line.replaceAll("(is taken by \\d+) .*", "$1"))
                            .toList())
                    .containsExactly(
                            "/ROOT/supervisord.conf:2: warning: cannot open the log file /ROOT/folder: EISDIR (Is a"
                                    + " directory)",
                            "/ROOT/supervisord.conf:3: warning: cannot write the pid file /ROOT/folder: EISDIR (Is a"
                                    + " directory)",
                            "/ROOT/supervisord.conf:7: warning: Cannot open an HTTP server: socket.error reported"
                                    + " errno.ENOENT (2) (it is [unix_http_server:missing] file=/ROOT/nope/s.sock; its"
                                    + " folder is not there, make it)",
                            "/ROOT/supervisord.conf:9: warning: Cannot open an HTTP server: /ROOT/ordinary exists and"
                                    + " is not a socket; remove it, or change \"file\" in the"
                                    + " [unix_http_server:ordinary] section",
                            "/ROOT/supervisord.conf:11: warning: Cannot open an HTTP server: socket.error reported"
                                    + " AF_UNIX path too long (it is [unix_http_server:long] file=/tmp/"
                                    + "x".repeat(120) + "; 107 bytes are the most)",
                            "/ROOT/supervisord.conf:13: warning: Cannot open an HTTP server: socket.error reported"
                                    + " errno.EADDRNOTAVAIL (99) (it is [inet_http_server:foreign]"
                                    + " port=192.0.2.7:9001; this machine has no such address)",
                            "/ROOT/supervisord.conf:16: warning: 127.0.0.1:" + taken.getLocalPort()
                                    + " of [fcgi-program:tcp] is taken by "
                                    + ProcessHandle.current().pid(),
                            "/ROOT/supervisord.conf:19: warning: cannot listen on /ROOT/nope/f.sock: ENOENT (No such"
                                    + " file or directory)",
                            "/ROOT/supervisord.conf:22: warning: cannot listen on /ROOT/plain (it exists and is no"
                                    + " socket; remove it): EEXIST (File exists)",
                            "/ROOT/supervisord.conf:25: warning: cannot open the log file /ROOT/folder: EISDIR (Is a"
                                    + " directory)",
                            "/ROOT/supervisord.conf:26: warning: cannot open the log file /ROOT/folder: EISDIR (Is a"
                                    + " directory)",
                            "/ROOT/supervisord.conf: good: 4 processes in 4 groups, read from 1 file");
            assertThat(loose.exit()).isZero();
            assertThat(check("--strict").exit()).isEqualTo(2);
            assertThat(sandbox.read("ordinary")).isEqualTo("precious");
        }
    }

    @Test
    void twoSectionsThatWantOneAddressAreAnError() throws IOException {
        write("""
                [inet_http_server:a]
                port=127.0.0.1:PORT
                [inet_http_server:b]
                port=*:PORT
                [unix_http_server:b]
                file=%(here)s/supervisor.sock
                [fcgi-program:a]
                command=/bin/cat
                socket=unix://%(here)s/f.sock
                [fcgi-program:b]
                command=/bin/cat
                socket=unix://%(here)s/f.sock
                [fcgi-program:c]
                command=/bin/cat
                socket=unix://%(here)s/supervisor.sock
                """.replace("PORT", Integer.toString(Sandbox.freePort())));

        Command.Result checked = check();

        assertThat(checked.stdout()).isEqualTo("""
                        /ROOT/supervisord.conf:12: error: [inet_http_server:a] and [inet_http_server:b] want the same address
                        /ROOT/supervisord.conf:14: error: [unix_http_server] and [unix_http_server:b] want the same address
                        /ROOT/supervisord.conf:20: error: [fcgi-program:a] and [fcgi-program:b] want the same address
                        /ROOT/supervisord.conf:23: error: [unix_http_server] and [fcgi-program:c] want the same address
                        """);
        assertThat(checked.exit()).isEqualTo(2);
    }

    @Test
    void whatOnlyRootMayDoIsToldToAnotherUser() throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        sandbox.write(Configuration.FILE, """
                [supervisord]
                user=root
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [unix_http_server]
                file=/etc/supervisor4j-test.sock
                [inet_http_server]
                port=127.0.0.1:1
                [program:root]
                command=/bin/cat
                user=root
                stdout_logfile=/etc/supervisor4j-test.log
                stderr_logfile=NONE
                """);
        List<String> asRoot = asNobody();
        sandbox.write(
                Configuration.FILE,
                sandbox.read(Configuration.FILE)
                        .replace("user=root\n[rpc", "logfile=/etc/s.log\npidfile=/etc/s.pid\nminfds=99999999\n[rpc"));

        List<String> asHimself = asNobody();

        String me = System.getProperty("user.name").equals("root") ? "nobody" : System.getProperty("user.name");
        assertThat(asRoot)
                .contains("/ROOT/supervisord.conf:2: warning: Can't drop privilege as nonroot user"
                        + " (/ROOT/supervisord.conf:2: user=root asks for another user, which only root can become,"
                        + " and this is " + me + ": start supervisord as root, or leave it out to run as " + me + ")");
        assertThat(asHimself)
                .anyMatch(line -> line.startsWith("/ROOT/supervisord.conf:4: warning: The minimum number of file"))
                .contains(
                        "/ROOT/supervisord.conf:2: warning: cannot open the log file /etc/s.log: EACCES (Permission"
                                + " denied)",
                        "/ROOT/supervisord.conf:3: warning: cannot write the pid file /etc/s.pid: EACCES (Permission"
                                + " denied)",
                        "/ROOT/supervisord.conf:8: warning: Cannot open an HTTP server: socket.error reported"
                                + " errno.EACCES (13) (it is [unix_http_server] file=/etc/supervisor4j-test.sock; this"
                                + " user may not write the folder)",
                        "/ROOT/supervisord.conf:14: warning: cannot open the log file /etc/supervisor4j-test.log:"
                                + " EACCES (Permission denied)")
                .anyMatch(line -> line.equals("/ROOT/supervisord.conf:10: warning: Cannot open an HTTP server:"
                                + " socket.error reported errno.EACCES (13) (it is [inet_http_server] port=127.0.0.1:1;"
                                + " this user may not open a port below 1024)")
                        || anybodyMayHavePortOne())
                .anyMatch(line -> line.startsWith(
                        "/ROOT/supervisord.conf:13: warning: Can't drop privilege as nonroot user (supervisord"));
    }

    /** So it is in many containers. */
    private static boolean anybodyMayHavePortOne() {
        try {
            Path first = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
            return Integer.parseInt(Files.readString(first).strip()) <= 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> asNobody() {
        List<String> words = new ArrayList<>(Account.nobody());
        words.addAll(List.of(Installation.OURS.supervisord(), "--check", "-c"));
        words.add(sandbox.path(Configuration.FILE).toString());
        return Command.of(words)
                .run()
                .stdout()
                .replace(sandbox.root().toString(), "/ROOT")
                .lines()
                .toList();
    }

    @Test
    void whatTheDaemonsUserMayNotDoIsKnownBeforeTheDaemonIsThatUser() throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("[supervisord]\nuser=nobody\n[program:cat]\ncommand=/bin/cat\nuser=root\n");

        String found = check().stdout();

        assertThat(found).contains("warning: Can't drop privilege as nonroot user (");
        if (Account.isRoot()) {
            assertThat(found)
                    .contains(
                            "warning: cannot open the log file /ROOT/supervisord.log: EACCES (Permission denied)",
                            "warning: cannot make AUTO logs in /ROOT: EACCES (Permission denied)",
                            "warning: cannot write the pid file /ROOT/supervisord.pid: EACCES (Permission denied)",
                            "(supervisord would run as uid 65534 here");
        }
    }

    @Test
    void aDaemonOfThatConfigurationMayRun() throws IOException {
        write("[program:cat]\ncommand=/bin/cat\n");

        try (Daemon daemon =
                Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET))) {
            daemon.rpc().awaitState("cat", "RUNNING");

            assertThat(check("--strict").stdout()).startsWith("/ROOT/supervisord.conf: good: ");
            assertThat(daemon.rpc().answers()).isTrue();
        }
    }

    @Test
    void programsReadTheResultAsJson() {
        write("[program:web]\ncommand=/no/such\n");

        Command.Result checked = check("--json");

        assertThat(checked.stdout())
                .isEqualTo(
                        "{\"file\":\"/ROOT/supervisord.conf\",\"good\":true,\"processes\":1,\"groups\":1,\"files\":1,"
                                + "\"findings\":[{\"severity\":\"warning\",\"file\":\"/ROOT/supervisord.conf\",\"line\":10,"
                                + "\"column\":0,\"message\":\"can't find command '/no/such'\",\"hints\":[]}]}\n");
        assertThat(checked.exit()).isZero();
    }

    @Test
    void theSampleOfTheDistributionAndThatOfDebianAreGood() {
        for (Installation installation : Installation.values()) {
            Command.Result sample = Command.of(
                            installation.supervisord().replaceAll("supervisord$", "echo_supervisord_conf"))
                    .run();
            sandbox.write(Configuration.FILE, sample.stdout());

            assertThat(check().stdout())
                    .isEqualTo("/ROOT/supervisord.conf: good: 0 processes in 0 groups, read from 1 file\n");
        }
    }

    /** A daemon that opened it would wait for a writer for ever. */
    @Test
    void aFifoAmongTheIncludedFilesIsAnError() {
        write("[include]\nfiles=conf.d/*\n");
        Path fifo = sandbox.mkdirs("conf.d").resolve("pipe");
        assertThat(Command.of("mkfifo", fifo.toString()).run().exit()).isZero();

        Command.Result checked = check();

        assertThat(checked.stdout())
                .isEqualTo("/ROOT/supervisord.conf:10: error: could not read config file /ROOT/conf.d/pipe: it is not a"
                        + " regular file; use a plain file\n");
        assertThat(checked.exit()).isEqualTo(2);
    }

    @Test
    void aMistakeOnTheCommandLineIsToldAsAtAStart() {
        write("");

        Command.Result checked = check("-l", "/no/such/folder/log");

        assertThat(checked.stderr()).startsWith("Error: invalid value for -l '/no/such/folder/log': The directory");
        assertThat(checked.exit()).isEqualTo(2);
    }

    private void write(String sections) {
        sandbox.write(Configuration.FILE, Configuration.with(sections));
    }

    private Command.Result check(String... more) {
        Command.Result result = Command.of(Installation.OURS.supervisord(), "--check", "-c")
                .and(sandbox.path(Configuration.FILE).toString())
                .and(more)
                .run();
        String root = sandbox.root().toString();
        return new Command.Result(
                result.exit(),
                result.stdout().replace(root, "/ROOT"),
                result.stderr().replace(root, "/ROOT"));
    }
}

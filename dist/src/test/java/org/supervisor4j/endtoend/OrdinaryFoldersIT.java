package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where people keep logs, sockets and pid files: what is refused to attackers must not be refused to them. All is as
 * with Debian's supervisord. Without root the users are all ourselves.
 */
class OrdinaryFoldersIT {
    private static final String NOBODY = Account.isRoot() ? "nobody" : System.getProperty("user.name");

    /** Writes more than a log holds, the same once more when it is told to, and stays. */
    private static final String PROGRAM = """
            [program:%1$s]
            command=/bin/sh -c "head -c 3000 /dev/zero | tr '\\0' x; read line; head -c 3000 /dev/zero | tr '\\0' y; exec cat"
            user=%2$s
            startsecs=0
            startretries=0
            stdout_logfile=%3$s
            stdout_logfile_maxbytes=1KB
            stdout_logfile_backups=3
            """;

    /** Debian's layout: {@code /var/run} is a link, programs are included. */
    private static final String CONFIGURATION = """
            [unix_http_server]
            file=%(here)s/../../var/run/supervisor.sock
            chmod=0700
            [supervisord]
            logfile=%(here)s/../../var/log/supervisor/supervisord.log
            pidfile=%(here)s/../../var/run/supervisord.pid
            childlogdir=%(here)s/../../var/log/supervisor
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [include]
            files=conf.d/*.conf
            """;

    /** What root makes beforehand; the folder that is mounted is the daemon's alone, in a mount namespace. */
    private static final String FOLDERS = """
            mkdir -p etc/supervisor/conf.d run var/log/supervisor data/log/x data/bound mnt/bound home/joe/logs nfs closed
            ln -s ../run var/run
            ln -s "$PWD/data/log/x" var/log/x
            ln -s ../../data/log/x/inner data/log/x/link
            touch data/log/x/inner nfs/found
            chmod 777 nfs
            chmod 666 nfs/found
            """;

    private static final String OF_OTHERS = "chown nobody home/joe home/joe/logs nfs nfs/found closed";

    private static final List<String> LOGS = List.of(
            "var/log/supervisor/debian.log",
            "var/log/x/moved.log",
            "data/log/x/../x/dotted.log",
            "mnt/bound/bound.log",
            "home/joe/logs/home.log",
            "home/joe/beside.log");

    @Test
    void logsAndSocketsAreWhereTheyAlwaysWere() throws IOException {
        List<String> mounted = new ArrayList<>(List.of("unshare", "--mount"));
        if (!Account.isRoot()) {
            mounted.add("--map-root-user");
        }
        mounted.addAll(List.of("sh", "-c", "mount --bind ../../data/bound ../../mnt/bound && exec \"$0\" \"$@\""));

        Map<String, String> ours = look(Installation.OURS, mounted, LOGS);

        assertThat(ours).isEqualTo(look(Installation.DEBIAN, mounted, LOGS));
        assertThat(ours).hasSize(1 + 7 * LOGS.size()).containsEntry("home/joe/logs/home.log state", "RUNNING");
    }

    /**
     * Root that may do no more than others, as on an NFS server that squashes it: it writes where all may, into what it
     * finds, and nowhere else.
     */
    @Test
    void rootThatIsNobodyWritesWhereEverybodyMay() throws IOException {
        List<String> squashed = Account.isRoot()
                ? List.of(
                        "setpriv",
                        "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown",
                        "--inh-caps=-dac_override,-dac_read_search,-fowner,-chown")
                : List.of();
        List<String> logs = List.of("nfs/found", "nfs/made", "closed/log");

        Map<String, String> ours = look(Installation.OURS, squashed, logs);

        assertThat(ours).isEqualTo(look(Installation.DEBIAN, squashed, logs));
        assertThat(ours).containsEntry("nfs/found state", "RUNNING");
        assertThat(ours).containsEntry("closed/log state", Account.isRoot() ? "FATAL" : "RUNNING");
    }

    private static Map<String, String> look(Installation installation, List<String> behind, List<String> logs)
            throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Command.Result made = Command.of("sh", "-ec", FOLDERS + (Account.isRoot() ? OF_OTHERS : ""))
                    .in(sandbox.root())
                    .run();
            assertThat(made.exit()).as(made.toString()).isZero();
            sandbox.write("etc/supervisor/supervisord.conf", CONFIGURATION);
            for (String log : logs) {
                String user = log.startsWith("home") ? NOBODY : System.getProperty("user.name");
                sandbox.write(
                        "etc/supervisor/conf.d/" + nameOf(log) + ".conf",
                        PROGRAM.formatted(nameOf(log), user, sandbox.path(log)));
            }
            try (Daemon daemon = Daemon.startBehind(
                    behind,
                    installation,
                    sandbox.path("etc/supervisor/supervisord.conf"),
                    sandbox.path("var/run/supervisor.sock"))) {
                return facts(sandbox, daemon, logs);
            }
        }
    }

    private static Map<String, String> facts(Sandbox sandbox, Daemon daemon, List<String> logs) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        facts.put(
                "pid file", Boolean.toString(sandbox.read("run/supervisord.pid").equals(daemon.pid() + "\n")));
        for (String log : logs) {
            String name = nameOf(log);
            Path inside = Proc.of(daemon.pid(), "root" + sandbox.path(log));
            Await.until(name + " has started or failed", () -> List.of("RUNNING", "FATAL")
                    .contains(daemon.rpc().state(name)));
            facts.put(log + " state", daemon.rpc().state(name));
            if (daemon.rpc().state(name).equals("RUNNING")) {
                Await.until(log + " is rotated", () -> Files.exists(Path.of(inside + ".1")));
                daemon.rpc().sendStdin(name, "once more\n");
                // In the middle of a rotation one of them has no name yet.
                Await.until(log + " is rotated twice", () -> Stream.of("", ".1", ".2")
                        .allMatch(end -> Files.exists(Path.of(inside + end))));
                facts.put(log + " owner", Files.getOwner(inside).getName());
                facts.put(
                        log + " owner of the last",
                        Files.getOwner(Path.of(inside + ".1")).getName());
                facts.put(log + " last", Files.readString(Path.of(inside + ".1")));
                facts.put(
                        log + " read",
                        daemon.rpc().post(Rpc.body("supervisor.readProcessStdoutLog", Rpc.values(name, 0, 0))));
                facts.put(
                        log + " cleared", daemon.rpc().post(Rpc.body("supervisor.clearProcessLogs", Rpc.values(name))));
                facts.put(log + " is there", Boolean.toString(Files.isRegularFile(inside)));
            }
        }
        return facts;
    }

    private static String nameOf(String log) {
        return log.replaceAll(".*/|\\.log$", "");
    }
}

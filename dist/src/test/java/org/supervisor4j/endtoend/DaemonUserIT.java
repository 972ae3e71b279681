package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A daemon becomes its {@code user=} with every thread, and raises its limits, as the reference does, which has but one
 * thread. Without root that user can only be ourselves.
 */
class DaemonUserIT {
    private static final String CONFIGURATION = """
            [supervisord]
            user=%s
            minfds=1500
            minprocs=1600
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    /** Less than the daemon wants, but it may have more. */
    private static final List<String> LIMITED = List.of("prlimit", "--nofile=1200:3000", "--nproc=1300:3100");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"nobody", "root"})
    void everyThreadIsTheUsersAndTheLimitsAreRaisedAsByTheReference(String name) throws IOException {
        String user = Account.isRoot() ? name : System.getProperty("user.name");

        Map<String, String> reference = look(Installation.DEBIAN, user);
        Map<String, String> ours = look(Installation.OURS, user);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours.get("log"))
                .contains("INFO Increased RLIMIT_NOFILE limit to 1500", "INFO Increased RLIMIT_NPROC limit to 1600");
        assertThat(ours.get("limits of cat"))
                .containsPattern("Max open files +1500 +3000")
                .containsPattern("Max processes +1600 +3100");
        assertThat(ours.get("owner of the log")).isEqualTo(user);
    }

    private static Map<String, String> look(Installation installation, String user) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(CONFIGURATION.formatted(user)));
            Map<String, String> found = new TreeMap<>();
            try (Daemon daemon =
                    Daemon.startBehind(LIMITED, installation, configuration, sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("cat", "RUNNING");
                long cat = daemon.rpc().pid("cat");
                found.put("threads", identitiesOfThreads(daemon.pid()).toString());
                found.put("cat", identitiesOfThreads(cat).toString());
                found.put("limits of cat", Proc.read(Proc.of(cat, "limits")));
                found.put("limits of the daemon", Proc.read(Proc.of(daemon.pid(), "limits")));
                found.put("owner of the log", owner(sandbox, Configuration.LOG));
                found.put("owner of the pid file", owner(sandbox, Configuration.PID_FILE));
                found.put("owner of the socket", owner(sandbox, Configuration.SOCKET));
            }
            found.put("log", String.join("\n", LogLines.of(sandbox)));
            return found;
        }
    }

    /** Who the threads are, each identity once. */
    private static Set<String> identitiesOfThreads(long pid) {
        Set<String> identities = new TreeSet<>();
        for (Path task : Proc.list(Proc.of(pid, "task"))) {
            identities.add(Proc.read(task.resolve("status"))
                    .lines()
                    .filter(line -> line.matches("(Uid|Gid|Groups|Cap\\w+):.*"))
                    .map(String::strip)
                    .collect(Collectors.joining("; ")));
        }
        return identities;
    }

    private static String owner(Sandbox sandbox, String file) throws IOException {
        return Files.getOwner(sandbox.path(file)).getName();
    }
}

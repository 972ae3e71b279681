package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A daemon of nobody's: all but {@code user=} works without privileges, and in the same words. */
class UnprivilegedIT {
    private static final String PROGRAMS = """
            [inet_http_server]
            port=127.0.0.1:%d
            [program:cat]
            command=/bin/cat
            startsecs=0
            redirect_stderr=true
            stdout_logfile=%%(here)s/cat.log
            [program:pair]
            command=/bin/sleep 3600
            numprocs=2
            startsecs=0
            process_name=%%(program_name)s%%(process_num)d
            stopasgroup=true
            umask=077
            [program:me]
            command=/bin/sh -c "id -un; exit 3"
            user=nobody
            exitcodes=3
            startsecs=0
            stdout_logfile=%%(here)s/me.log
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
            """;

    @Test
    void nobodysDaemonDoesWhatTheReferencesDoes() throws IOException {
        List<String> reference = live(Installation.DEBIAN);
        List<String> ours = live(Installation.OURS);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours).contains("who: nobody\n", "owner of cat.log: nobody", "owner of supervisor.sock: nobody");
    }

    private static List<String> live(Installation installation) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
            Path configuration =
                    sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS.formatted(Sandbox.freePort())));
            List<String> seen = new ArrayList<>();
            try (Daemon daemon =
                    Daemon.startAsNobody(installation, configuration, sandbox.path(Configuration.SOCKET))) {
                for (String process : List.of("cat", "pair:pair0", "pair:pair1")) {
                    daemon.rpc().awaitState(process, "RUNNING");
                }
                daemon.rpc().awaitState("me", "EXITED");
                Command ctl = Command.of(Installation.DEBIAN.supervisorctl(), "-c", configuration.toString());
                for (String command : List.of(
                        "stop pair:pair1 pair:pair0", "start pair:pair1", "restart cat", "signal USR2 cat", "update")) {
                    Command.Result result = ctl.and(command.split(" ", -1)).run();
                    seen.add(command + ": " + new Normaliser(sandbox).normalise(result.toString()));
                }
                for (String file : List.of("cat.log", "me.log", Configuration.SOCKET, Configuration.PID_FILE)) {
                    seen.add("owner of " + file + ": "
                            + Files.getOwner(sandbox.path(file)).getName());
                }
                seen.add("who: " + sandbox.read("me.log"));
                daemon.signal("HUP");
                Await.until(
                        "it has started over",
                        () -> sandbox.read(Configuration.LOG)
                                        .lines()
                                        .filter(line -> line.contains("supervisord started with pid"))
                                        .count()
                                == 2);
                daemon.rpc().awaitState("cat", "RUNNING");
            }
            return seen;
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A daemon that is the user 65534 of a user namespace which knows nobody else: files of all other users seem to be its
 * own. A link in another user's folder must not be followed for that. Without root there is no other user.
 */
class UserNamespaceIT {
    private static final List<String> AS_NOBODY = List.of("unshare", "--map-user=65534", "--map-group=65534");

    @Test
    void linkOfSomebodyWhoIsUnknownThereIsNotFollowed() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write("secret", "root's");
            String stranger = Account.isRoot() ? "chown -h 12345 home home/log && " : "";
            Command.Result made = Command.of(
                            "sh", "-c", "mkdir home && ln -s ../secret home/log && " + stranger + "chmod 755 home")
                    .in(sandbox.root())
                    .run();
            assertThat(made.exit()).as(made.toString()).isZero();
            sandbox.write(Configuration.FILE, Configuration.with("""
                    [program:talker]
                    command=/bin/sh -c "echo overwritten; exec cat"
                    stdout_logfile=%(here)s/home/log
                    startretries=0
                    [program:other]
                    command=/bin/cat
                    """));
            try (Daemon daemon = Daemon.startBehind(
                    AS_NOBODY,
                    Installation.OURS,
                    sandbox.path(Configuration.FILE),
                    sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("other", "RUNNING");
                daemon.rpc().awaitState("talker", "FATAL");

                assertThat(daemon.rpc().call("supervisor.getProcessInfo", "talker"))
                        .contains("ELOOP");
                assertThat(sandbox.read("secret")).isEqualTo("root's");
            }
        }
    }
}

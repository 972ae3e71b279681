package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A daemon in the foreground of somebody's terminal. A program of another user's must not get hold of it: he could type
 * into it (TIOCSTI), and so be root. Without root that user can only be ourselves.
 */
class TerminalSessionIT {
    private static final String PROGRAM = """
            [program:%1$s]
            command=/bin/sh -c "if (exec 3</dev/tty) 2>/dev/null; then echo terminal; else echo none; fi; exec sleep 600"
            user=%2$s
            stdout_logfile=%%(here)s/%1$s.log
            """;

    @Test
    void programOfAnotherUsersHasNoTerminalAndAllElseIsAsItWas() throws IOException {
        String self = System.getProperty("user.name");
        String other = Account.isRoot() ? "nobody" : self;
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(
                    Configuration.FILE,
                    Configuration.with(PROGRAM.formatted("ours", self) + PROGRAM.formatted("others", other)));
            Rpc rpc = new Rpc(sandbox.path(Configuration.SOCKET));
            // A shell that outlives it, so that there is a terminal until the end.
            String command = "trap : INT; " + Installation.OURS.supervisord() + " -n -c " + Configuration.FILE
                    + "; exec sleep 600";
            try (Pane terminal = Pane.running(sandbox.root(), "sh", "-c", command)) {
                Await.until("it serves", rpc::answers);

                assertThat(firstLine(sandbox, "ours.log")).isEqualTo("terminal");
                assertThat(firstLine(sandbox, "others.log")).isEqualTo(Account.isRoot() ? "none" : "terminal");

                long daemon =
                        Long.parseLong(sandbox.read(Configuration.PID_FILE).strip());
                for (String program : List.of("ours", "others")) {
                    long pid = rpc.pid(program);
                    assertThat(ps(pid, "pgid")).isEqualTo(Long.toString(pid));
                    assertThat(ps(pid, "sid")).isEqualTo(ps(daemon, "sid"));
                }
                assertThat(ps(daemon, "tty")).startsWith("pts/");

                terminal.press("C-c");
                Await.until("it has ended", () -> !Files.exists(sandbox.path(Configuration.PID_FILE)));
            }
        }
    }

    private static String firstLine(Sandbox sandbox, String log) {
        Await.until(
                log + " says so",
                () -> Files.exists(sandbox.path(log)) && sandbox.read(log).contains("\n"));
        return sandbox.read(log).lines().findFirst().orElseThrow();
    }

    private static String ps(long pid, String field) {
        return Command.of("ps", "-o", field + "=", "-p", Long.toString(pid))
                .run()
                .stdout()
                .strip();
    }
}

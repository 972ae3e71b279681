package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that went into the background is cut off from whoever started it just as the reference's is. */
class BackgroundIT {
    private static final String CONFIGURATION = """
            [supervisord]
            %s
            directory=%%(here)s/elsewhere
            umask=037
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    private final Mark mark = Mark.fresh();

    @AfterEach
    void endWhatStillRuns() {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"minfds=1024", "user=nobody"})
    void userSessionDirectoryUmaskAndDescriptorsAreTheSame(String option) throws IOException {
        // Who is not root can only be who he is.
        String line = Account.isRoot() ? option : option.replace("nobody", System.getProperty("user.name"));

        Map<String, String> reference = look(Installation.DEBIAN, line);
        Map<String, String> ours = look(Installation.OURS, line);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours)
                .containsEntry("session", "its own")
                .containsEntry("process group", "its own")
                .containsEntry("terminal", "0")
                .containsEntry("directory", "/ROOT/elsewhere")
                .containsEntry("Umask", "0037")
                .containsEntry("descriptors 0 to 2", "[/dev/null, /dev/null, /dev/null]")
                .containsEntry("pid file's mode", "rw-r-----");
        assertThat(ours.get("log"))
                .contains("INFO daemonizing the supervisord process\nINFO set current directory: '/ROOT/elsewhere'\n");
    }

    private Map<String, String> look(Installation installation, String option) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
            sandbox.mkdirs("elsewhere");
            sandbox.write(Configuration.FILE, Configuration.with(CONFIGURATION.formatted(option)));
            var rpc = new Rpc(sandbox.path(Configuration.SOCKET));
            Map<String, String> found = new TreeMap<>();
            found.put("command", start(installation, sandbox).toString());
            if (installation == Installation.DEBIAN) {
                // Its command ends before the daemon is there; ours waits for it.
                Await.until("the daemon serves", () -> rpc.answers() && hasPidFile(sandbox));
            }
            assertThat(rpc.answers()).as("the daemon serves").isTrue();
            ProcessHandle daemon = ProcessHandle.of(
                            Long.parseLong(sandbox.read(Configuration.PID_FILE).strip()))
                    .orElseThrow();
            rpc.awaitState("cat", "RUNNING");
            look(daemon.pid(), found);
            found.put(
                    "pid file's mode",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.path(Configuration.PID_FILE))));
            daemon.destroy();
            Await.until("the daemon has ended", () -> !daemon.isAlive());
            assertThat(mark.bearers()).as("processes left behind").isEmpty();
            found.put("log", String.join("\n", LogLines.of(sandbox)));
            found.put(
                    "left",
                    Files.exists(sandbox.path(Configuration.PID_FILE)) + " "
                            + Files.exists(sandbox.path(Configuration.SOCKET)));
            found.replaceAll((what, text) -> text.replace(sandbox.root().toString(), "/ROOT"));
            return found;
        }
    }

    /** By a relative name, which must not matter once the directory has changed. */
    private Command.Result start(Installation installation, Sandbox sandbox) {
        List<String> words = new ArrayList<>(Daemon.UNBLOCK);
        words.addAll(List.of(installation.supervisord(), "-c", Configuration.FILE));
        return Command.of(words)
                .with(Mark.VARIABLE, mark.value())
                .in(sandbox.root())
                .run();
    }

    /** Without -c, as in most tutorials: the reference warns root of the search, once. */
    @Test
    void whoSearchesForItsConfigurationIsWarnedOnce() throws IOException {
        String reference = searching(Installation.DEBIAN);
        String ours = searching(Installation.OURS);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours.split("running as root", -1)).hasSize(Account.isRoot() ? 2 : 1);
    }

    /** What it says on its terminal; where the reference's warning comes from is Python's. */
    private String searching(Installation installation) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(Configuration.FILE, Configuration.with(""));
            var rpc = new Rpc(sandbox.path(Configuration.SOCKET));

            Command.Result said = Command.of(installation.supervisord())
                    .with(Mark.VARIABLE, mark.value())
                    .in(sandbox.root())
                    .run();

            Await.until("the daemon serves", () -> rpc.answers() && hasPidFile(sandbox));
            rpc.call("supervisor.shutdown");
            Await.until("it has ended", () -> mark.bearers().isEmpty());
            return said.toString().replaceAll("/\\S*: UserWarning: |\n  self\\.warnings\\.warn\\(", "");
        }
    }

    private static boolean hasPidFile(Sandbox sandbox) {
        return Files.exists(sandbox.path(Configuration.PID_FILE))
                && sandbox.read(Configuration.PID_FILE).endsWith("\n");
    }

    private static void look(long pid, Map<String, String> found) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        // After the name, which may contain anything: state, parent, process group, session, terminal.
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        String own = Long.toString(pid);
        found.put("process group", fields[2].equals(own) ? "its own" : fields[2]);
        found.put("session", fields[3].equals(own) ? "its own" : fields[3]);
        found.put("terminal", fields[4]);
        found.put("directory", Files.readSymbolicLink(proc.resolve("cwd")).toString());
        List<String> standard = new ArrayList<>();
        for (int descriptor = 0; descriptor <= 2; descriptor++) {
            standard.add(
                    Files.readSymbolicLink(proc.resolve("fd/" + descriptor)).toString());
        }
        found.put("descriptors 0 to 2", standard.toString());
        Files.readString(proc.resolve("status"))
                .lines()
                .filter(line -> line.matches("(Umask|Uid|Gid|Groups):.*"))
                .forEach(line -> found.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip()));
    }
}

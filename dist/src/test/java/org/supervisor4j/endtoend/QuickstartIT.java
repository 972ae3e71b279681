package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * {@code quickstart.sh}, run in a folder with an odd name on a {@link Machine} whose port 9001 is taken. Its Maven goes
 * on until it is told that it is enough, and builds nothing: what is tested is there.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {
    private static final String ODD = "my work; \u00fc #1 'x' & $y (2)";

    private static final String MAVEN = """
            #!/bin/sh
            case "$*" in *--version*) echo "Apache Maven 3.9.9"; exit ;; esac
            echo "[INFO] Downloaded from central: https://repo.example/a.jar (1 kB at 2 kB/s)"
            echo "[INFO] Building supervisor4j: the daemon 1.0                                 [3/7]"
            [ ! -e "$BOX/fails" ] || { echo "[ERROR] no disk"; exit 1; }
            until [ -e "$BOX/enough" ]; do sleep 0.1; done
            """;

    /** What the script needs of the source tree. */
    private static final String COPY = """
            folder="$BOX/$ODD"
            mkdir -p "$folder/dist/target" "$folder/dist/src" "$folder/examples"
            cp quickstart.sh pom.xml "$folder"
            cp -R dist/src/setup "$folder/dist/src"
            cp -R examples/quickstart "$folder/examples"
            rm -rf "$folder/examples/quickstart/run"
            cp -R --preserve=mode,links "$DISTRIBUTION" "$folder/dist/target/supervisor4j"
            mkdir "$BOX/bin"
            mv "$BOX/mvn" "$BOX/bin/mvn"
            chmod 755 "$BOX/bin/mvn"
            """;

    private static final String SERVER = """
            python3 -m http.server 9001 --bind 0.0.0.0 >/dev/null 2>&1 &
            until curl -s -o /dev/null http://127.0.0.1:9001/; do sleep 0.1; done
            """;

    private static final String QUICKSTART = """
            cd "$BOX/$ODD"
            PATH=$BOX/bin:$PATH
            """;

    private static Machine machine;

    @BeforeAll
    static void runItUntilEverythingIsUp() throws IOException {
        machine = Machine.start();
        machine.box().write("mvn", MAVEN);
        assertThat(run(COPY).toString()).isEqualTo("[exit 0]\n");
        assertThat(run(SERVER).exit()).isZero();
        machine.box().write("said", "");
        assertThat(run(QUICKSTART + "env --default-signal ./quickstart.sh >\"$BOX/said\" 2>&1 &\necho $! >\"$BOX/pid\"")
                        .exit())
                .isZero();
        long longest = longestSilenceUntilTwoLinesOfProgress();
        machine.box().write("enough", "");
        Await.until("everything is up", () -> said().contains("Ctrl-C here stops everything"));
        assertThat(longest).isLessThan(Patience.SILENCE_MILLIS);
    }

    private static long longestSilenceUntilTwoLinesOfProgress() {
        long[] longest = {0};
        long[] last = {System.nanoTime()};
        int[] length = {0};
        Await.until("Maven's progress is shown twice", () -> {
            String said = said();
            long silence = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last[0]);
            longest[0] = Math.max(longest[0], silence);
            if (said.length() > length[0]) {
                length[0] = said.length();
                last[0] = System.nanoTime();
                // What is looked for before the build is over in a moment, and has no progress to show.
                longest[0] = said.contains("files downloaded") ? longest[0] : 0;
            }
            return said.lines()
                            .filter(line -> line.contains("files downloaded"))
                            .count()
                    >= 2;
        });
        return longest[0];
    }

    @AfterAll
    static void removeIt() throws IOException {
        machine.close();
    }

    private static Command.Result run(String script) throws IOException {
        String where = "BOX='%s' ODD='%s' DISTRIBUTION='%s'\nexport BOX\n"
                .formatted(machine.box().root(), ODD.replace("'", "'\\''"), Installation.distribution());
        return machine.run(where + script);
    }

    private static String said() {
        return machine.box().read("said");
    }

    @Test
    void aTakenPortIsToldWithItsOwnerBeforeTheBuildAndAnotherOneIsTaken() throws IOException {
        assertThat(said())
                .matches(
                        "(?s)== port 9001 is taken by process \\d+ \\(python3 -m http\\.server 9001 --bind 0\\.0\\.0\\.0\\)\n"
                                + "== the web page will have port 9002\n== building .*");
        assertThat(said()).contains("Its web page is http://127.0.0.1:9002\n");
        assertThat(run("curl -s http://127.0.0.1:9002/").stdout()).contains("clock");
    }

    @Test
    void whileMavenWorksItSaysHowFarThatIs() {
        assertThat(said()).containsPattern("\n {3}\\d+ s: 1 files downloaded; \\[3/7] supervisor4j: the daemon 1.0\n");
    }

    @Test
    void oneProgramIsFatalOnPurposeAndEachCommandThatIsPrintedWorks() throws IOException {
        assertThat(said()).containsPattern("\nbroken +FATAL +Exited too quickly ");
        List<String> commands = said().lines()
                .dropWhile(line -> !line.startsWith("In another terminal"))
                .filter(line -> line.startsWith("    ") && !line.startsWith("     "))
                .map(line -> line.strip().replaceFirst(" {3,}.*", ""))
                .toList();
        assertThat(commands).hasSize(7);
        assertThat(commands.get(0)).startsWith("alias ctl=");

        assertThat(typed(commands, "ctl explain broken"))
                .contains("FATAL", "exit status 3", "settings.ini: No such file");
        assertThat(watched(commands, "ctl logs -f office:*", "at work as process"))
                .contains("office:");
        assertThat(typed(commands, "ctl start onrequest")).isEqualTo("onrequest: started\n");
        assertThat(watched(commands, "ctl status --watch", "worker_02")).contains("broken");
        assertThat(typed(commands, "ctl doctor")).doesNotContain("BAD").contains("ok    it answers");
        assertThat(typed(commands, commands.get(6))).contains("supervisord.conf");
        assertThat(commands.get(6)).contains("--check");
    }

    /** As in another terminal: an alias, then a command by it. */
    private static String typed(List<String> commands, String command) throws IOException {
        assertThat(commands).contains(command);
        machine.box().write("typed", commands.get(0) + "\n" + command + "\n");
        Command.Result result = run("bash -O expand_aliases \"$BOX/typed\"");
        assertThat(result.exit()).as(result.toString()).isZero();
        return result.stdout();
    }

    /** The same for a command that goes on: until it has said that, and then it is ended. */
    private static String watched(List<String> commands, String command, String last) throws IOException {
        assertThat(commands).contains(command);
        machine.box().write("typed", commands.get(0) + "\n" + command + "\n");
        run("setsid bash -O expand_aliases \"$BOX/typed\" >\"$BOX/watched\" 2>&1 &\necho $! >\"$BOX/watcher\"");
        Await.until(
                command + " says " + last, () -> machine.box().read("watched").contains(last));
        run("kill -- \"-$(cat \"$BOX/watcher\")\"");
        return machine.box().read("watched");
    }

    @Test
    void aSecondOneSaysThatTheFirstRuns() throws IOException {
        Command.Result second = run(QUICKSTART + "./quickstart.sh");

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.stdout())
                .matches(
                        "(?s)quickstart.sh: supervisord runs already with .*, as process \\d+; end it \\(kill \\d+\\), and run"
                                + " this again\n");
    }

    @Test
    void aBuildThatFailsIsShown() throws IOException {
        machine.box().write("fails", "");

        Command.Result failed = run("""
                mkdir -p "$BOX/other"
                cp -R "$BOX/$ODD/quickstart.sh" "$BOX/$ODD/dist" "$BOX/other"
                PATH=$BOX/bin:$PATH "$BOX/other/quickstart.sh"
                """);

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.stdout()).endsWith("[ERROR] no disk\nquickstart.sh: the build failed; see above\n");
        Files.delete(machine.box().path("fails"));
    }

    @Test
    void aFolderThatCannotBeIsRefusedAtOnce() throws IOException {
        for (String name : List.of("a:b", "50%", "n".repeat(90))) {
            Command.Result refused = run("""
                    mkdir -p "$BOX/%1$s/dist/src"
                    cp quickstart.sh "$BOX/%1$s"
                    cp -R dist/src/setup "$BOX/%1$s/dist/src"
                    "$BOX/%1$s/quickstart.sh"
                    """.formatted(name));

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.stdout()).contains("quickstart.sh: '", name + "'", "; move this folder\n");
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void ctrlCEndsEverything() throws IOException {
        String pid = machine.box().read("pid").strip();

        assertThat(run("kill -INT " + pid + "; while kill -0 " + pid + " 2>/dev/null; do sleep 0.1; done")
                        .exit())
                .isZero();

        assertThat(said()).endsWith("\n== stopping\n== stopped\n");
        assertThat(run("curl -s http://127.0.0.1:9002/").exit()).isEqualTo(7);
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The completion scripts, each in its shell, with a daemon of ours that is asked for names. */
class ShellCompletionIT {
    private static final Path SHARE = Installation.distribution().resolve("share");
    private static final Path BASH = SHARE.resolve("bash-completion/completions");
    private static final Path ZSH = SHARE.resolve("zsh/site-functions");
    private static final Path FISH = SHARE.resolve("fish/vendor_completions.d");

    private static Sandbox sandbox;
    private static Daemon daemon;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.empty();
        Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [program:web]
                command=/bin/cat
                [program:a]
                command=/bin/cat
                [program:$(touch${IFS}evil)]
                command=/bin/cat
                autostart=false
                [program:b]
                command=/bin/cat
                autostart=false
                [group:g]
                programs=a,b
                """));
        Files.createDirectory(sandbox.path("folder"));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
        String bin =
                Path.of(Installation.OURS.supervisorctl()).resolveSibling("").toString();
        environment = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    }

    @AfterAll
    static void stop() throws IOException {
        daemon.close();
        sandbox.close();
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("supervisorctl sta", List.of("start", "status")),
                Arguments.of("supervisorctl --ser", List.of("--serverurl")),
                Arguments.of("supervisorctl -c supervisord.conf start g:", List.of("g:*", "g:a", "g:b")),
                Arguments.of("supervisorctl -c supervisord.conf start w", List.of("web")),
                Arguments.of("supervisorctl -c supervisord.conf restart web al", List.of("all")),
                Arguments.of("supervisorctl -c supervisord.conf signal US", List.of("USR1", "USR2")),
                Arguments.of("supervisorctl -c supervisord.conf signal HUP w", List.of("web")),
                Arguments.of("supervisorctl -c supervisord.conf fg w", List.of("web")),
                Arguments.of("supervisorctl -c supervisord.conf fg web ", List.of()),
                Arguments.of("supervisorctl -c supervisord.conf add ", List.of()),
                Arguments.of("supervisorctl -c supervisord.conf update g", List.of("g")),
                Arguments.of("supervisorctl status --wa", List.of("--watch")),
                Arguments.of("supervisorctl help mst", List.of("mstart", "mstatus", "mstop")),
                Arguments.of("supervisorctl open h", List.of("http:/")),
                Arguments.of("supervisorctl -s u", List.of("unix:/")),
                Arguments.of("supervisorctl -c supervisord.c", List.of("supervisord.conf")),
                Arguments.of(
                        "supervisord --log",
                        List.of("--logfile", "--logfile_backups", "--logfile_maxbytes", "--loglevel")),
                Arguments.of("supervisord --ch", List.of("--check", "--childlogdir")),
                Arguments.of("supervisord -n -c supervisord.c", List.of("supervisord.conf")),
                Arguments.of("supervisord --configuration supervisord.c", List.of("supervisord.conf")),
                Arguments.of("supervisord -d fol", List.of("folder")),
                Arguments.of("supervisord -u roo", List.of("root")),
                Arguments.of("supervisord --loglevel e", List.of("error")),
                Arguments.of("supervisord -e de", List.of("debug")),
                Arguments.of("supervisord -i ", List.of()),
                Arguments.of("supervisord -n w", List.of()),
                Arguments.of("supervisorctl -c supervisord.conf mstop g:", List.of("g:*", "g:a", "g:b")),
                Arguments.of("supervisorctl -c supervisord.conf remove ", List.of("$(touch${IFS}evil)", "g", "web")),
                Arguments.of("supervisorctl -s http://127.0.0.1:9 start w", List.of()),
                Arguments.of("supervisorctl -s unix://supervisor.sock logs w", List.of("web")));
    }

    /** A slash at the end is left out: some shells add it to folders themselves. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void bashCompletes(String line, List<String> expected) {
        String script = "source \"$1\"; COMP_LINE=$2; COMP_POINT=${#2}; COMP_WORDBREAKS=${COMP_WORDBREAKS//:};"
                + " _$3; printf '%s\\n' \"${COMPREPLY[@]}\"";
        String program = program(line);

        List<String> answer = run(
                "bash", "--norc", "-c", script, "bash", BASH.resolve(program).toString(), line, program);

        assertThat(answer.stream()
                        .map(word -> word.replace("\\", "").replaceFirst("/$", ""))
                        .filter(word -> !word.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sandbox.path("evil")).doesNotExist();
    }

    /** A slash at the end is left out, as in bash. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void fishCompletes(String line, List<String> expected) {
        List<String> answer = run(
                "fish",
                "--no-config",
                "-c",
                "source $argv[1]; complete -C $argv[2]",
                "--",
                FISH.resolve(program(line) + ".fish").toString(),
                line);

        assertThat(answer.stream()
                        .map(word -> word.replaceFirst("/?(\t.*)?$", ""))
                        .filter(word -> !word.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sandbox.path("evil")).doesNotExist();
    }

    private static String program(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static List<String> run(String... words) {
        Command command = Command.of(words).in(sandbox.root());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            command = command.with(variable.getKey(), variable.getValue());
        }
        Command.Result result = command.with("HOME", sandbox.root().toString()).run();
        assertThat(result.stderr()).isEmpty();
        return Arrays.asList(result.stdout().split("\n", -1));
    }

    @Test
    void bashCompletesAtItsPrompt() {
        sandbox.write(
                "bashrc",
                "PATH=" + environment.get("PATH") + "; PS1='ready> '; source " + BASH + "/supervisorctl; source " + BASH
                        + "/supervisord\n");
        try (Pane pane = Pane.running(sandbox.root(), "bash", "--rcfile", "bashrc", "-i")) {
            pane.awaitText("ready>");
            pane.type("supervisorctl -c supervisord.conf pid we");
            pane.press("Tab");
            pane.awaitText("pid web");
            pane.press("Enter");
            pane.awaitText(Long.toString(daemon.rpc().pid("web")));
            pane.type("supervisorctl -c supervisord.conf start g:");
            pane.press("Tab");
            pane.press("Tab");
            pane.awaitText("a   b");
            pane.press("C-u");
            pane.type("supervisord --loglevel de");
            pane.press("Tab");
            pane.awaitText("--loglevel debug");
            pane.press("C-u");
            pane.type("supervisord -d fol");
            pane.press("Tab");
            pane.awaitText("-d folder/");
        }
    }

    @Test
    void fishCompletesAtItsPrompt() {
        String start = "set PATH " + String.valueOf(environment.get("PATH")).replace(':', ' ')
                + "; function fish_prompt; echo 'ready> ';" + " end; source " + FISH + "/supervisorctl.fish; source "
                + FISH + "/supervisord.fish";
        try (Pane pane = Pane.running(
                sandbox.root(), "env", "HOME=" + sandbox.root(), "fish", "--no-config", "--init-command", start)) {
            pane.awaitText("ready>");
            pane.type("supervisorctl -c supervisord.conf start w");
            pane.press("Tab");
            pane.awaitText("start web");
            pane.press("C-u");
            pane.type("supervisord --loglevel de");
            pane.press("Tab");
            pane.awaitText("--loglevel debug");
        }
        assertThat(sandbox.path("evil")).doesNotExist();
    }

    @Test
    void zshCompletesAtItsPrompt() throws IOException {
        Files.writeString(
                sandbox.path(".zshrc"),
                "PATH=" + environment.get("PATH") + "; fpath=(" + ZSH + " $fpath); autoload -U compinit;"
                        + " compinit -u -D; PS1='ready> '\n");
        try (Pane pane =
                Pane.running(sandbox.root(), "env", "ZDOTDIR=" + sandbox.root(), "zsh", "--no-global-rcs", "-i")) {
            pane.awaitText("ready>");
            pane.type("supervisorctl -c supervisord.conf start w");
            pane.press("Tab");
            pane.awaitText("start web");
            pane.type("g:");
            pane.press("Tab");
            pane.awaitText("g:b");
            pane.press("C-u");
            pane.type("supervisorctl expl");
            pane.press("Tab");
            pane.awaitText("supervisorctl explain");
            pane.press("C-u");
            pane.type("supervisorctl -c supervisord.conf signal US");
            pane.press("Tab");
            pane.awaitText("signal USR");
            pane.press("Tab");
            pane.awaitText("USR2");
            pane.press("C-u");
            pane.type("supervisorctl -c supervisord.conf remove w");
            pane.press("Tab");
            pane.awaitText("remove web");
            pane.press("C-u");
            pane.type("supervisord --childl");
            pane.press("Tab");
            pane.awaitText("supervisord --childlogdir");
            pane.type("fol");
            pane.press("Tab");
            pane.awaitText("--childlogdir folder/");
            pane.press("C-u");
            pane.type("supervisord -n -e de");
            pane.press("Tab");
            pane.awaitText("-n -e debug");
        }
        assertThat(sandbox.path("evil")).doesNotExist();
    }

    @Test
    void everyScriptKnowsEveryAction() throws IOException {
        String help =
                Command.of(Installation.OURS.supervisorctl(), "help").run().stdout();
        List<String> actions = Stream.concat(
                        help.lines()
                                .skip(3)
                                .flatMap(line -> Stream.of(line.trim().split("\\s+", -1))),
                        Stream.of("doctor", "explain", "help", "logs", "mrestart", "mstart", "mstatus", "mstop"))
                .filter(word -> !word.isEmpty())
                .toList();

        assertThat(actions).hasSizeGreaterThan(20);
        for (Path script : List.of(
                BASH.resolve("supervisorctl"), ZSH.resolve("_supervisorctl"), FISH.resolve("supervisorctl.fish"))) {
            assertThat(Files.readString(script).split("[^a-z]+", -1))
                    .as("%s", script)
                    .containsAll(actions);
        }
    }

    /** The usage text is a contract with people: what it names, each shell offers. */
    @Test
    void everyScriptKnowsEveryOption() throws IOException {
        for (String program : List.of(Installation.OURS.supervisorctl(), Installation.OURS.supervisord())) {
            String help = Command.of(program, "-h").run().stdout();
            List<String> options = Pattern.compile("(?m)^(?:-\\w/)?--(\\w+)")
                    .matcher(help)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            String name = Path.of(program).getFileName().toString();

            assertThat(options).hasSizeGreaterThan(6);
            for (Path script : List.of(BASH.resolve(name), ZSH.resolve("_" + name), FISH.resolve(name + ".fish"))) {
                assertThat(Files.readString(script).split("\\W+", -1))
                        .as("%s", script)
                        .containsAll(options);
            }
        }
    }

    @Test
    void theScriptsForBashHaveNoKnownPitfall() {
        for (String program : List.of("supervisorctl", "supervisord")) {
            assertThat(Command.of(
                                    "shellcheck",
                                    "-s",
                                    "bash",
                                    BASH.resolve(program).toString())
                            .run()
                            .toString())
                    .isEqualTo("[exit 0]\n");
        }
    }
}

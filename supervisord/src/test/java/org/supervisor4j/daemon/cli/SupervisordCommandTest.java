package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.cli.SupervisordCommand.Request;
import org.supervisor4j.daemon.config.PasswdUsers;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Release;
import org.supervisor4j.plugin.PluginFolder;

class SupervisordCommandTest {
    private final SupervisordCommand command;

    SupervisordCommandTest() throws IOException {
        command = new SupervisordCommand(
                "/usr/bin/supervisord",
                "1.2",
                new SystemSurroundings(new PasswdUsers(), Map.of(), "box", new PluginFolder(null, 0)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(List.of("-x"), "option -x not recognized"),
                arguments(List.of("-n=1"), "option -= not recognized"),
                arguments(List.of("--foo"), "option --foo not recognized"),
                arguments(List.of("--n"), "option --n not a unique prefix"),
                arguments(List.of("-c"), "option -c requires argument"),
                arguments(List.of("--user"), "option --user requires argument"),
                arguments(List.of("--nocleanup=1"), "option --nocleanup must not have an argument"),
                arguments(List.of("foo", "-v"), "positional arguments are not supported: ['foo', '-v']"),
                arguments(List.of("-v", "foo"), "positional arguments are not supported: ['foo']"),
                arguments(List.of("--", "-n"), "positional arguments are not supported: ['-n']"),
                arguments(List.of("--nodaemon", "-n"), "conflicting command line option '-n'"),
                arguments(
                        List.of("-z", "5", "--logfile_backups=5"),
                        "conflicting command line option '--logfile_backups'"),
                arguments(List.of("-m", "99"), "invalid value for -m '99': 99 can not be converted to an octal type"),
                arguments(
                        List.of("--um=99"), "invalid value for --umask '99': 99 can not be converted to an octal type"),
                arguments(List.of("-d", "/no"), "invalid value for -d '/no': /no is not an existing directory"),
                arguments(
                        List.of("-l", "/no/x"),
                        "invalid value for -l '/no/x': The directory named as part of the path /no/x does not exist"),
                arguments(List.of("-e", "x"), "invalid value for -e 'x': bad logging level name 'x'"),
                arguments(
                        List.of("-m", "99", "-h"),
                        "invalid value for -m '99': 99 can not be converted to an octal type"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistake(List<String> arguments, String message) {
        assertThatThrownBy(() -> command.parse(arguments))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void everyOptionIsUnderstood() throws UsageException {
        Request request = command.parse(List.of(
                "-nsk",
                "-t",
                "-c",
                "x.conf",
                "--user",
                "web",
                "-m22",
                "-d/tmp",
                "--logfile=/tmp/x",
                "--logfile_m=1KB",
                "-z",
                "3",
                "-eDEBUG",
                "-j",
                "p.pid",
                "-iid",
                "-q",
                "/tmp",
                "-a5",
                "--minp=6",
                "--profile_options=calls"));

        assertThat(request)
                .isEqualTo(new Request.Run(new CommandLineOverrides(
                        "x.conf",
                        true,
                        true,
                        "web",
                        18,
                        "/tmp",
                        "/tmp/x",
                        1024L,
                        3,
                        LogLevel.DEBUG,
                        "p.pid",
                        "id",
                        "/tmp",
                        5,
                        6,
                        true,
                        true)));
    }

    @Test
    void aCheckTakesTheOtherOptionsAlong() throws UsageException {
        Request request = command.parse(List.of("--check", "-c", "x.conf"));

        assertThat(request).isInstanceOfSatisfying(Request.Check.class, check -> assertThat(
                        check.overrides().configuration())
                .isEqualTo("x.conf"));
    }

    @Test
    void strictJsonAndSinceBelongToACheck() throws UsageException {
        assertThat(command.parse(List.of("--check", "--strict", "--json")))
                .isEqualTo(new Request.Check(CommandLineOverrides.NONE, true, true, false));
        assertThat(command.parse(List.of("--check")))
                .isEqualTo(new Request.Check(CommandLineOverrides.NONE, false, false, false));
        assertThatThrownBy(() -> command.parse(List.of("--strict")))
                .hasMessage("option --strict has no meaning without --check");
        assertThat(command.parse(List.of("--check", "--since", "4.2.5")))
                .isEqualTo(new Request.Check(CommandLineOverrides.NONE, false, false, true));
        assertThatThrownBy(() -> command.parse(List.of("--check", "--since=3")))
                .hasMessage(
                        "invalid value for --since '3': 4.2.5 is the version of Supervisor that can be compared with");
        assertThatThrownBy(() -> command.parse(List.of("--since=4.2.5")))
                .hasMessage("option --since has no meaning without --check");
    }

    @Test
    void noOptionOverridesNothing() throws UsageException {
        assertThat(command.parse(List.of())).isEqualTo(new Request.Run(CommandLineOverrides.NONE));
    }

    @Test
    void theVersionIsPrintedAsSoonAsItIsReached() throws UsageException {
        assertThat(command.parse(List.of("-vh"))).isEqualTo(new Request.Print("1.2\n"));
        assertThat(command.parse(List.of("--ver", "-n", "-n"))).isEqualTo(new Request.Print("1.2\n"));
    }

    @Test
    void programsAreNamedAsOftenAsThereAre() throws UsageException {
        Request.Run run = (Request.Run) command.parse(List.of("--run", "web=a b=c", "--run=worker=d", "--container"));

        assertThat(run.overrides().programs()).containsExactly("web=a b=c", "worker=d");
        assertThat(run.overrides().isWithoutFile()).isTrue();
        assertThat(run.overrides().container()).isTrue();
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {"web", "=a", "web= "})
    void programHasANameAndACommand(String value) {
        assertThatThrownBy(() -> command.parse(List.of("--run", value)))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("it has to be NAME=COMMAND");
    }

    @Test
    void namesOfAddedOptionsAreNotAbbreviated() {
        assertThatThrownBy(() -> command.parse(List.of("--ru", "web=a"))).hasMessage("option --ru not recognized");
        assertThatThrownBy(() -> command.parse(List.of("--contain"))).hasMessage("option --contain not recognized");
    }

    @Test
    void helpNamesTheProgramAsItWasCalledAndEndsWithAnEmptyLine() throws UsageException {
        String help = ((Request.Print) command.parse(List.of("-?"))).text();

        assertThat(help)
                .startsWith("supervisord -- run a set of applications as daemons.\n\n"
                        + "Usage: /usr/bin/supervisord [options]\n\nOptions:\n-c/--configuration FILENAME --")
                .contains("                             e.g. 'cumulative,callers')\n")
                .endsWith("--run NAME=COMMAND -- run that program, without any file; may be given several times\n\n"
                        + "This is supervisor4j " + Release.version() + ".\n\n");
        assertThat(help.lines()).hasSize(41);
    }

    @Test
    void aMistakeIsPrintedInTwoLines() {
        assertThat(UsageException.text("option -x not recognized", "supervisord"))
                .isEqualTo("Error: option -x not recognized\nFor help, use supervisord -h\n");
    }
}

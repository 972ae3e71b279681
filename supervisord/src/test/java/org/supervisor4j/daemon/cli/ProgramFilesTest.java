package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.plugin.PluginFolder;

class ProgramFilesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    private final PosixSystem system;
    private final Path folder;

    ProgramFilesTest(@TempDir Path folder) throws UnsupportedPlatformException, IOException {
        this.system = PosixSystem.open();
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What is found of a program with these lines, one text for each finding. */
    private List<String> look(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("s.conf"), "[supervisord]\n[program:x]\n" + lines + "\n");
        SystemSurroundings surroundings = new SystemSurroundings(
                system.users(),
                ENVIRONMENT,
                "box",
                PluginFolder.ofDistribution(system.users().effectiveUid()));
        ConfigCheck.Report report = new ConfigCheck(
                        new ConfigFiles(system.descriptors()), surroundings, CommandLineOverrides.NONE)
                .check(file.toString());
        return new ProgramFiles(
                        system.host(), new CommandResolver(system.host(), ENVIRONMENT), surroundings.currentDirectory())
                .look(report.programs()).stream()
                        .map(Finding::toString)
                        .map(text -> text.replace(folder.toString(), "F").strip())
                        .toList();
    }

    private void script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/no/such/thing~can't find command '/no/such/thing'",
                "no-such-thing~can't find command 'no-such-thing'",
                "/etc/passwd~command at '/etc/passwd' is not executable",
                "/etc~command at '/etc' is a directory"
            })
    void aCommandThatCannotRunIsToldInTheWordsOfAStart(String command, String message) throws IOException {
        assertThat(look("command=" + command)).containsExactly("F/s.conf:3: warning: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "#!/bin/sh\\r\\n:\\r\\n~ has Windows line ends (CRLF), so its interpreter is not found; convert it with"
                        + " dos2unix",
                "#!/no/such/sh\\n~ wants the interpreter /no/such/sh, which is not there",
                "#!/etc/passwd\\n~ wants the interpreter /etc/passwd, which is not executable",
                "#!/usr/bin/env no-such-thing\\n~ wants the interpreter no-such-thing, which is not in PATH",
                "echo hello\\n~ is a script without a first line that begins with #!",
                "'' ~ is empty"
            })
    void aScriptThatTheKernelCannotRunIsTold(String text, String message) throws IOException {
        script(text.equals("''") ? "" : text.replace("\\r", "\r").replace("\\n", "\n"));

        assertThat(look("command=" + folder + "/script"))
                .containsExactly("F/s.conf:3: warning: command F/script " + message);
    }

    @ParameterizedTest
    @CsvSource({"#!/bin/sh", "#! /bin/sh -e", "#!/usr/bin/env sh", "#!/usr/bin/env -S sh -e"})
    void aScriptThatRunsIsNoFinding(String first) throws IOException {
        script(first + "\n:\n");

        assertThat(look("command=" + folder + "/script")).isEmpty();
        assertThat(look("command=script\nenvironment=PATH=\"" + folder + ":/bin\""))
                .isEmpty();
    }

    @Test
    void aDirectoryThatIsMissingOrClosedIsTold() throws IOException {
        assertThat(look("command=cat\ndirectory=/no/such"))
                .containsExactly("F/s.conf:4: warning: directory /no/such is not there");
        assertThat(look("command=cat\ndirectory=/etc/passwd"))
                .containsExactly("F/s.conf:4: warning: directory /etc/passwd is no folder");
        Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(look("command=cat\nuser=nobody\ndirectory=" + folder + "/closed"))
                .containsExactly("F/s.conf:5: warning: directory F/closed is not open to the user of [program:x]");
    }

    /** The daemon finds it from where it is, its child looks once more. */
    @Test
    void aRelativeCommandHasToBeThereSeenFromTheDirectory() throws IOException {
        String relative =
                Path.of("").toAbsolutePath().relativize(Path.of("/bin/cat")).toString();

        assertThat(look("command=" + relative)).isEmpty();
        assertThat(look("command=" + relative + "\ndirectory=/usr/share/doc"))
                .allMatch(finding -> finding.endsWith(" is not there seen from directory /usr/share/doc"));
    }

    @Test
    void whatAnotherUserMayNotExecuteIsTold() throws IOException {
        script("#!/bin/sh\n");
        Files.setPosixFilePermissions(folder.resolve("script"), PosixFilePermissions.fromString("rwx------"));

        assertThat(look("command=" + folder + "/script\nuser=nobody"))
                .containsExactly(
                        "F/s.conf:3: warning: command F/script may not be executed by the user of [program:x]");
        assertThat(look("command=" + folder + "/script")).isEmpty();
    }

    @Test
    void manyProcessesOfOneCommandAreOneFinding() throws IOException {
        assertThat(look("command=/no/such\nnumprocs=3\nprocess_name=%(process_num)d"))
                .hasSize(1);
        assertThat(look("command=/no/such%(process_num)d\nnumprocs=3\nprocess_name=%(process_num)d"))
                .hasSize(3);
    }

    /** What they are is told by whoever looks at the text. */
    @ParameterizedTest
    @ValueSource(strings = {". /srv/run.sh", "cd /tmp && ls", "  export A=b", "A=b c", "~/run", "$HOME/run"})
    void aFirstWordForAShellIsNotLookedForInThePath(String command) throws IOException {
        assertThat(look("command=" + command)).isEmpty();
    }

    @Test
    void aWordForAShellFurtherOnDoesNotHideThatTheCommandIsMissing() throws IOException {
        assertThat(look("command=no-such-thing && cd /tmp"))
                .containsExactly("F/s.conf:3: warning: can't find command 'no-such-thing'");
    }

    /** Of an S/390, whose bytes are in the other order, too. */
    @Test
    void aBinaryForAnotherMachineIsTold() throws IOException {
        script("\177ELF\2\2\1" + "\0".repeat(10) + "\2\0\26");

        assertThat(look("command=" + folder + "/script"))
                .singleElement()
                .asString()
                .startsWith("F/s.conf:3: warning: command F/script is a program for another machine: S/390, and this"
                        + " one is ");
        assertThat(look("command=/bin/cat")).isEmpty();
    }

    @Test
    void aProcessorOf64BitsRunsTheBinariesOf32() {
        Machine here = new Machine(2, 1, 62);

        assertThat(here.runs(new Machine(1, 1, 3))).isTrue();
        assertThat(here.runs(new Machine(1, 1, 62))).isTrue();
        assertThat(here.runs(new Machine(2, 1, 183))).isFalse();
        assertThat(new Machine(1, 1, 3).runs(here)).isFalse();
    }
}

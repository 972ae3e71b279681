package org.supervisor4j.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.supervisor.LoopHarness;
import org.supervisor4j.model.Fault;

/** The texts are the original's. */
class CommandResolverTest {
    private final Path folder;

    CommandResolverTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CommandResolver.Command resolve(String command) throws CommandException {
        return new CommandResolver(new LoopHarness.AnythingGoes(), Map.of("PATH", folder + "/first:" + folder))
                .resolve(aProgram("web").command(command).build());
    }

    private Path file(String name, String permissions) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.setPosixFilePermissions(
                Files.writeString(file, "#!/bin/sh\n"), PosixFilePermissions.fromString(permissions));
    }

    private void refused(String command, Fault fault, String text) {
        assertThatThrownBy(() -> resolve(command))
                .isInstanceOfSatisfying(CommandException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(fault))
                .hasMessage(text);
    }

    @Test
    void aPlainNameIsLookedForInThePath() throws Exception {
        Path program = file("prog", "rwxr-xr-x");

        assertThat(resolve("prog 'a b' c"))
                .isEqualTo(new CommandResolver.Command(program.toString(), List.of("prog", "a b", "c")));
    }

    @Test
    void theFirstThatExistsCountsEvenIfItCannotBeRun() throws Exception {
        file("prog", "rwxr-xr-x");
        Path first = file("first/prog", "rw-r--r--");

        refused("prog", Fault.NOT_EXECUTABLE, "command at '" + first + "' is not executable");
    }

    @Test
    void aNameThatIsNowhereInThePathIsNotLookedForHere() {
        refused("pom.xml", Fault.NO_FILE, "can't find command 'pom.xml'");
    }

    @Test
    void aFolderIsNoCommand() {
        refused(folder + " x", Fault.NOT_EXECUTABLE, "command at '" + folder + "' is a directory");
    }

    @Test
    void aMissingPathIsNamedAsWritten() {
        refused("/nope/cmd", Fault.NO_FILE, "can't find command '/nope/cmd'");
    }

    @Test
    void anOpenQuoteIsToldWithTheCommand() {
        refused("foo 'bar", Fault.NOT_EXECUTABLE, "can't parse command \"foo 'bar\": No closing quotation");
    }

    @Test
    void nothingIsNoCommand() {
        refused("", Fault.NOT_EXECUTABLE, "command is empty");
    }
}

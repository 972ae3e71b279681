package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.plugin.PluginFolder;

/** What one life of the daemon reads, and hands on to the next. */
class FileConfigLoaderTest {
    private Path file;
    private FileConfigLoader loader;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        PosixSystem system = PosixSystem.open();
        file = Files.writeString(folder.resolve("s.conf"), "[supervisord]\n");
        var surroundings = new SystemSurroundings(
                system.users(),
                Map.of(),
                "host",
                new PluginFolder(folder, system.users().effectiveUid()));
        loader = new FileConfigLoader(new FileConfigLoader.Origin(
                file.toString(), new ConfigFiles(system.descriptors()), surroundings, CommandLineOverrides.NONE));
    }

    private void addA(String program) throws Exception {
        Files.writeString(file, "[supervisord]\n[program:" + program + "]\ncommand=/bin/cat\n");
    }

    @Test
    void theNextLifeBeginsWithWhatWasHandedOn() throws Exception {
        addA("checked");
        FileConfigLoader next = loader.next();
        loader.handOnTo(next);
        addA("later");

        assertThat(loader.successor()).isSameAs(next);
        assertThat(next.started().groups())
                .singleElement()
                .extracting(group -> group.name())
                .isEqualTo("checked");
    }

    @Test
    void whereNothingWasHandedOnItReadsTheFiles() throws Exception {
        addA("later");

        assertThat(loader.successor().started().groups()).hasSize(1);
    }

    @Test
    void whatIsReadForTheNextLifeHidesNoEditFromThePresentOne() throws Exception {
        SupervisordConfig before = loader.look();
        assertThat(before).isSameAs(loader.started());
        addA("new");

        var unused = loader.next();

        assertThat(loader.look().groups()).hasSize(1);
    }
}

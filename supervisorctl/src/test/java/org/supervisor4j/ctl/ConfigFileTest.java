package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.ini.ConfigException;

class ConfigFileTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/me", "WHO", "fred");

    @Test
    void theFileBesideTheProgramsFolderIsFound(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Path file = Files.writeString(folder.resolve("etc/supervisord.conf"), "");

        assertThat(ConfigFile.find(folder + "/bin/supervisorctl")).isEqualTo(file.toString());
    }

    @Test
    void inEtcBesideTheFolderComesBeforeBesideTheFolder(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("supervisord.conf"), "");
        Path file = Files.writeString(folder.resolve("etc/supervisord.conf"), "");

        assertThat(ConfigFile.find(folder + "/bin/supervisorctl")).isEqualTo(file.toString());
    }

    @Test
    void everyValueOfTheSectionIsReadAndExpanded(@TempDir Path folder) throws Exception {
        ConfigFile file = read(folder, """
            serverurl=unix://%(here)s/./x/../s.sock
            username=%(ENV_WHO)s
            password=100%%
            prompt=p ; comment
            history_file=~/history
            """);

        assertThat(file)
                .isEqualTo(new ConfigFile(
                        folder.resolve("c.conf").toString(),
                        "unix://" + folder + "/s.sock",
                        "fred",
                        "100%",
                        "p",
                        "/home/me/history",
                        List.of()));
    }

    @Test
    void whatIsMissingStaysUnset(@TempDir Path folder) throws Exception {
        assertThat(read(folder, "history_file=\n"))
                .isEqualTo(
                        new ConfigFile(folder.resolve("c.conf").toString(), null, null, null, null, null, List.of()));
    }

    @Test
    void hereIsNotKnownToTheUserName(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, "username=%(here)s\n"))
                .isInstanceOf(BadUsageException.class)
                .hasMessage("Format string '%(here)s' for 'supervisorctl.username' contains names ('here') which cannot"
                        + " be expanded. Available names: ENV_HOME, ENV_WHO");
    }

    @Test
    void plugInsAreFoundWithTheirOptions(@TempDir Path folder) throws Exception {
        ConfigFile file = read(folder, """
            [ctlplugin:x]
            supervisor.ctl_factory=a.b:c
            who=%(ENV_WHO)s
            [ctlplugin:y]
            supervisor.ctl_factory=d:e
            """);

        assertThat(file.plugins())
                .containsExactly(
                        new PluginSection("x", "a.b:c", Map.of("who", "fred")),
                        new PluginSection("y", "d:e", Map.of()));
    }

    @Test
    void aPlugInMustNameItsFactory(@TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, "[ctlplugin:x]\n"))
                .isInstanceOf(BadUsageException.class)
                .hasMessage("section [ctlplugin:x] does not specify a supervisor.ctl_factory");
    }

    private static ConfigFile read(Path folder, String section) throws IOException, BadUsageException, ConfigException {
        Path file = Files.writeString(folder.resolve("c.conf"), "[supervisorctl]\n" + section);
        return ConfigFile.read(file.toString(), ENVIRONMENT);
    }
}

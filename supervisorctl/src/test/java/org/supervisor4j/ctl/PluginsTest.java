package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.plugin.CtlPlugin;

class PluginsTest {
    private static final String FOLDER = "supervisor4j.plugins";

    private final Path folder;

    PluginsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makeJar() throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("greeting.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/" + CtlPlugin.class.getName()));
            jar.write(GreetingPlugin.class.getName().getBytes(StandardCharsets.US_ASCII));
            for (Class<?> type : List.of(GreetingPlugin.class, GreetingPlugin.Greet.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(name));
                try (InputStream stream = type.getClassLoader().getResourceAsStream(name)) {
                    Objects.requireNonNull(stream).transferTo(jar);
                }
            }
        }
        System.setProperty(FOLDER, folder.toString());
    }

    @AfterEach
    void forgetFolder() {
        System.clearProperty(FOLDER);
    }

    private Transcript ctl(String section, String... words) throws IOException {
        Path file = Files.writeString(
                folder.resolve("c.conf"), "[supervisorctl]\nserverurl=unix://" + folder + "/s\n" + section);
        List<String> all = new ArrayList<>(List.of("-c", file.toString()));
        all.addAll(List.of(words));
        return Client.ours(all, "", Map.of());
    }

    private static final String GREETING = "[ctlplugin:plug]\nsupervisor.ctl_factory=greeting:factory\nopt=1\n";

    @Test
    void aCommandOfAPlugInGetsItsArgumentAndItsOptions() throws IOException {
        Transcript transcript = ctl(GREETING, "hi", "a", "b");

        assertThat(transcript.stdout()).isEqualTo("hi a b {opt=1}\n");
        assertThat(transcript.exitCode()).isZero();
        assertThat(ctl(GREETING, "hi").exitCode()).isEqualTo(1);
    }

    @Test
    void aMistakeOfAPlugInIsTold() throws IOException {
        assertThat(ctl(GREETING, "hi", "nobody").stdout())
                .startsWith("error: <class 'ImportError'>, java.lang.NoSuchMethodError: greet: file: ");
        assertThat(ctl(GREETING + "mistake=1\n", "hi").stderr())
                .startsWith("Error: greeting:factory cannot be resolved within [ctlplugin:plug]: the plug-in has a"
                        + " mistake: java.lang.IllegalStateException: oops");
    }

    @Test
    void theOriginalsCommandsWin() throws IOException {
        assertThat(ctl(GREETING, "version").stdout()).isEqualTo("unix://" + folder + "/s no such file\n");
    }

    @Test
    void helpHasABlockForEachPlugIn() throws IOException {
        assertThat(ctl(GREETING, "help").stdout())
                .endsWith(
                        "version\n\n\nplug commands (type help <topic>):\n==================================\nhi\n\n");
        assertThat(ctl(GREETING, "help", "hi").stdout()).isEqualTo("*** No help on hi\nhi <whom>\tSay hello\n");
        assertThat(ctl(GREETING, "help", "quit").stdout()).endsWith("\n*** No help on quit\n");
        assertThat(ctl(GREETING, "help", "nosuch").stdout())
                .isEqualTo("*** No help on nosuch\n*** No help on nosuch\n");
    }

    @Test
    void aPlugInThatIsNotThereIsAUsageError() throws IOException {
        Transcript transcript = ctl("[ctlplugin:x]\nsupervisor.ctl_factory=a.b:c\n", "version");

        assertThat(transcript.stderr())
                .startsWith("Error: a.b:c cannot be resolved within [ctlplugin:x]: plug-ins are written in Java here");
        assertThat(transcript.exitCode()).isEqualTo(2);
    }

    @Test
    void theWildcardsPlugInIsBuiltInUnderItsOldName() throws IOException {
        String section = "[ctlplugin:wildcards]\nsupervisor.ctl_factory="
                + "supervisorwildcards.controllerplugin:make_wildcards_controllerplugin\n";

        assertThat(ctl(section, "help").stdout())
                .contains("wildcards commands (type help <topic>):\n")
                .endsWith("\nmrestart  mstart  mstatus  mstop\n\n");
        assertThat(ctl(section + "match_group=2\n", "help").stderr())
                .contains("its one option is match_group, which is 0 or 1");
    }
}

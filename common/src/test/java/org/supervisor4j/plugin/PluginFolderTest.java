package org.supervisor4j.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.sampleplugin.SamplePlugin;

class PluginFolderTest {
    private static final String SPEC = "sample.module:factory";
    private static final int ROOT = 0;
    private static final int SOMEBODY = 1000;

    private final Path folder;

    PluginFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void closeToOthers() throws IOException {
        mode(folder, "rwxr-xr-x");
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Path jar(String name) throws IOException {
        String classFile = SamplePlugin.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                InputStream bytes = SamplePlugin.class.getResourceAsStream("/" + classFile)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + Plugin.class.getName()));
            zip.write(SamplePlugin.class.getName().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(classFile));
            Objects.requireNonNull(bytes).transferTo(zip);
        }
        mode(jar, "rw-r--r--");
        return jar;
    }

    private Optional<Plugin> find(int uid, String spec) throws PluginException {
        return new PluginFolder(folder, uid).find(Plugin.class, spec);
    }

    @Test
    void pluginIsFoundByItsName() throws Exception {
        jar("sample.jar");

        assertThat(find(SOMEBODY, SPEC)).isPresent();
        assertThat(find(SOMEBODY, "other:factory")).isEmpty();
    }

    @Test
    void pluginHasClassesOfItsOwnAndSeesNoneOfTheProgram() throws Exception {
        jar("sample.jar");

        Plugin plugin = find(SOMEBODY, SPEC).orElseThrow();

        assertThat(plugin).isNotInstanceOf(SamplePlugin.class).hasToString("sees nothing");
    }

    @Test
    void jarIsOpenedOnce() throws Exception {
        jar("sample.jar");
        PluginFolder plugins = new PluginFolder(folder, SOMEBODY);

        Plugin first = plugins.find(Plugin.class, SPEC).orElseThrow();
        Plugin second = plugins.find(Plugin.class, SPEC).orElseThrow();

        assertThat(first.getClass()).isSameAs(second.getClass());
    }

    @Test
    void folderThatIsNotThereIsEmpty() throws Exception {
        assertThat(new PluginFolder(folder.resolve("none"), ROOT).find(Plugin.class, SPEC))
                .isEmpty();
        assertThat(new PluginFolder(null, ROOT).find(Plugin.class, SPEC)).isEmpty();
    }

    @Test
    void brokenJarSpoilsOnlyWhatIsNotFoundElsewhere() throws Exception {
        Files.writeString(folder.resolve("a.jar"), "no archive");
        Path services = Files.createDirectories(folder.resolve("x/META-INF/services"));
        Files.writeString(services.resolve(Plugin.class.getName()), "no.such.Class");
        packed(folder.resolve("b.jar"), services);
        jar("sample.jar");

        assertThat(find(SOMEBODY, SPEC)).isPresent();
        assertThatThrownBy(() -> find(SOMEBODY, "other:factory"))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("b.jar")
                .hasMessageContaining("no.such.Class");
    }

    private static void packed(Path jar, Path services) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + Plugin.class.getName()));
            Files.copy(services.resolve(Plugin.class.getName()), zip);
        }
    }

    @Test
    void rootLoadsNothingThatOthersCanWrite() throws Exception {
        assumeRoot();
        Path jar = jar("sample.jar");
        assertThat(find(ROOT, SPEC)).isPresent();

        mode(jar, "rw-rw-r--");
        assertThatThrownBy(() -> find(ROOT, SPEC))
                .hasMessageContaining("sample.jar can be written by others than root (its mode is 0664)")
                .hasMessageEndingWith("chmod go-w it");
        assertThat(find(SOMEBODY, SPEC)).isPresent();

        mode(jar, "rw-r--r--");
        mode(folder, "rwxr-xrwx");
        assertThatThrownBy(() -> find(ROOT, SPEC))
                .hasMessage(folder + " can be written by others than root (its mode is 0757), but we are root;"
                        + " chmod go-w it");
    }

    @Test
    void rootLoadsNothingThatBelongsToAnother() throws Exception {
        assumeRoot();
        Path jar = jar("sample.jar");

        Files.setAttribute(jar, "unix:uid", SOMEBODY);

        assertThatThrownBy(() -> find(ROOT, SPEC))
                .hasMessageContaining("sample.jar belongs to the user with uid 1000, but we are root");
    }

    @Test
    void linkIsAsTrustworthyAsThePlaceItLeadsTo() throws Exception {
        assumeRoot();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        mode(elsewhere, "rwxrwxrwx");
        Path moved = Files.move(jar("sample.jar"), elsewhere.resolve("x"));
        Files.createSymbolicLink(folder.resolve("sample.jar"), moved);

        assertThatThrownBy(() -> find(ROOT, SPEC)).hasMessageContaining("/elsewhere/. can be written by others");
    }

    private void assumeRoot() throws IOException {
        assumeThat((int) Files.getAttribute(folder, "unix:uid"))
                .as("only root can give files away")
                .isEqualTo(ROOT);
    }
}

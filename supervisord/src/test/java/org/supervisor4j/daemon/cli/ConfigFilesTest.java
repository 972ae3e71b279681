package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.config.Surroundings.PluginKind;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.config.reading.ConfigSource.Content;
import org.supervisor4j.daemon.config.reading.ConfigSource.TooManyNamesException;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.ini.Limits;
import org.supervisor4j.plugin.PluginFolder;
import org.supervisor4j.python.GlobPattern;

class ConfigFilesTest {
    private final Descriptors descriptors;
    private final ConfigFiles files;
    private final Path folder;

    ConfigFilesTest(@TempDir Path folder) throws UnsupportedPlatformException {
        this.folder = folder;
        this.descriptors = PosixSystem.open().descriptors();
        this.files = new ConfigFiles(descriptors);
    }

    @Test
    void aPlainFileIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("a.conf"), "[a]");

        assertThat(files.read(file.toString()))
                .isInstanceOfSatisfying(
                        Content.Bytes.class,
                        content -> assertThat(content.bytes()).asString().isEqualTo("[a]"));
    }

    @Test
    void whatIsNoFileIsToldApart() throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("l"), folder.resolve("nope"));

        assertThat(files.read(folder.resolve("nope").toString())).isEqualTo(new Content.Missing());
        assertThat(files.read("")).isEqualTo(new Content.Missing());
        assertThat(files.read(dangling.toString())).isEqualTo(new Content.Missing());
        assertThat(files.read("a\0b")).isEqualTo(new Content.Unreadable());
        assertThat(files.read(folder.toString())).isEqualTo(new Content.Folder());
        assertThat(files.read("/dev/zero")).isInstanceOf(Content.Refused.class);
    }

    @Test
    void aLinkToTheNullDeviceIsAnEmptyFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("/dev/null"));

        assertThat(files.read(link.toString()))
                .isInstanceOfSatisfying(Content.Bytes.class, content -> assertThat(content.bytes())
                        .isEmpty());
    }

    @Test
    void aFifoOfAnIncludeIsRefusedAndNotWaitedFor() throws Exception {
        Path fifo = folder.resolve("a.conf");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        assertThat(glob("*.conf")).containsExactly("a.conf");
        assertThat(files.read(fifo.toString()))
                .isEqualTo(new Content.Refused("is not a regular file; use a plain file"));
    }

    /** Whoever may write to the folder can do that at any moment. */
    @Test
    void aFifoThatTakesTheFilesPlaceAtTheLastMomentDoesNotHoldUsUp() throws IOException {
        Path file = Files.writeString(folder.resolve("a.conf"), "[a]");
        ConfigFiles raced = new ConfigFiles((Descriptors) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Descriptors.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open") && !arguments[1].equals(OpenFlags.PATH)) {
                        Files.delete(file);
                        new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
                    }
                    return method.invoke(descriptors, arguments);
                }));

        assertThat(raced.read(file.toString())).isInstanceOf(Content.Refused.class);
    }

    @Test
    void aFifoThatTheUserNamedIsReadOnce() throws Exception {
        Path fifo = folder.resolve("a.conf");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Process writer = new ProcessBuilder("sh", "-c", "echo '[a]' > " + fifo).start();

        Content first = files.readNamed(fifo.toString());

        assertThat(writer.waitFor()).isZero();
        assertThat(first).isInstanceOfSatisfying(Content.Bytes.class, content -> assertThat(content.bytes())
                .asString()
                .isEqualTo("[a]\n"));
        assertThat(files.readNamed(fifo.toString())).isSameAs(first);
        assertThat(files.kept(fifo.toString())).asString().isEqualTo("[a]\n");
        assertThat(files.read(fifo.toString())).isInstanceOf(Content.Refused.class);
    }

    @Test
    void whatTheUserNamedHasItsLimits() throws IOException {
        assertThat(files.readNamed("/dev/zero"))
                .isInstanceOfSatisfying(Content.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("is larger than "));
        Path plain = Files.writeString(folder.resolve("a.conf"), "[a]");
        assertThat(files.readNamed(plain.toString())).isInstanceOf(Content.Bytes.class);
        assertThat(files.kept(plain.toString())).isNull();
    }

    @Test
    void linksThatLeadRoundInCirclesEndTheSearch() throws IOException {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("."));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("."));

        assertThatThrownBy(() -> files.search().find(folder + "/*".repeat(30)))
                .isInstanceOf(TooManyNamesException.class)
                .hasMessageMatching(".* leads past more than [0-9]+ (characters of )?names; use narrower patterns");
    }

    @Test
    void whatIsReasonableIsMeantForAllPatternsTogether() throws IOException {
        for (int i = 0; i < 500; i++) {
            Files.createFile(folder.resolve("file" + i));
        }
        ConfigSource.Search search = files.search();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        assertThat(search.find(folder + "/f*[!0-9]")).isEmpty();
                    }
                })
                .isInstanceOf(TooManyNamesException.class);
    }

    /** Each is a level of a recursion. */
    @Test
    void aPatternWithMoreSlashesThanAnybodyWritesIsRefused() throws TooManyNamesException {
        String most = "nope" + "/*".repeat(500);

        assertThat(files.search().find(most)).isEmpty();
        assertThatThrownBy(() -> files.search().find(most + "/*"))
                .isInstanceOf(TooManyNamesException.class)
                .hasMessage("a pattern has more than 500 slashes");
    }

    @Test
    void anOverlargeFileIsRefused() throws IOException {
        Path file = folder.resolve("big");
        try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
            big.setLength(Limits.FILE + 1);
        }

        assertThat(files.read(file.toString())).isInstanceOf(Content.Refused.class);
    }

    @Test
    void theSearchLooksBesideTheProgramFirst() {
        assertThat(ConfigFiles.searchPaths("/usr/bin/supervisord"))
                .containsExactly(
                        "/usr/etc/supervisord.conf",
                        "/usr/supervisord.conf",
                        "supervisord.conf",
                        "etc/supervisord.conf",
                        "/etc/supervisord.conf",
                        "/etc/supervisor/supervisord.conf");
        assertThat(ConfigFiles.searchPaths("supervisord")).startsWith("etc/supervisord.conf", "supervisord.conf");
    }

    @Test
    void theSearchTakesTheFirstThatExists() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("usr/bin"));
        Path found = Files.writeString(folder.resolve("usr/supervisord.conf"), "");

        assertThat(files.search(bin.resolve("supervisord").toString())).isEqualTo(found.toString());
    }

    @Test
    void aSearchInVainNamesAllPlaces() {
        assertThatThrownBy(() -> ConfigFiles.search("/x/y/supervisord", path -> false))
                .hasMessage("No config file found at default paths (/x/etc/supervisord.conf, /x/supervisord.conf,"
                        + " supervisord.conf, etc/supervisord.conf, /etc/supervisord.conf,"
                        + " /etc/supervisor/supervisord.conf); use the -c option to specify a config file at a different"
                        + " path");
    }

    @Test
    void patternsMatchAsInPython() throws Exception {
        for (String name : new String[] {"a/x.conf", "a/.h.conf", "b/x.conf", "b/y.conf", ".c/x.conf", "d"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        Files.createSymbolicLink(folder.resolve("a/dangling.conf"), Path.of("nowhere"));

        assertThat(glob("a/*.conf")).containsExactlyInAnyOrder("a/x.conf", "a/dangling.conf");
        assertThat(glob("a/.*")).containsExactly("a/.h.conf");
        assertThat(glob("*/x.conf")).containsExactlyInAnyOrder("a/x.conf", "b/x.conf");
        assertThat(glob("**/y.conf")).containsExactly("b/y.conf");
        assertThat(glob("[!a]/?.conf")).containsExactlyInAnyOrder("b/x.conf", "b/y.conf");
        assertThat(glob("a/dangling.conf")).containsExactly("a/dangling.conf");
        assertThat(glob("nope/*")).isEmpty();
        assertThat(glob("*/")).containsExactlyInAnyOrder("a/", "b/");
    }

    private List<String> glob(String pattern) throws TooManyNamesException {
        return files.search().find(folder + "/" + pattern).stream()
                .map(path -> path.substring(folder.toString().length() + 1))
                .toList();
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "*.conf, a.conf, true",
        "*.conf, a.cnf, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "[abc], b, true",
        "[a-c]x, bx, true",
        "[!a-c], b, false",
        "[!a-c], d, true",
        "[]], ], true",
        "[, [, true",
        "[a, [a, true",
        "[z-a], b, false",
        "[!z-a], b, true",
        "a*b*c, aXbYbc, true",
        "*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "[a-], -, true",
        "[--0], ., true"
    })
    void pattern(String pattern, String name, boolean matches) {
        assertThat(new GlobPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "supervisor.rpcinterface:make_main_rpcinterface|",
                "supervisor.dispatchers:default_handler|",
                "foo:bar|No module named 'foo'",
                "foo.baz:bar|No module named 'foo'",
                "supervisor.nope:bar|No module named 'supervisor.nope'",
                "supervisor.rpcinterface:bar|module 'supervisor.rpcinterface' has no attribute 'bar'",
                "a b|'NoneType' object has no attribute 'group'"
            },
            quoteCharacter = '^')
    void plugin(String spec, @org.jspecify.annotations.Nullable String reason) {
        PluginSpecs specs = new PluginSpecs(new PluginFolder(null, 0));

        String told = specs.whyUnresolvable(PluginKind.RPC_INTERFACE, spec).orElse(null);

        assertThat(told == null ? null : told.replaceFirst(": plug-ins are written in Java here.*", ""))
                .isEqualTo(reason);
    }
}

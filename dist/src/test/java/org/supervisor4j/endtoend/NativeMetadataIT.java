package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the native program is told to keep for look-ups by name, held against the distribution that it is made of. */
@Tag("java")
class NativeMetadataIT {
    private static final Path METADATA = Path.of(
            "src/native/metadata/META-INF/native-image/org.supervisor4j/supervisor4j", "reachability-metadata.json");
    private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\"");
    private static final Pattern GLOB = Pattern.compile("\"glob\": \"([^\"]+)\"");
    private static final List<String> ENTRIES = new ArrayList<>();

    @BeforeAll
    static void readJars() throws IOException {
        try (Stream<Path> files = Files.list(Installation.jars())) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    file.stream().map(JarEntry::getName).forEach(ENTRIES::add);
                }
            }
        }
    }

    private static List<String> told(Pattern what) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = what.matcher(Files.readString(METADATA));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void eachTypeIsThere() throws IOException {
        assertThat(told(TYPE))
                .hasSizeGreaterThan(10)
                .allMatch(type -> ENTRIES.contains(type.replace('.', '/') + ".class") || isOfJava(type));
    }

    @Test
    void eachResourceIsThere() throws IOException {
        assertThat(told(GLOB)).hasSizeGreaterThan(5).allMatch(glob -> {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            return ENTRIES.stream().anyMatch(entry -> matcher.matches(Path.of(entry)));
        });
    }

    /** Their methods are found by reflection. */
    @Test
    void eachInterfaceOfMethodsIsTold() throws IOException {
        List<String> interfaces = ENTRIES.stream()
                .filter(entry -> entry.matches("org/supervisor4j/api/\\w+Api\\.class"))
                .map(entry -> entry.replace('/', '.').replaceFirst("\\.class$", ""))
                .toList();

        assertThat(interfaces).hasSizeGreaterThan(2);
        assertThat(told(TYPE)).containsAll(interfaces);
    }

    private static boolean isOfJava(String type) {
        try {
            return Class.forName(type, false, ClassLoader.getPlatformClassLoader()) != null;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jars of the distribution, and what is not. */
@Tag("java")
class PackedJarsIT {
    private static final Path LIB = Installation.jars();
    private static final Pattern LIBRARY_CLASS = Pattern.compile("org/(?:apache/(?:xmlrpc|ws)|ini4j)/[\\w/$]+");

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    /** What the published holes of the two libraries are in; see docs/security.md. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SerializableParser", // CVE-2016-5003
                "SerializableSerializer",
                "ByteArrayParser",
                "XmlRpcResponseParser", // CVE-2019-17570
                "SAXParsers", // CVE-2016-5002
                "XmlRpcRequestParser",
                "TypeFactoryImpl",
                "NodeParser",
                "ExtParser",
                "HttpUtil", // CVE-2016-5004
                "XmlRpcStreamRequestProcessor",
                "ReflectionUtil",
                "BasicProfile", // CVE-2022-41404
                "BasicOptionMap",
                "org/ini4j/ConfigParser",
                "org/ini4j/Ini.class",
                "BeanTool"
            })
    void noJarHasAnythingOfTheHoles(String name) throws IOException {
        for (Path jar : jars()) {
            assertThat(entries(jar))
                    .as(jar.toString())
                    .noneMatch(
                            entry -> entry.matches("org/(apache/xmlrpc|apache/ws|ini4j)/.*") && entry.contains(name));
        }
    }

    @Test
    void thereIsOnlyOneCopyOfEachLibrary() throws IOException {
        List<String> names =
                jars().stream().map(jar -> jar.getFileName().toString()).toList();
        assertThat(names).contains("xmlrpc-common.jar", "ini4j.jar", "ws-commons-util.jar", "common.jar");

        List<String> withLibraryClasses = new ArrayList<>();
        for (Path jar : jars()) {
            if (entries(jar).stream()
                    .anyMatch(entry -> LIBRARY_CLASS.matcher(entry).lookingAt())) {
                withLibraryClasses.add(jar.getFileName().toString());
            }
        }
        assertThat(withLibraryClasses)
                .containsExactlyInAnyOrder("xmlrpc-common.jar", "ini4j.jar", "ws-commons-util.jar");
    }

    /**
     * A class that is missing would only be missed when it is used. So whatever a shipped class names must be there.
     */
    @Test
    void everyClassThatIsNamedIsThere() throws IOException {
        Set<String> there = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        for (String jar : List.of("common.jar", "xmlrpc-common.jar", "ini4j.jar", "ws-commons-util.jar")) {
            try (JarFile file = new JarFile(LIB.resolve(jar).toFile())) {
                for (JarEntry entry : file.stream().toList()) {
                    if (entry.getName().endsWith(".class")) {
                        there.add(entry.getName().replace(".class", ""));
                        named.addAll(namesIn(file, entry));
                    }
                }
            }
        }

        named.removeAll(there);

        assertThat(named)
                .as("classes that shipped classes name, but are not shipped")
                .isEmpty();
    }

    /** Each jar is there for our own programs, or for a jar that is; but for those that have another reason. */
    @Test
    void everyJarIsNeededByAProgramOrHasAReason() throws IOException {
        Set<String> needed = new TreeSet<>(Set.of(
                "supervisord.jar",
                "supervisorctl.jar",
                "listener.jar", // for writers of event listeners
                "jffi-native.jar")); // where supervisord.jar is run without the launcher
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told);

        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--recursive",
                        "-summary",
                        "--ignore-missing-deps",
                        "--multi-release=17",
                        "--class-path=" + jars().stream().map(Path::toString).collect(Collectors.joining(":")),
                        LIB.resolve("supervisord.jar").toString(),
                        LIB.resolve("supervisorctl.jar").toString());

        // Such as "supervisord.jar -> lib/common.jar".
        told.toString().lines().map(line -> line.replaceFirst(".*[ /]", "")).forEach(needed::add);
        needed.removeIf(name -> !name.endsWith(".jar"));
        assertThat(jars()).map(jar -> jar.getFileName().toString()).containsExactlyInAnyOrderElementsOf(needed);
    }

    /** The constant pool holds names as plain text. */
    private static Set<String> namesIn(JarFile file, JarEntry entry) throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream in = file.getInputStream(entry)) {
            Matcher matcher = LIBRARY_CLASS.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}

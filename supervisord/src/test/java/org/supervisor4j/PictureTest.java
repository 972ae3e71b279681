package org.supervisor4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who imports whom, of all programs, held against the arrows in {@code docs/ARCHITECTURE.md}: both ways. */
class PictureTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ARROWS = Pattern.compile("    (\\S+) +──► (.+)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package org\\.supervisor4j\\.([a-z.]+);");
    private static final Pattern NAME = Pattern.compile("\\borg\\.supervisor4j\\.([a-z.]+)\\.[A-Z]");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

    @Test
    void theArrowsOfThePageAreThoseOfTheCode() throws IOException {
        Set<String> drawn = drawn();

        assertThat(found()).as("imports that the page does not draw").isSubsetOf(drawn);
        assertThat(drawn).as("arrows that no import stands for").isSubsetOf(found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "sink", "logging", "web"})
    void anArrowThatIsNotDrawnIsNamed(String importer) throws IOException {
        String planted =
                "package org.supervisor4j.daemon." + importer + ";\nimport org.supervisor4j.daemon.config.Paths;\n";

        assertThat(arrows(planted)).containsExactly(importer + " ──► config");
        assertThat(drawn()).doesNotContain(importer + " ──► config");
    }

    @Test
    void whatACommentMentionsIsNoImport() {
        assertThat(arrows("package org.supervisor4j.daemon.state;\n/** Like org.supervisor4j.daemon.os.Clock. */"))
                .isEmpty();
        assertThat(arrows("package org.supervisor4j.daemon.state;\nint x = org.supervisor4j.daemon.os.Clock.X;"))
                .containsExactly("state ──► os");
    }

    @Test
    void noArrowsGoRound() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (String arrow : drawn()) {
            String[] ends = arrow.split(" ──► ", -1);
            imports.computeIfAbsent(ends[0], each -> new TreeSet<>()).add(ends[1]);
        }

        assertThat(imports.keySet()).allSatisfy(start -> assertThat(reached(start, imports))
                .as("what %s leads to", start)
                .doesNotContain(start));
    }

    private static Set<String> reached(String start, Map<String, Set<String>> imports) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(imports.getOrDefault(start, Set.of()));
        while (!next.isEmpty()) {
            String at = next.pop();
            if (reached.add(at)) {
                next.addAll(imports.getOrDefault(at, Set.of()));
            }
        }
        return reached;
    }

    /** Each command is a class of its own; no other room is larger than a reader can look over. */
    @Test
    void noPackageButTheCommandsHasMoreThanThirtyClasses() throws IOException {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Path file : sources()) {
            Matcher matcher = PACKAGE.matcher(Files.readString(file));
            if (matcher.find() && !file.endsWith("package-info.java")) {
                sizes.merge(shortName(matcher.group(1)), 1, Integer::sum);
            }
        }
        sizes.remove("ctl.commands");

        assertThat(sizes)
                .hasSizeGreaterThan(30)
                .allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(30));
    }

    private static Set<String> drawn() throws IOException {
        Set<String> arrows = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/ARCHITECTURE.md"))) {
            Matcher matcher = ARROWS.matcher(line);
            if (matcher.matches()) {
                for (String imported : matcher.group(2).split(", ", -1)) {
                    arrows.add(matcher.group(1) + " ──► " + imported);
                }
            }
        }
        return arrows;
    }

    private static Set<String> found() throws IOException {
        Set<String> arrows = new TreeSet<>();
        for (Path file : sources()) {
            arrows.addAll(arrows(Files.readString(file)));
        }
        return arrows;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("common", "supervisord", "supervisorctl", "listener")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static List<String> arrows(String source) {
        Matcher matcher = PACKAGE.matcher(source);
        List<String> arrows = new ArrayList<>();
        if (matcher.find()) {
            String importer = shortName(matcher.group(1));
            Matcher names = NAME.matcher(COMMENT.matcher(source).replaceAll(""));
            while (names.find()) {
                String imported = shortName(names.group(1));
                if (!imported.equals(importer)) {
                    arrows.add(importer + " ──► " + imported);
                }
            }
        }
        return arrows;
    }

    private static String shortName(String name) {
        return name.replaceFirst("^daemon\\.", "");
    }
}

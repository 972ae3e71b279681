package org.supervisor4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        for (String module : List.of("common", "supervisord", "supervisorctl", "listener")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    arrows.addAll(arrows(Files.readString(file)));
                }
            }
        }
        return arrows;
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

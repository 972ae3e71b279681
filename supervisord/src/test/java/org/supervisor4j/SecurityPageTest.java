package org.supervisor4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} promises is tested where it says. */
class SecurityPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
    private static final Path ROOT = Path.of("..");

    @Test
    void allTestsThatItNamesAreThere() throws IOException {
        Set<String> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(40);
        assertThat(tests()).containsAll(named);
    }

    /** Each row of the tables of what is hardened, and of what was found, has its test. */
    @Test
    void noRowIsWithoutATest() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/security.md"));
        for (String section : new String[] {"## What is hardened", "## What was found once"}) {
            String text = page.substring(page.indexOf(section));
            String table = text.substring(0, text.indexOf("\n\n", text.indexOf("| --- |")));

            assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(2))
                    .as(section)
                    .isNotEmpty()
                    .allMatch(line -> NAMED.matcher(line).find());
        }
    }

    private static Set<String> tests() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : new String[] {"common", "supervisord", "supervisorctl", "listener", "dist"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> names.add(name.replace(".java", "")));
            }
        }
        return names;
    }
}

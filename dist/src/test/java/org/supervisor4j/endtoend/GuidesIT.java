package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.endtoend.MarkdownPage.Block;

/**
 * Each command block of the front page and of every page in {@code docs} is carried out, as it stands and in its order,
 * as root on a {@link Machine} on which our supervisord runs with the configuration that Debian's package has brought.
 *
 * <ul>
 *   <li>A block whose first line names a file in a comment is that file.
 *   <li>A block {@code text} after a block {@code sh} is what that says: but for numbers of processes, times, and what
 *       {@code ...} stands for: a part of a line, or any lines where it is one.
 *   <li>{@code ends with 3} in a comment before a block: its exit status, which is 0 else.
 *   <li>{@code run by XIT: why}: another test does it. {@code not run: why}: none does.
 *   <li>{@code a machine without supervisor}: before the first command of a page that begins with the installation.
 *       {@code a machine with Debian's supervisord}: that one runs, and not ours.
 * </ul>
 */
class GuidesIT {
    /** Blocks that nobody runs; each says why. One more is one too many: think first. */
    private static final int NOT_RUN = 6;

    /** Pages whose blocks are another test's. */
    private static final List<String> OTHERS = List.of("docs/containers.md");

    /** What only looks may look again until it sees what is expected: what was asked for before takes its time. */
    private static final Pattern LOOK = Pattern.compile(
            "(?:\\S*supervisorctl (?:.* )?(?:status|explain|tail|logs|maintail|avail|pid)|curl|cat|tail|head|ls|grep|stat)\\b.*");

    private static final String WITHOUT = """
            rm -rf /usr/local/bin/*supervisor* /usr/bin/*supervisor* /usr/local/bin/pidproxy /usr/bin/pidproxy /etc/supervisor \\
                /opt/supervisor4j
            """;

    /** As a package starts it. */
    private static final String WITH = """
            mkdir -p /var/log/supervisor
            supervisord -c /etc/supervisor/supervisord.conf
            """;

    static Stream<MarkdownPage> pages() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path file : MarkdownPage.all()) {
            MarkdownPage page = MarkdownPage.read(file);
            String name = page.toString();
            boolean isGuide = name.equals("README.md") || (name.matches("docs/[^/]*\\.md") && !OTHERS.contains(name));
            if (isGuide && page.blocks().stream().anyMatch(GuidesIT::isCommands)) {
                pages.add(page);
            }
        }
        return pages.stream();
    }

    private static boolean isCommands(Block block) {
        return block.language().equals("sh");
    }

    private static boolean isLeftOut(Block block) {
        return !block.said("not run:").isEmpty() || !block.said("run by ").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void everyBlockDoesWhatStandsAfterIt(MarkdownPage page) throws IOException {
        if (page.blocks().stream().filter(GuidesIT::isCommands).allMatch(GuidesIT::isLeftOut)) {
            return;
        }
        String begin = page.blocks().stream()
                .flatMap(block -> block.said("a machine ").stream())
                .findFirst()
                .orElse("");
        String script =
                switch (begin) {
                    case "" -> WITH;
                    case "without supervisor" -> WITHOUT;
                    case "with Debian's supervisord" -> WITH.replace("supervisord -c", "/usr/bin/supervisord -c");
                    default -> throw new AssertionError(page + ": a machine " + begin);
                };
        try (Machine machine = Machine.start()) {
            assertThat(machine.run(script).toString()).isEqualTo("[exit 0]\n");
            for (int i = 0; i < page.blocks().size(); i++) {
                Block block = page.blocks().get(i);
                Block after = page.blocks().get(Math.min(i + 1, page.blocks().size() - 1));
                if (isCommands(block) && !isLeftOut(block)) {
                    carryOut(
                            machine,
                            block,
                            after.language().equals("text") ? Optional.of(after.text()) : Optional.empty());
                } else if (block.path().isPresent()) {
                    machine.write(block.path().get(), block.text());
                }
            }
            assertThat(machine.run("ls /etc/supervisord.conf").exit())
                    .as("supervisorctl would find it before Debian's file")
                    .isNotZero();
        }
    }

    private static void carryOut(Machine machine, Block block, Optional<String> expected) throws IOException {
        int status = block.said("ends with ").stream()
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
        List<Command.Result> last = new ArrayList<>(List.of(machine.run(block.text())));
        if (block.text().lines().allMatch(line -> LOOK.matcher(line).matches())) {
            Await.settle(60, () -> isAsExpected(last.get(0), status, expected) || again(machine, block, last));
        }
        Command.Result result = last.get(0);
        if (!isAsExpected(result, status, expected)) {
            String told = normalise(expected.orElse(""));
            assertThat(normalise(result.stdout()) + "[exit " + result.exit() + "]\n")
                    .as(block.toString())
                    .isEqualTo(told + "[exit " + status + "]\n");
        }
    }

    private static boolean again(Machine machine, Block block, List<Command.Result> last) {
        try {
            last.set(0, machine.run(block.text()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return false;
    }

    private static boolean isAsExpected(Command.Result result, int status, Optional<String> expected) {
        return result.exit() == status
                && expected.map(text -> pattern(text)
                                .matcher(normalise(result.stdout()))
                                .matches())
                        .orElse(true);
    }

    /** What differs from run to run. */
    private static String normalise(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\d(?=[ T])", "DATE")
                .replaceAll("\\b\\d+:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b", "TIME")
                .replaceAll("\\b(pid:? ?|process )\\d+\\b", "$1N")
                .replaceAll("[ \\t]+", " ")
                .replaceAll(" \\n", "\n");
    }

    private static Pattern pattern(String expected) {
        String lines = normalise(expected)
                .lines()
                .map(line ->
                        line.equals("...") ? "(?:.*\n)*?" : Pattern.quote(line).replace("...", "\\E.*\\Q") + "\n")
                .collect(Collectors.joining());
        return Pattern.compile(lines);
    }

    @Test
    void whatIsNotRunSaysWhyAndWhatIsRunElsewhereIsRunThere() throws IOException {
        List<String> reasons = new ArrayList<>();
        for (MarkdownPage page : pages().toList()) {
            for (Block block : page.blocks()) {
                reasons.addAll(block.said("not run:"));
                for (String other : block.said("run by ")) {
                    String test = other.replaceFirst(":.*", "");
                    assertThat(MarkdownPage.TOP.resolve(
                                    "dist/src/test/java/org/supervisor4j/endtoend/" + test + ".java"))
                            .as("%s, %s", page, block)
                            .exists();
                    assertThat(other).as("%s, %s", page, block).matches("\\w+: .{10,}");
                }
            }
        }

        assertThat(reasons).hasSize(NOT_RUN).allMatch(reason -> reason.length() > 10);
    }
}

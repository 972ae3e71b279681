package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each configuration and each command of {@code docs/containers.md} does what the comments before it say. */
class ContainersPageIT {
    /** For commands that name a file and do not show it. */
    private static final String SHORT = """
            [supervisord]
            exit_on=all_exited
            [program:x]
            command=sh -c "exit 0"
            startsecs=0
            autorestart=false
            """;

    private static final String END_OF_COMMENT = " -->";

    /**
     * A block of the page.
     *
     * @param language of its fence
     * @param expected the comments before it: {@code ends with 3}, {@code says hello}, {@code killed web}, {@code runs}
     */
    private record Block(String language, String text, List<String> expected) {
        @Override
        public String toString() {
            return language + " " + expected + " "
                    + text.lines().skip(1).findFirst().orElse(text);
        }

        /** What the comments of that kind say. */
        List<String> all(String kind) {
            return expected.stream()
                    .filter(comment -> comment.startsWith(kind))
                    .map(comment -> comment.substring(kind.length()).strip())
                    .toList();
        }
    }

    static Stream<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String language = "";
        for (String line : Files.readAllLines(page())) {
            if (line.startsWith("<!-- ")) {
                comments.add(line.substring("<!-- ".length(), line.length() - END_OF_COMMENT.length()));
            } else if (line.equals("```")) {
                blocks.add(new Block(language, text.toString(), List.copyOf(comments)));
                comments.clear();
                language = "";
            } else if (line.startsWith("```")) {
                language = line.substring(3);
                text.setLength(0);
            } else if (!language.isEmpty()) {
                text.append(line).append('\n');
            }
        }
        return blocks.stream();
    }

    private static Path page() {
        return Installation.examples().resolveSibling("docs/containers.md");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void blockDoesWhatItSays(Block block) throws Exception {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write("s.conf", SHORT);
            if (block.language().equals("ini")) {
                sandbox.write("s.conf", block.text());
                assertThat(Command.of(Installation.OURS.supervisord(), "--check", "-c", "s.conf")
                                .in(sandbox.root())
                                .run()
                                .exit())
                        .isZero();
            }
            String bin =
                    Path.of(Installation.OURS.supervisord()).resolveSibling(".").toString();
            List<String> shell = List.of("sh", "-c", "PATH=$0:$PATH; " + command(block), bin);
            try (Container container = Container.startWords(shell, sandbox)) {
                judge(block, container);
            }
        }
    }

    private static String command(Block block) {
        String line = block.language().equals("ini")
                ? "supervisord --container -c s.conf"
                : block.text().strip();
        return "exec " + line;
    }

    private static void judge(Block block, Container container) throws InterruptedException {
        boolean goesOn = block.expected().stream().anyMatch(comment -> comment.matches("runs|killed .*"));
        if (goesOn) {
            container.awaitOutput("entered RUNNING state");
            container.signal("TERM");
        }
        int status = container.awaitEnd();
        for (String said : block.all("says ")) {
            assertThat(container.output()).contains(said);
        }
        for (String killed : block.all("killed ")) {
            assertThat(container.output()).contains("(stop_budget): " + killed + " did not end in it");
        }
        List<String> ends = block.all("ends with ");
        assertThat(status).as(container::output).isEqualTo(ends.isEmpty() ? 0 : Integer.parseInt(ends.get(0)));
        assertThat(container.output()).doesNotContain("Error", "Traceback");
    }
}

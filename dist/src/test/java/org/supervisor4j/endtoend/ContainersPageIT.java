package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.endtoend.MarkdownPage.Block;

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

    /** The comments before them: {@code ends with 3}, {@code says hello}, {@code killed web}, {@code runs}. */
    static Stream<Block> blocks() throws IOException {
        return MarkdownPage.read(MarkdownPage.TOP.resolve("docs/containers.md")).blocks().stream();
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
        boolean goesOn = block.comments().stream().anyMatch(comment -> comment.matches("runs|killed .*"));
        if (goesOn) {
            container.awaitOutput("entered RUNNING state");
            container.signal("TERM");
        }
        int status = container.awaitEnd();
        for (String said : block.said("says ")) {
            assertThat(container.output()).contains(said);
        }
        for (String killed : block.said("killed ")) {
            assertThat(container.output()).contains("(stop_budget): " + killed + " did not end in it");
        }
        List<String> ends = block.said("ends with ");
        assertThat(status).as(container::output).isEqualTo(ends.isEmpty() ? 0 : Integer.parseInt(ends.get(0)));
        assertThat(container.output()).doesNotContain("Error", "Traceback");
    }
}

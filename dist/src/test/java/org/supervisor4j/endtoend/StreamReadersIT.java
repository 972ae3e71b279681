package org.supervisor4j.endtoend;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is followed by what people follow it with: each line is there when it was written, not with the next. */
class StreamReadersIT {
    private static final String PYTHON = """
            import base64, requests, sys
            answer = requests.get(sys.argv[1], stream=True, auth=('user', 'secret'))
            for line in answer.iter_lines(): print(line.decode(), flush=True)
            """;
    private static final String URLLIB3 = """
            import sys, urllib3
            headers = urllib3.make_headers(basic_auth='user:secret')
            answer = urllib3.PoolManager().request('GET', sys.argv[1], headers=headers, preload_content=False)
            for chunk in answer.read_chunked(): print(chunk.decode(), end='', flush=True)
            """;
    private static final String NODE = """
            require('http').get(process.argv[1], {auth: 'user:secret'}, (answer) => answer.pipe(process.stdout));
            """;

    private static List<String> words(String reader, String url) {
        return switch (reader) {
            case "requests" -> List.of("/usr/bin/python3", "-c", PYTHON, url);
            case "urllib3" -> List.of("/usr/bin/python3", "-c", URLLIB3, url);
            case "node" -> List.of("node", "-e", NODE, url);
            case "curl" -> List.of("curl", "-sN", "-u", "user:secret", url);
            default -> throw new IllegalArgumentException(reader);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "urllib3", "node", "curl"})
    void eachLineComesWhenItIsWritten(String reader) throws Exception {
        try (ClientStage stage = ClientStage.of(Installation.OURS, """
                [program:quiet]
                command=/bin/cat
                autostart=false
                stdout_logfile=%(here)s/quiet.log
                """)) {
            Path log = stage.configuration().resolveSibling("quiet.log");
            Path read = stage.configuration().resolveSibling("read");
            Files.writeString(log, "line 0\n", CREATE);
            Process process = new ProcessBuilder(words(reader, "http://127.0.0.1:" + stage.port() + "/logtail/quiet"))
                    .redirectErrorStream(true)
                    .redirectOutput(read.toFile())
                    .start();
            try {
                String expected = "line 0\n";
                for (int number = 1; number <= 4; number++) {
                    String sofar = expected;
                    Await.until(
                            reader + " has read " + sofar, () -> textOf(read).equals(sofar));
                    Files.writeString(log, "line " + number + "\n", APPEND);
                    expected += "line " + number + "\n";
                }
                String all = expected;
                Await.settle(() -> textOf(read).equals(all));
                assertThat(read).hasContent(all);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

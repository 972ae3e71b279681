package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every state with every input, held against the table in {@code docs/process-states.md}: neither can change without
 * the other. What a cell means is {@link PhaseTest}'s.
 */
class PhaseMatrixTest {
    private static final Path PAGE = Path.of("..", "docs", "process-states.md");

    @Test
    void thePageShowsWhatEachStateMakesOfEachInput() throws IOException {
        Map<String, String> code = cells(PhaseMatrix.table());
        Map<String, String> page = cells(Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.replaceAll("\\s*\\|\\s*", "|"))
                .toList());

        Set<String> all = new TreeSet<>(code.keySet());
        all.addAll(page.keySet());
        assertThat(all.stream()
                        .filter(cell -> !Objects.equals(code.get(cell), page.get(cell)))
                        .map(cell -> cell + ": the code says \"" + code.get(cell) + "\", the page \"" + page.get(cell)
                                + "\""))
                .isEmpty();
    }

    private static Map<String, String> cells(List<String> lines) {
        List<String> inputs = List.of(lines.get(0).split("\\|", -1));
        Map<String, String> cells = new HashMap<>();
        for (String line : lines) {
            List<String> row = List.of(line.split("\\|", -1));
            for (int i = 2; i < row.size() - 1; i++) {
                cells.put(row.get(1) + ", on " + inputs.get(i), row.get(i));
            }
        }
        return cells;
    }
}

package org.supervisor4j.daemon.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.rpc.DaemonView.Aside;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

class BoardTest {
    private final Board board = new Board("e1");

    private static Row row(String name, ProcessState state) {
        return new Row("g", name, state, 7, 1000, "", Aside.NONE, null);
    }

    private void show(Row... rows) {
        board.show(SupervisorState.RUNNING, List.of(rows));
    }

    private String since(long seen) {
        return new String(board.since(seen, 99), UTF_8);
    }

    @Test
    void whoHasSeenNothingIsToldEverything() {
        show(row("a", ProcessState.RUNNING), row("b", ProcessState.STOPPED));

        assertThat(since(Board.NOTHING_SEEN))
                .startsWith("id: e1-1\nevent: state\ndata: {\"now\":99,\"mood\":\"RUNNING\",\"processes\":[")
                .contains("\"name\":\"g:a\",\"state\":\"RUNNING\"", "\"name\":\"g:b\",\"state\":\"STOPPED\"")
                .endsWith("]}\n\n");
    }

    @Test
    void whoHasMissedSomeChangesIsToldOnlyWhatDiffers() {
        show(row("a", ProcessState.STOPPED), row("b", ProcessState.STOPPED), row("c", ProcessState.STOPPED));
        show(row("a", ProcessState.STARTING), row("b", ProcessState.STOPPED), row("c", ProcessState.STOPPED));
        show(row("a", ProcessState.RUNNING), row("b", ProcessState.STOPPED), row("c", ProcessState.STARTING));

        assertThat(since(1)).contains("event: change", "g:a", "g:c").doesNotContain("g:b");
        assertThat(since(2)).isEqualTo(since(1));
        assertThat(board.since(1, 99)).as("made once for all").isSameAs(board.since(1, 100));
    }

    @Test
    void oneChangeAmongAThousandIsToldAlone() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(row("p" + i, ProcessState.RUNNING));
        }
        board.show(SupervisorState.RUNNING, rows);
        assertThat(since(Board.NOTHING_SEEN)).hasSizeGreaterThan(50_000);

        rows.set(500, row("p500", ProcessState.EXITED));
        board.show(SupervisorState.RUNNING, rows);

        assertThat(since(1)).contains("g:p500").hasSizeLessThan(250);
    }

    @Test
    void anUnchangedBoardKeepsItsVersion() {
        show(row("a", ProcessState.RUNNING));

        assertThat(board.show(SupervisorState.RUNNING, List.of(row("a", ProcessState.RUNNING))))
                .isFalse();
        assertThat(board.version()).isEqualTo(1);
    }

    @Test
    void otherProcessesAreANewState() {
        show(row("a", ProcessState.RUNNING));
        show(row("a", ProcessState.RUNNING), row("b", ProcessState.RUNNING));

        assertThat(since(1)).contains("event: state", "g:a", "g:b");
    }

    @Test
    void aNewMoodIsToldEvenWhereNoProcessChanges() {
        show(row("a", ProcessState.RUNNING));

        board.show(SupervisorState.SHUTDOWN, List.of(row("a", ProcessState.RUNNING)));

        assertThat(since(1)).contains("event: change", "\"mood\":\"SHUTDOWN\",\"processes\":[]");
    }

    @ParameterizedTest(name = "{0} has seen version {1}")
    @CsvSource({
        "e1-1, 1",
        "e1-0, 0",
        "e1-2, -1",
        "e2-1, -1",
        "'', -1",
        "e1-, -1",
        "e1-x, -1",
        "e1-99999999999999999999, -1"
    })
    void onlyItsOwnIdsCount(String id, long version) {
        show(row("a", ProcessState.RUNNING));

        assertThat(board.versionOf(id)).isEqualTo(version);
    }

    @Test
    void whatIsToldBesidesIsLeftOutWhereThereIsNothing() {
        show(row("a", ProcessState.STOPPED));
        assertThat(since(Board.NOTHING_SEEN)).doesNotContain("health", "comes", "next");

        show(new Row("g", "a", ProcessState.EXITED, 0, 1000, "", new Aside("unhealthy", true, 1012), null));
        assertThat(since(1)).contains("\"text\":\"\",\"health\":\"unhealthy\",\"comes\":true,\"next\":1012}");
    }

    @Test
    void nothingThatAProcessSaysEndsAnEvent() {
        show(new Row(
                "g", "a", ProcessState.FATAL, 0, 0, "x\n\nevent: evil\r\u2028\"\\</script>\ud800", Aside.NONE, null));

        assertThat(since(Board.NOTHING_SEEN))
                .contains("\"x\\u000a\\u000aevent: evil\\u000d\\u2028\\\"\\\\</script>\\ud800\"")
                .matches("(?s)[^\n]*\n[^\n]*\n[^\n]*\n\n");
    }
}

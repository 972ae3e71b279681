package org.supervisor4j.daemon.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerRoomTest {
    private static final Map<String, Object> REFUSAL =
            Map.of("faultCode", 30, "faultString", "FAILED: the answers of one multicall may have 16777216 characters");

    private final AnswerRoom room = new AnswerRoom();

    @Test
    void resultsAreTakenUntilTheyAreTooMuchTogether() {
        String half = "x".repeat(AnswerRoom.MOST / 2 - 100);
        List<Object> tail = List.of(half, half.length(), false);

        assertThat(room.take(half)).isSameAs(half);
        assertThat(room.take(tail)).isSameAs(tail);
        assertThat(room.take(half)).isEqualTo(REFUSAL);
    }

    @Test
    void refusalTakesNoRoom() {
        assertThat(room.take("x".repeat(AnswerRoom.MOST))).isEqualTo(REFUSAL);

        assertThat(room.take(Map.of("name", "cat"))).isEqualTo(Map.of("name", "cat"));
        assertThat(room.take(true)).isEqualTo(true);
    }

    @Test
    void listsOfProcessesCountWithoutBeingLookedAt() {
        SharedAnswer none = new SharedAnswer(List.of());

        assertThat(room.take(none)).isSameAs(none);
    }
}

package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastEndsTest {
    private static PastEnd end(long stop, long milliseconds, String text) {
        return new PastEnd(stop, milliseconds, text, "", false);
    }

    @Test
    void equalRunsThatFollowEachOtherAreOneLine() {
        PastEnd first = end(1_000_000, 120, "exit status 1");
        PastEnd last = end(1_000_009, 2_340, "exit status 1");
        PastEnd other = end(1_000_020, 15_000, "terminated by SIGKILL");

        assertThat(new PastEnds(List.of(first, end(1_000_004, 500, "exit status 1"), last, other)).lines())
                .containsExactly(
                        "3 times from " + first.day() + " " + first.clock() + " to " + last.clock()
                                + "  after 120 ms to 2.3 s: exit status 1",
                        other.day() + " " + other.clock() + "  after 15 s: terminated by SIGKILL");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        PastEnd end = end(1_000_000, -1, "exit status 1");

        assertThat(new PastEnds(List.of(end, end)).lines())
                .containsExactly(
                        "2 times from " + end.day() + " " + end.clock() + " to " + end.clock() + "  exit status 1");
    }

    @Test
    void fiveLinesAreShownTheLast() {
        List<PastEnd> ends = IntStream.range(0, 9)
                .mapToObj(code -> end(1_000_000 + code, 5, "exit status " + code))
                .toList();

        assertThat(new PastEnds(ends).lines()).hasSize(5).last().asString().endsWith("exit status 8");
    }

    @Test
    void threeEndsWithinAMinuteAreTooMany() {
        PastEnds ends = new PastEnds(List.of(end(1000, 1, "a"), end(1030, 1, "b"), end(1059, 1, "c")));

        assertThat(ends.isFlapping(1059)).isTrue();
        assertThat(ends.isFlapping(1060)).as("the first is a minute old").isFalse();
        assertThat(ends.recent(1030)).as("what comes later has not happened").isEqualTo(2);
    }

    @Test
    void aDaemonWithoutMillisecondsTellsSeconds() {
        PastEnd end = PastEnd.of(new Members(
                Map.of("start", 10, "stop", 13, "text", "exit status 0", "failure", "", "statename", "STOPPED")));

        assertThat(end).isEqualTo(new PastEnd(13, 3000, "exit status 0", "", true));
    }
}

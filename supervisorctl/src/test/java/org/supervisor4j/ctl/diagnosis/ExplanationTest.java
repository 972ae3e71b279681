package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.diagnosis.Facts;
import org.supervisor4j.diagnosis.ListenerReport;
import org.supervisor4j.diagnosis.Members;
import org.supervisor4j.diagnosis.PastEnd;
import org.supervisor4j.diagnosis.PastEnds;
import org.supervisor4j.diagnosis.PoolReport;

class ExplanationTest {
    /** 2026-11-21 14:03:22 UTC. */
    private static final int NOON = 1_795_269_802;

    private static final PastEnd CRASH = new PastEnd(NOON, 12, "terminated by SIGSEGV", "", false);

    private static Facts facts(String state, String spawnerr, @Nullable PoolReport pool) {
        Map<String, Object> process = Map.of(
                "group",
                "web",
                "name",
                "web",
                "statename",
                state,
                "spawnerr",
                spawnerr,
                "start",
                1,
                "stop",
                0,
                "now",
                NOON + 10,
                "description",
                "d");
        return new Facts(
                new Members(process),
                Map.of("command", "/bin/web"),
                new PastEnds(List.of(CRASH)),
                new Facts.Output("/log", List.of("boom")),
                "",
                "",
                pool);
    }

    @Test
    void theExplanationIsReadableAtAGlance() {
        assertThat(Explanation.of(facts("FATAL", "Exited too quickly", null)))
                .containsExactly(
                        "web: FATAL - Exited too quickly",
                        "  state     supervisord gave up; \"start web\" tries again",
                        "  program   /bin/web",
                        "  ended     " + CRASH.day() + " " + CRASH.clock() + "  after 12 ms: terminated by SIGSEGV",
                        "  output    the end of /log:",
                        "            > boom",
                        "  perhaps   It crashed: a mistake in the program or in a library of its.");
    }

    @Test
    void whatWaitsForAListenerIsTold() {
        ListenerReport busy = new ListenerReport("web", "RUNNING", "BUSY", 12, "TICK_5", 2, 1, "");

        assertThat(Explanation.of(facts("RUNNING", "", new PoolReport("web", 2, 2, 9, 3, List.of(busy)))))
                .contains(
                        "  events    as a listener, it has not answered TICK_5 for 12 s",
                        "            2 events wait, the oldest for 9 s (buffer_size=2)",
                        "            3 events were discarded, because the buffer overflowed");
    }
}

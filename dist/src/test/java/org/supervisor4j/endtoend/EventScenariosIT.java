package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners of our daemon and of Debian's see the same bytes, whatever happens. */
class EventScenariosIT {
    private static Map<String, List<String>> ours = Map.of();
    private static Map<String, List<String>> debians = Map.of();

    static List<EventScenario> scenarios() {
        return EventScenarios.all();
    }

    /** Both at the same time: most of it is waiting. */
    @BeforeAll
    static void playThemAll() {
        CompletableFuture<Map<String, List<String>>> other =
                CompletableFuture.supplyAsync(() -> EventPlay.play(Installation.DEBIAN, scenarios()));
        ours = EventPlay.play(Installation.OURS, scenarios());
        debians = other.join();
    }

    @Test
    void thereAreSixtyAndEachIsThereOnce() {
        assertThat(scenarios())
                .extracting(EventScenario::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void sees(EventScenario scenario) {
        assertThat(ours.get(scenario.name()))
                .isEqualTo(debians.get(scenario.name()))
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("it did not come to its end"));
    }
}

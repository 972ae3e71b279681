package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.events.EventType;

class EventListenerSectionTest {
    /** The configuration must not know the events themselves, so it has a list of its own. */
    @Test
    void theNamesOfEventsAreThoseThatThereAre() {
        assertThat(EventListenerSection.EVENT_TYPES).containsExactlyInAnyOrderElementsOf(names(true));
        assertThat(EventListenerSection.EXTRA_TYPES).containsExactlyInAnyOrderElementsOf(names(false));
    }

    private static List<String> names(boolean known) {
        return Stream.of(EventType.values())
                .filter(type -> type.isA(EventType.EVENT) == known)
                .map(EventType::name)
                .toList();
    }
}

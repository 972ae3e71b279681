package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.events.EventType;

class EventListenerSectionTest {
    /** The configuration must not know the events themselves, so it has a list of its own. */
    @Test
    void theNamesOfEventsAreThoseThatThereAre() {
        assertThat(EventListenerSection.EVENT_TYPES)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(EventType.values()).map(EventType::name).toList());
    }
}

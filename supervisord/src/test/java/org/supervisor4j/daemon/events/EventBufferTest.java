package org.supervisor4j.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    private final EventBuffer buffer = new EventBuffer(2);

    private static BufferedEvent event(long serial) {
        return event(serial, "");
    }

    private static BufferedEvent event(long serial, String payload) {
        return new BufferedEvent(EventType.REMOTE_COMMUNICATION, payload, serial, serial, 0);
    }

    private List<Long> content() {
        List<Long> serials = new ArrayList<>();
        for (Optional<BufferedEvent> next = buffer.poll(); next.isPresent(); next = buffer.poll()) {
            serials.add(next.get().serial());
        }
        return serials;
    }

    @Test
    void eventsComeOutInTheOrderInWhichTheyCame() {
        buffer.append(event(1));
        buffer.append(event(2));

        assertThat(content()).containsExactly(1L, 2L);
    }

    @Test
    void oneMoreThanBufferSizeDiscardsTheOldest() {
        buffer.append(event(1));
        buffer.append(event(2));

        List<BufferedEvent> discarded = buffer.append(event(3));

        assertThat(discarded).containsExactly(event(1));
        assertThat(content()).containsExactly(2L, 3L);
    }

    @Test
    void anEventThatIsPutBackIsTheNext() {
        buffer.append(event(2));

        buffer.prepend(event(1));

        assertThat(content()).containsExactly(1L, 2L);
    }

    @Test
    void anEventThatIsPutBackIntoAFullBufferTakesThePlaceOfTheHead() {
        buffer.append(event(2));
        buffer.append(event(3));

        List<BufferedEvent> discarded = buffer.prepend(event(1));

        assertThat(discarded).containsExactly(event(2));
        assertThat(content()).containsExactly(1L, 3L);
    }

    @Test
    void hugePayloadsDiscardTheOldestBeforeBufferSizeIsReached() {
        String half = "x".repeat((int) EventBuffer.LIMIT_CHARS / 2);
        EventBuffer large = new EventBuffer(1000);
        large.append(event(1, half));
        large.append(event(2, half));

        List<BufferedEvent> discarded = large.append(event(3, "y"));

        assertThat(discarded).extracting(BufferedEvent::serial).containsExactly(1L);
        assertThat(large.size()).isEqualTo(2);
    }

    @Test
    void whatHasBeenTakenNoLongerCountsAgainstTheLimitOfPayloads() {
        String half = "x".repeat((int) EventBuffer.LIMIT_CHARS / 2);
        EventBuffer large = new EventBuffer(1000);
        large.append(event(1, half));
        large.append(event(2, half));
        large.poll();

        assertThat(large.append(event(3, half))).isEmpty();
    }

    @Test
    void aSinglePayloadAboveTheLimitIsKept() {
        EventBuffer large = new EventBuffer(1000);

        assertThat(large.append(event(1, "x".repeat((int) EventBuffer.LIMIT_CHARS + 1))))
                .isEmpty();
        assertThat(large.size()).isEqualTo(1);
    }

    @Test
    void aSerialBeginsAtZeroAndWrapsBehindTheLargest() {
        SerialCounter fresh = new SerialCounter();
        SerialCounter worn = new SerialCounter(Long.MAX_VALUE);

        assertThat(List.of(fresh.take(), fresh.take())).containsExactly(0L, 1L);
        assertThat(List.of(worn.take(), worn.take())).containsExactly(Long.MAX_VALUE, 0L);
    }
}

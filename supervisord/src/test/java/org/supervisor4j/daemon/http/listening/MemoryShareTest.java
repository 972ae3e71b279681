package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class MemoryShareTest {
    private static final int LARGE = MemoryShare.SMALL + 1;

    private final MemoryShare room = new MemoryShare(2 * LARGE);

    @Test
    void thereIsRoomUntilItIsTaken() {
        assertThat(room.enter(LARGE)).isTrue();
        assertThat(room.enter(LARGE)).isTrue();
        assertThat(room.enter(LARGE)).isFalse();

        room.leave(LARGE);

        assertThat(room.enter(LARGE)).isTrue();
    }

    @Test
    void whatIsSmallAlwaysHasRoom() {
        assertThat(room.enter(2 * LARGE)).isTrue();

        assertThat(room.enter(MemoryShare.SMALL)).isTrue();
        room.leave(MemoryShare.SMALL);
        assertThat(room.enter(LARGE)).isFalse();
    }

    @Test
    void callbackGivesBackWhateverBecomesOfIt() {
        Callback first = room.enterUntil(Callback.NOOP, LARGE).orElseThrow();
        Callback second = room.enterUntil(Callback.NOOP, LARGE).orElseThrow();
        assertThat(room.enterUntil(Callback.NOOP, LARGE)).isEmpty();

        first.succeeded();
        second.failed(new IllegalStateException());

        assertThat(room.enter(2 * LARGE)).isTrue();
    }
}

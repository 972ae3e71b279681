package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong now = new AtomicLong();
    private final Seats seats = new Seats(() -> 2, now::get);
    private final ByteArrayEndPoint first = new ByteArrayEndPoint();
    private final ByteArrayEndPoint second = new ByteArrayEndPoint();

    private boolean take(ByteArrayEndPoint endPoint) {
        return seats.take(endPoint, Callback.NOOP).isPresent();
    }

    @Test
    void newcomerGetsTheSeatOfWhoHasItForLongestButNobodysOfLessThanAMinute() {
        assertThat(take(first)).isTrue();
        now.set(1);
        assertThat(take(second)).isTrue();
        now.set(MINUTE - 1);
        assertThat(take(new ByteArrayEndPoint())).isFalse();
        assertThat(first.isOpen()).isTrue();

        now.set(MINUTE);

        assertThat(take(new ByteArrayEndPoint())).isTrue();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(take(new ByteArrayEndPoint())).isFalse();
    }

    @Test
    void whereThereIsRoomASeatIsKeptForEver() {
        assertThat(take(first)).isTrue();
        now.set(1000 * MINUTE);

        assertThat(take(second)).isTrue();

        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void seatIsFreeWhenTheAnswerIsOverHoweverItEnds() {
        Callback one = seats.take(first, Callback.NOOP).orElseThrow();
        Callback other = seats.take(second, Callback.NOOP).orElseThrow();
        one.failed(new IllegalStateException("gone"));
        assertThat(take(new ByteArrayEndPoint())).isTrue();
        assertThat(take(new ByteArrayEndPoint())).isFalse();

        other.succeeded();

        assertThat(take(new ByteArrayEndPoint())).isTrue();
    }
}

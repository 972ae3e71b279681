package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.listener.EventBus;

class TickTimerTest {
    /** 1,700,000,000 s since the epoch is 20 s into a minute, 800 s into an hour, and a multiple of 5. */
    private static final long START = 1_700_000_000L;

    private final LoopHarness harness = new LoopHarness();
    private final EventBus bus = new EventBus(new SerialCounter());
    private final List<String> heard = new ArrayList<>();
    private final EventBus.Subscriber subscriber = event -> heard.add(event.type() + " " + event.payload());
    private final TickTimer ticks = new TickTimer(harness.loop, harness.clock, bus);

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private void subscribe(EventType... types) {
        for (EventType type : types) {
            bus.subscribe(type, subscriber);
        }
        ticks.adjust();
    }

    @Test
    void nobodyIsWokenWhileNobodyWantsTicks() {
        subscribe(EventType.PROCESS_STATE);

        assertThat(harness.loop.nanosToNextAlarm()).isEqualTo(-1);
    }

    @Test
    void noTimerIsLeftWhenTheLastSubscriberHasGone() {
        subscribe(EventType.TICK_5);

        bus.unsubscribe(subscriber);
        ticks.adjust();

        assertThat(harness.loop.nanosToNextAlarm()).isEqualTo(-1);
    }

    @Test
    void ticksAreAlignedToTheEpochAndNotToTheStart() {
        harness.advance(secs(3.5));
        subscribe(EventType.TICK_5);

        harness.advance(secs(1.4));
        assertThat(heard).isEmpty();
        harness.advance(secs(0.2));

        assertThat(heard).containsExactly("TICK_5 when:" + (START + 5));
    }

    @Test
    void theTicksOfOneMomentComeFromTheShortestToTheLongest() {
        subscribe(EventType.EVENT);

        harness.advance(secs(2805));

        assertThat(heard)
                .containsSubsequence(
                        "TICK_5 when:" + (START + 2800),
                        "TICK_60 when:" + (START + 2800),
                        "TICK_3600 when:" + (START + 2800));
        assertThat(heard).filteredOn(line -> line.startsWith("TICK_5 ")).hasSize(561);
        assertThat(heard).filteredOn(line -> line.startsWith("TICK_60 ")).hasSize(47);
        assertThat(heard).filteredOn(line -> line.startsWith("TICK_3600 ")).hasSize(1);
    }

    @Test
    void whoWantsHoursOnlyIsWokenOnceAMinute() {
        subscribe(EventType.TICK_3600);

        assertThat(Duration.ofNanos(harness.loop.nanosToNextAlarm())).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aClockThatIsSetForwardsGivesOneTickAndNotAllThatWereSkipped() {
        subscribe(EventType.TICK_60);

        harness.clock.setWallClock(Duration.ofHours(5));
        harness.advance(secs(61));

        assertThat(heard).containsExactly("TICK_60 when:" + (START + 18040));
    }

    @Test
    void aClockThatIsSetBackwardsGivesOneTickToo() {
        subscribe(EventType.TICK_3600);

        harness.clock.setWallClock(Duration.ofHours(-2));
        harness.advance(secs(61));

        assertThat(heard).containsExactly("TICK_3600 when:" + (START - 800 - 7200));
    }
}

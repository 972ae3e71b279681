package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;

class ChannelBacklogTest {
    private final LoopHarness harness = new LoopHarness();

    @BeforeEach
    void aChattyProgram() {
        harness.with(aProgram("chatty").stdoutEvents().alone());
    }

    private FakeOutputs.FakeChannel stdout() {
        return harness.channel("chatty", Channel.STDOUT);
    }

    private void deliver(int units, int bytes) {
        for (int unit = 0; unit < units; unit++) {
            stdout().listener().onData(new byte[bytes]);
        }
    }

    @Test
    void aChannelIsPausedWhenTooManyBytesWaitForTheControlLoop() {
        deliver(1, ChannelBacklog.MOST_BYTES);
        assertThat(stdout().isPaused()).isFalse();

        deliver(1, 1);

        assertThat(stdout().isPaused()).isTrue();
    }

    @Test
    void aChannelIsPausedWhenTooManyUnitsWaitHoweverSmall() {
        deliver(ChannelBacklog.MOST_UNITS, 1);
        assertThat(stdout().isPaused()).isFalse();

        deliver(1, 1);

        assertThat(stdout().isPaused()).isTrue();
    }

    @Test
    void aPausedChannelIsReadAgainWhenTheControlLoopHasCaughtUp() {
        deliver(100, 1);

        harness.turn();

        assertThat(stdout().isPaused()).isFalse();
        assertThat(harness.events)
                .filteredOn(event -> event.startsWith("PROCESS_LOG_STDOUT"))
                .hasSize(100);
    }

    @Test
    void readingBeginsAgainAtHalfOfTheLimit() {
        ChannelBacklog backlog = new ChannelBacklog();
        backlog.control(stdout());
        for (int unit = 0; unit <= ChannelBacklog.MOST_UNITS; unit++) {
            backlog.delivered(1);
        }

        for (int unit = ChannelBacklog.MOST_UNITS + 1; unit > ChannelBacklog.MOST_UNITS / 2; unit--) {
            assertThat(stdout().isPaused()).isTrue();
            backlog.handled(1);
        }

        assertThat(stdout().isPaused()).isFalse();
    }

    @Test
    void communicationsCountToo() {
        stdout().listener().onCommunication(new byte[ChannelBacklog.MOST_BYTES + 1]);

        assertThat(stdout().isPaused()).isTrue();
    }

    @Test
    void aProgramThatIsPausedDoesNotHoldUpAnother() {
        harness.supervisor.addGroup(aProgram("calm").stdoutEvents().alone(), Map.of());
        harness.supervisor.activate(harness.supervisor.group("calm").orElseThrow());
        harness.turn();

        deliver(100, 1);

        assertThat(harness.channel("calm", Channel.STDOUT).isPaused()).isFalse();
    }
}

package org.supervisor4j.daemon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.supervisor4j.model.ProcessState;

class BufferedEventTest {
    private static String envelope(Event event) {
        BufferedEvent buffered = new BufferedEvent(event.type(), event.payload(), 24, 7, 0);
        return new String(buffered.envelope("supervisor", "all"), StandardCharsets.UTF_8);
    }

    @Test
    void theHeaderHasItsKeysInOrderAndNothingFollowsThePayload() {
        var exited =
                new Event.ProcessStateChanged("ex", "ex", ProcessState.RUNNING, ProcessState.EXITED, 0, 31600, true);

        assertThat(envelope(exited))
                .isEqualTo("ver:3.0 server:supervisor serial:24 pool:all poolserial:7"
                        + " eventname:PROCESS_STATE_EXITED len:67\n"
                        + "processname:ex groupname:ex from_state:RUNNING expected:1 pid:31600");
    }

    @Test
    void anEmptyPayloadHasLengthZeroAndTheHeaderItsLineEnd() {
        assertThat(envelope(new Event.SupervisorStateChanged(false)))
                .endsWith(" eventname:SUPERVISOR_STATE_CHANGE_RUNNING len:0\n");
    }

    @Test
    void theLengthCountsCharactersAndNotBytes() {
        assertThat(envelope(new Event.RemoteCommunication("t é", "multi\nline é")))
                .contains(" len:21\ntype:t é\n");
    }

    @Test
    void aCharacterBeyondTheBasicPlaneCountsOnce() {
        assertThat(envelope(new Event.RemoteCommunication("t", "🙂"))).endsWith(" len:8\ntype:t\n🙂");
    }
}

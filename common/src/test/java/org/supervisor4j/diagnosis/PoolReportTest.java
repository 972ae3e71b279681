package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcCall;
import org.supervisor4j.model.RpcFault;

class PoolReportTest {
    private static PoolReport pool(int waiting, int oldest, int discarded, ListenerReport listener) {
        return new PoolReport("mail", 10, waiting, oldest, discarded, List.of(listener));
    }

    private static ListenerReport listener(String state, String protocol, int seconds) {
        return new ListenerReport("mail", state, protocol, seconds, "TICK_5", -1, 0, "");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING,BUSY,29,false",
        "RUNNING,BUSY,30,true",
        "RUNNING,ACKNOWLEDGED,4,false",
        "RUNNING,ACKNOWLEDGED,5,true",
        "RUNNING,UNKNOWN,0,true",
        "RUNNING,READY,9999,false",
        "STOPPED,BUSY,9999,false"
    })
    void aListenerThatDoesNotAnswerIsInTrouble(String state, String protocol, int seconds, boolean trouble) {
        assertThat(pool(0, -1, 0, listener(state, protocol, seconds)).isInTrouble())
                .isEqualTo(trouble);
    }

    @ParameterizedTest
    @CsvSource({"1,4,0,false", "1,5,0,true", "1,0,1,true", "0,-1,1,false"})
    void whatWaitsLongOrIsBeingLostIsTrouble(int waiting, int oldest, int discarded, boolean trouble) {
        PoolReport pool = pool(waiting, oldest, discarded, listener("RUNNING", "BUSY", 1));

        assertThat(pool.isInTrouble("mail")).isEqualTo(trouble);
        assertThat(pool.isInTrouble("another")).isFalse();
    }

    @Test
    void theSummaryNamesWhoDoesNotAnswerAndWhatItCosts() {
        assertThat(pool(2, 9, 3, listener("RUNNING", "BUSY", 12)).summary())
                .isEqualTo("mail has not answered TICK_5 for 12 s; 2 events wait, the oldest for 9 s (buffer_size=10);"
                        + " 3 events were discarded, because the buffer overflowed");
    }

    @Test
    void aListenerThatBrokeTheProtocolIsToldWhatItWrote() {
        ListenerReport lost = new ListenerReport("mail", "RUNNING", "UNKNOWN", 60, "", -1, 0, "starting up\n");

        assertThat(lost.doing()).contains("until it is restarted");
        assertThat(String.join(" ", lost.advice()))
                .contains("It wrote 'starting up\\n' where", "RESULT 2", "standard error");
        assertThat(listener("RUNNING", "READY", 1).advice()).isEmpty();
    }

    @Test
    void aDaemonThatDoesNotKnowTheMethodHasNoPools() throws IOException {
        RpcCall original = (method, params) -> {
            throw new RpcFault(Fault.UNKNOWN_METHOD);
        };

        assertThat(PoolReport.all(original)).isEmpty();
    }

    @Test
    void whatTheDaemonAnswersIsRead() throws IOException {
        Object[] answer = {
            Map.of(
                    "name",
                    "mail",
                    "buffersize",
                    10,
                    "waiting",
                    0,
                    "oldest",
                    -1,
                    "discarded",
                    0,
                    "listeners",
                    new Object[] {
                        Map.of(
                                "name",
                                "mail",
                                "statename",
                                "RUNNING",
                                "protocol",
                                "BUSY",
                                "seconds",
                                1,
                                "eventname",
                                "TICK_5",
                                "announced",
                                -1,
                                "written",
                                0,
                                "lastwords",
                                "")
                    })
        };

        assertThat(PoolReport.all((method, params) -> answer))
                .containsExactly(pool(0, -1, 0, listener("RUNNING", "BUSY", 1)));
    }
}

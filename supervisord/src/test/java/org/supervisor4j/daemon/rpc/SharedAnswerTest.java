package org.supervisor4j.daemon.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;

class SharedAnswerTest {
    private static final ProcessInfo CAT = FakeSupervisorApi.info("g", "cat", ProcessState.RUNNING);

    private final SharedAnswer answer = new SharedAnswer(List.of(CAT));

    @Test
    void answerIsTheListAsItTravels() {
        assertThat(answer).isEqualTo(List.of(CAT.toMap()));
    }

    @Test
    void answerIsWrittenOnceForAllWhoAsk() {
        AtomicInteger written = new AtomicInteger();

        byte[] first = answer.writtenBy(value -> new byte[] {(byte) written.incrementAndGet()});
        byte[] second = answer.writtenBy(value -> new byte[] {(byte) written.incrementAndGet()});

        assertThat(second).isSameAs(first).containsExactly(1);
    }
}

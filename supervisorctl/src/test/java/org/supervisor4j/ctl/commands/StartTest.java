package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.model.Fault;

class StartTest {
    /** Bad names have a hint of their own, what runs already is no failure. */
    @Test
    void eachStartThatFailsIsExplained() {
        List<Fault> explained = Arrays.stream(Fault.values())
                .filter(ProcessesCommand::isFailedStart)
                .toList();

        assertThat(explained)
                .containsExactlyInAnyOrder(
                        Fault.NO_FILE, Fault.NOT_EXECUTABLE, Fault.SPAWN_ERROR, Fault.ABNORMAL_TERMINATION);
    }
}

package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisor4j.ctl.session.Struct;

class StatusTableTest {
    private static final List<Struct> PROCESSES =
            List.of(process("web", "RUNNING", "pid 12, uptime 0:00:05"), process("bad", "FATAL", "Exited too quickly"));

    private static Struct process(String name, String state, String description) {
        return new Struct(Map.of("group", name, "name", name, "statename", state, "description", description));
    }

    @Test
    void withoutColoursLinesAreTheOriginals() {
        assertThat(new StatusTable(false, Integer.MAX_VALUE).lines(PROCESSES))
                .containsExactly(
                        "web                              RUNNING   pid 12, uptime 0:00:05",
                        "bad                              FATAL     Exited too quickly");
    }

    @Test
    void coloursChangeNoColumnAndFatalStandsOut() {
        List<String> lines = new StatusTable(true, Integer.MAX_VALUE).lines(PROCESSES);

        assertThat(lines.get(0)).contains("\033[32mRUNNING\033[0m   pid");
        assertThat(lines.get(1)).contains("\033[1;37;41mFATAL\033[0m     Exited");
        assertThat(lines.stream().map(line -> line.replaceAll("\033\\[[0-9;]*m", "")))
                .isEqualTo(new StatusTable(false, Integer.MAX_VALUE).lines(PROCESSES));
    }

    @Test
    void linesAreCutWithoutCuttingAColour() {
        assertThat(new StatusTable(true, 44).lines(PROCESSES).get(1)).endsWith("FATAL\033[0m     E");
        assertThat(new StatusTable(true, 35).lines(PROCESSES).get(1))
                .endsWith(" FA")
                .doesNotContain("\033");
    }

    @Test
    void aTerminalThatDoesNotTellItsSizeHasTheUsualOne() {
        assertThat(TerminalSize.parse("50 132\n")).isEqualTo(new TerminalSize(50, 132));
        assertThat(List.of(TerminalSize.parse("0 0\n"), TerminalSize.parse(""), TerminalSize.parse("x y")))
                .containsOnly(TerminalSize.USUAL);
    }
}

package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.supervisor4j.ctl.session.Command;

class HelpTest {
    @Test
    void everyListedCommandCanBeFoundUnderItsNameAndHasHelp() {
        for (String name : Commands.names()) {
            Command command = Objects.requireNonNull(new Commands(List.of()).find(name), name);

            assertThat(command.name()).isEqualTo(name);
            assertThat(command.help()).as(name).isNotEmpty();
        }
    }

    @Test
    void whatTheOriginalDoesNotHaveCanBeFoundUnderItsNameToo() {
        for (String name : Commands.additions()) {
            Command command = Objects.requireNonNull(new Commands(List.of()).find(name), name);

            assertThat(command.name()).isEqualTo(name);
            assertThat(command.help()).as(name).isNotEmpty();
        }
    }

    @Test
    void theCommandsTakeThreeLinesOf79Columns() {
        assertThat(Help.columns(Commands.names(), 79))
                .containsExactly(
                        "add    exit      open  reload  restart   start   tail   ",
                        "avail  fg        pid   remove  shutdown  status  update ",
                        "clear  maintail  quit  reread  signal    stop    version");
    }

    @Test
    void aLastColumnMayBeShorter() {
        assertThat(Help.columns(List.of("aaaa", "b", "cc"), 8)).containsExactly("aaaa  cc", "b   ");
    }

    @Test
    void whatDoesNotFitAnywhereStandsInOneColumn() {
        assertThat(Help.columns(List.of("aaaa", "bbbb"), 5)).containsExactly("aaaa", "bbbb");
    }
}

package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedLineTest {
    @Test
    void theCommandIsTheLongestRunOfLettersDigitsAndUnderscores() {
        assertThat(TypedLine.parse("  status;x y ")).isEqualTo(new TypedLine("status;x y", "status", ";x y"));
    }

    @Test
    void aQuestionMarkMeansHelp() {
        assertThat(TypedLine.parse("?start")).isEqualTo(new TypedLine("help start", "help", "start"));
    }

    @Test
    void aLineMayHaveNoCommand() {
        assertThat(TypedLine.parse("!ls")).isEqualTo(new TypedLine("!ls", "", "!ls"));
        assertThat(TypedLine.parse(" \t")).isEqualTo(new TypedLine("", "", ""));
    }
}

package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalGuardTest {
    static Stream<Arguments> pieces() {
        return Stream.of(
                Arguments.of("plain text stays", "a é €\ud83d\ude00\tb\r\n", "a é €\ud83d\ude00\tb\r\n"),
                Arguments.of("colours stay", "\033[1;31mred\033[m", "\033[1;31mred\033[m"),
                Arguments.of("colours of 24 bits stay", "\033[38:2:1:2:3mx", "\033[38:2:1:2:3mx"),
                Arguments.of("clearing the screen shows", "\033[2Jx", "^[[2Jx"),
                Arguments.of("a title shows", "\033]0;x\007", "^[]0;x^G"),
                Arguments.of("a question to the terminal shows", "\033[6n", "^[[6n"),
                Arguments.of("two escapes in a row show", "\033\033[0mx", "^[\033[0mx"),
                Arguments.of("backspace and delete show", "a\bb\177", "a^Hb^?"),
                Arguments.of("control characters of eight bits show", "\u009b31m", "\\x9b31m"),
                Arguments.of(
                        "an endless colour is none", "\033[" + "1".repeat(40) + "m", "^[[" + "1".repeat(40) + "m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pieces")
    void filters(String behaviour, String piece, String expected) {
        TerminalGuard guard = new TerminalGuard();

        assertThat(guard.filter(piece + ".")).isEqualTo(expected + ".");
    }

    @Test
    void aColourMayBeTornBetweenPieces() {
        TerminalGuard guard = new TerminalGuard();

        assertThat(guard.filter("a\033")).isEqualTo("a");
        assertThat(guard.filter("[3")).isEmpty();
        assertThat(guard.filter("1mred")).isEqualTo("\033[31mred");
    }

    @Test
    void aTornSequenceThatIsNoColourShowsLater() {
        TerminalGuard guard = new TerminalGuard();

        assertThat(guard.filter("\033[2")).isEmpty();
        assertThat(guard.filter("J")).isEqualTo("^[[2J");
    }
}

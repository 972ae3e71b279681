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
                Arguments.of("text is not turned around", "a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f"),
                Arguments.of("what has no width shows", "w\u200beb\u2060\ufeff\u00ad", "w\\u200beb\\u2060\\ufeff\\xad"),
                Arguments.of("other line ends show", "a\u2028b\u2029", "a\\u2028b\\u2029"),
                Arguments.of("blank letters show", "a\u3164b\u034f", "a\\u3164b\\u034f"),
                Arguments.of("invisible tags show", "a\udb40\udc41", "a\\U000e0041"),
                Arguments.of(
                        "other languages stay",
                        "\u05d0\u0628\u0600\u0661 e\u0301 \u2764\ufe0f \u4e2d",
                        "\u05d0\u0628\u0600\u0661 e\u0301 \u2764\ufe0f \u4e2d"),
                Arguments.of("a colour may hold none of them", "\033[3\u202e1mx", "^[[3\\u202e1mx"),
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

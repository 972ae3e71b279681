package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiStripperTest {
    private static final String TERMINATORS = "HfABCDRsuJKhlpm";

    private static String strip(List<String> units) {
        AnsiStripper stripper = new AnsiStripper();
        StringBuilder shown = new StringBuilder();
        for (String text : units) {
            ByteBuffer unit = unit(text.getBytes(StandardCharsets.ISO_8859_1));
            stripper.strip(unit);
            shown.append(StandardCharsets.ISO_8859_1.decode(unit));
        }
        return shown + (stripper.finish() ? "\u001b" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "ab, ab",
        "a^[1mb^[0mc, abc",
        "^[1;31mred, red",
        "^[2Kline, line",
        "a^b, a^b",
        "a^^[1mb, a^b",
        "a^]0;title, a^]0;title",
        "a^[12, a",
        "a^, a^",
        "a^[, a",
    })
    void removesWhatBeginsWithEscapeAndBracketUpToAKnownLetter(String input, String expected) {
        String text = input.replace('^', '\u001b');

        assertThat(strip(List.of(text)).replace('\u001b', '^')).isEqualTo(expected);
    }

    @Test
    void aSequenceIsRemovedWhereverAReadTearsIt() {
        String text = "one\u001b[1;31mtwo\u001b\u001b[0mthree\u001b[2J\u001bX\u001b[Hend\u001b";
        String whole = strip(List.of(text));

        assertThat(whole).isEqualTo("onetwo\u001bthree\u001bXend\u001b");
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                List<String> torn =
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second));
                assertThat(strip(torn)).as(torn.toString()).isEqualTo(whole);
            }
        }
    }

    @Test
    void aSequenceIsRemovedEvenIfEveryByteComesAlone() {
        String text = "a\u001b[38;5;196mb";

        assertThat(strip(text.chars().mapToObj(Character::toString).toList())).isEqualTo("ab");
    }

    /** All texts of five of the characters that matter, torn at every place. */
    @Test
    void tornOrNotTheResultIsTheSameUnlessAStraySequenceEndsWithItsUnit() {
        char[] alphabet = {'\u001b', '[', '1', 'm', 'x'};
        for (int number = 0; number < Math.pow(alphabet.length, 5); number++) {
            StringBuilder text = new StringBuilder();
            for (int rest = number, i = 0; i < 5; i++, rest /= alphabet.length) {
                text.append(alphabet[rest % alphabet.length]);
            }
            for (int cut = 1; cut < text.length(); cut++) {
                String before = text.substring(0, cut);
                String after = text.substring(cut);
                String expected =
                        endsInStraySequence(before) ? reference(before) + reference(after) : reference(before + after);

                assertThat(strip(List.of(before, after)))
                        .as(before + "|" + after)
                        .isEqualTo(expected);
            }
        }
    }

    private static boolean endsInStraySequence(String text) {
        int begin = -1;
        for (int i = 0; i < text.length(); i++) {
            if (begin >= 0 && TERMINATORS.indexOf(text.charAt(i)) >= 0) {
                begin = -1;
            } else if (begin < 0 && text.startsWith("\u001b[", i)) {
                begin = i;
            }
        }
        return begin >= 0 && !text.substring(begin + 2).matches("[ -?]*");
    }

    /** The original's algorithm: one unit, no memory. */
    private static String reference(String text) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        while (true) {
            int escape = text.indexOf("\u001b[", from);
            if (escape < 0) {
                return shown.append(text.substring(from)).toString();
            }
            shown.append(text, from, escape);
            from = escape + 2;
            while (from < text.length() && TERMINATORS.indexOf(text.charAt(from)) < 0) {
                from++;
            }
            if (from == text.length()) {
                return shown.toString();
            }
            from++;
        }
    }

    @Test
    void aStrayBeginningSwallowsNoMoreThanItsUnit() {
        assertThat(strip(List.of("binary \u001b[\u0001\u0002 ", "text", " goes on")))
                .isEqualTo("binary text goes on");
    }

    @Test
    void aSequenceThatIsTooLongToBeOneEndsWithItsUnit() {
        assertThat(strip(List.of("\u001b[" + "1".repeat(100), "text"))).isEqualTo("text");
    }
}

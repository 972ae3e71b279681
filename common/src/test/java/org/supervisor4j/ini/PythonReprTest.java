package org.supervisor4j.ini;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonReprTest {
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "abc|'abc'",
                "it's|\"it's\"",
                "a\"b|'a\"b'",
                "a'b\"|'a\\'b\"'",
                "a\\b|'a\\\\b'",
                "é|'é'",
                "\u00a0x|'\\xa0x'"
            })
    void quotesAsPythonDoes(String text, String expected) {
        assertThat(PythonRepr.of(text)).isEqualTo(expected);
    }

    @Test
    void escapesWhatCannotBePrinted() {
        assertThat(PythonRepr.of("\n\r\t\u0000\u007f\u2028\ud83d\ude00\udb40\udc01"))
                .isEqualTo("'\\n\\r\\t\\x00\\x7f\\u2028\ud83d\ude00\\U000e0001'");
    }

    @Test
    void showsLists() {
        assertThat(PythonRepr.of(List.of("foo", "-v"))).isEqualTo("['foo', '-v']");
    }
}

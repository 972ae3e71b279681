package org.supervisor4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void everythingButPrintableAsciiIsEscaped() {
        assertThat(json("a\"b\\c\n\033\177é😀\u2028/"))
                .isEqualTo("\"a\\\"b\\\\c\\u000a\\u001b\\u007f\\u00e9\\ud83d\\ude00\\u2028/\"");
    }

    /** UTF-8 has no bytes for it. */
    @Test
    void aLoneHalfOfAPairSurvives() {
        assertThat(json("\ud800")).isEqualTo("\"\\ud800\"");
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder();
        JsonText.append(out, text);
        return out.toString();
    }
}

package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void theNameComesFirstAndTheRestInOrder() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("state", 20);
        struct.put("inuse", true);
        struct.put("name", "web");
        struct.put("exitcodes", new Object[] {0, 2});

        assertThat(Json.of(struct))
                .isEqualTo("{\"name\": \"web\", \"exitcodes\": [0, 2], \"inuse\": true, \"state\": 20}");
    }

    @Test
    void textIsEscapedToPlainAscii() {
        assertThat(Json.of("a\"b\\c\n\033é😀\u2028"))
                .isEqualTo("\"a\\\"b\\\\c\\u000a\\u001b\\u00e9\\ud83d\\ude00\\u2028\"");
    }

    @Test
    void emptyContainersStayEmpty() {
        assertThat(Json.of(Map.of()) + Json.of(new Object[0])).isEqualTo("{}[]");
    }
}

package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFormTest {
    private static final long TIME = Instant.parse("2026-11-21T06:41:39.007Z").toEpochMilli();

    private static String formatted(LineForm form, byte[] line, boolean isCut) {
        ByteBuffer source = ByteBuffer.wrap(line);
        ByteBuffer out = ByteBuffer.allocate(form.maxBytes(line.length));
        form.at(TIME);
        form.put(source, 0, line.length, isCut, out);
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static String json(String line, boolean isCut) {
        return json(line.getBytes(StandardCharsets.UTF_8), isCut);
    }

    private static String json(byte[] line, boolean isCut) {
        return formatted(new JsonForm("web", "stdout"), line, isCut);
    }

    @Test
    void prefixIsLocalTimeAndProcessName() {
        String local = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS")
                .format(Instant.ofEpochMilli(TIME).atZone(ZoneId.systemDefault()));
        byte[] line = "h\u00e9llo \t\r".getBytes(StandardCharsets.UTF_8);

        assertThat(formatted(new PrefixForm("web_1"), line, false)).isEqualTo(local + " web_1 h\u00e9llo \t\r\n");
        assertThat(formatted(new PrefixForm("web_1"), line, true)).isEqualTo(local + " web_1 h\u00e9llo \t\r\\\n");
    }

    @Test
    void bracketIsTheNameAlone() {
        byte[] line = "text".getBytes(StandardCharsets.UTF_8);

        assertThat(formatted(new BracketForm("web_1", false), line, false)).isEqualTo("[web_1] text\n");
        assertThat(formatted(new BracketForm("web_1", false), line, true)).isEqualTo("[web_1] text\\\n");
        assertThat(formatted(new BracketForm("web_1", true), line, false))
                .matches("\033\\[3[2-6]m\\[web_1]\033\\[0m text\n")
                .isEqualTo(formatted(new BracketForm("web_1", true), line, false));
    }

    @Test
    void jsonIsOneObjectALine() {
        assertThat(json("h\u00e9llo", false))
                .isEqualTo("{\"time\":\"2026-11-21T06:41:39.007Z\",\"program\":\"web\",\"stream\":\"stdout\","
                        + "\"line\":\"h\u00e9llo\"}\n");
        assertThat(json("h\u00e9llo", true)).endsWith(",\"line\":\"h\u00e9llo\",\"cut\":true}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "say \"hi\" \\ bye , say \\\"hi\\\" \\\\ bye",
        "'a\tb',            a\\tb",
        "'a\u0000b',        a\\u0000b",
        "'a\u001bb',        a\\u001bb",
        "'a\rb\r',          a\\rb",
        "'\u007f/',         '\u007f/'",
        "'\uD83D\uDE00',    '\uD83D\uDE00'"
    })
    void jsonEscapesWhatItMust(String line, String expected) {
        assertThat(json(line, false)).endsWith("\"line\":\"" + expected + "\"}\n");
    }

    @Test
    void aReturnBeforeACutStays() {
        assertThat(json("a\r", true)).contains("\"line\":\"a\\r\"");
    }

    @Test
    void jsonHasTheReplacementCharacterWhereBytesAreNoText() {
        byte[] cutOrWrong = {
            (byte) 0xc3, 'a', (byte) 0x80, (byte) 0xed, (byte) 0xa0, (byte) 0x80, (byte) 0xe2, (byte) 0x82
        };

        assertThat(json(cutOrWrong, false)).endsWith("\"line\":\"\uFFFDa\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\"}\n");
    }

    @Test
    void everyTwoByteSequenceBecomesWhatJavaReads() {
        for (int first = 0x80; first <= 0xff; first++) {
            for (int second = 0; second <= 0xff; second++) {
                byte[] bytes = {(byte) first, (byte) second, (byte) 0x80, (byte) 0x80};
                String read = new String(bytes, StandardCharsets.UTF_8);
                int length = Utf8.lengthAt(ByteBuffer.wrap(bytes), 0, bytes.length);

                boolean isCharacter = read.codePointAt(0) != 0xfffd;
                assertThat(length > 0).as("%x %x", first, second).isEqualTo(isCharacter);
                if (isCharacter) {
                    assertThat(new String(bytes, 0, length, StandardCharsets.UTF_8)
                                    .codePointCount(0, length > 3 ? 2 : 1))
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void namesAreEscaped() {
        assertThat(formatted(new JsonForm("a\"b", "stderr"), new byte[0], false))
                .contains("\"program\":\"a\\\"b\",\"stream\":\"stderr\",\"line\":\"\"");
    }

    @Test
    void theWorstLineFitsIntoWhatIsSaid() {
        byte[] controls = new byte[5000];
        byte[] name = new byte[100];

        String text = formatted(new JsonForm(new String(name, StandardCharsets.US_ASCII), "stdout"), controls, true);

        assertThat(text).contains("\\u0000".repeat(5000));
    }
}

package org.supervisor4j.daemon.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

class XmlRpcResponseWriterTest {
    private final XmlRpcResponseWriter writer = new XmlRpcResponseWriter();

    @Test
    void stringIsTaggedAndEveryLineEndStandsWhereTheReferencePutsIt() {
        assertThat(result("3.0")).isEqualTo("""
                        <?xml version='1.0'?>
                        <methodResponse>
                        <params>
                        <param>
                        <value><string>3.0</string></value>
                        </param>
                        </params>
                        </methodResponse>
                        """);
    }

    @Test
    void faultNamesItsCodeBeforeItsText() {
        assertThat(new String(writer.fault(new RpcFault(Fault.BAD_NAME, "nosuch")), UTF_8))
                .isEqualTo("""
                        <?xml version='1.0'?>
                        <methodResponse>
                        <fault>
                        <value><struct>
                        <member>
                        <name>faultCode</name>
                        <value><int>10</int></value>
                        </member>
                        <member>
                        <name>faultString</name>
                        <value><string>BAD_NAME: nosuch</string></value>
                        </member>
                        </struct></value>
                        </fault>
                        </methodResponse>
                        """);
    }

    @Test
    void structKeepsTheOrderOfItsMembers() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("z", 1);
        struct.put("a", true);

        assertThat(value(struct)).isEqualTo("""
                        <value><struct>
                        <member>
                        <name>z</name>
                        <value><int>1</int></value>
                        </member>
                        <member>
                        <name>a</name>
                        <value><boolean>1</boolean></value>
                        </member>
                        </struct></value>
                        """);
    }

    @Test
    void arrayHasNoLineEndBetweenValueAndData() {
        assertThat(value(List.of(1, "x"))).isEqualTo("""
                        <value><array><data>
                        <value><int>1</int></value>
                        <value><string>x</string></value>
                        </data></array></value>
                        """);
        assertThat(value(List.of())).isEqualTo("<value><array><data>\n</data></array></value>\n");
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "a&b<c>d, a&amp;b&lt;c&gt;d",
        "\"it's\", \"it's\"",
        "äöü€😀, äöü€😀",
        "a\u0001b\u001B[31m, a\uFFFDb\uFFFD[31m",
        "\uD83Dx, \uFFFDx",
        "x\uDE00, x\uFFFD",
        "\uFFFE\uFFFF, \uFFFD\uFFFD",
        "\u007F\u0085, \u007F\u0085",
    })
    void textIsEscapedAsTheReferenceDoesAndMadeLegal(String text, String expected) {
        assertThat(value(text)).isEqualTo("<value><string>" + expected + "</string></value>\n");
    }

    @Test
    void tabLineFeedAndCarriageReturnStayAsTheyAre() {
        assertThat(value("a\tb\nc\r\n")).isEqualTo("<value><string>a\tb\nc\r\n</string></value>\n");
    }

    @Test
    void typesOfPlugInsHaveTheirOwnElements() {
        assertThat(value(1.5)).isEqualTo("<value><double>1.5</double></value>\n");
        assertThat(value(LocalDateTime.of(2020, 1, 2, 3, 4, 5)))
                .isEqualTo("<value><dateTime.iso8601>20200102T03:04:05</dateTime.iso8601></value>\n");
        assertThat(value(new byte[] {1, 2, 3})).isEqualTo("<value><base64>AQID</base64></value>\n");
        assertThat(value(7L)).isEqualTo("<value><int>7</int></value>\n");
    }

    @Test
    void nothingAndNumbersBeyondThirtyTwoBitsHaveNoForm() {
        assertThatThrownBy(() -> writer.result(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.result(1L << 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2147483648");
        assertThatThrownBy(() -> writer.result(Arrays.asList(1, null))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textLongerThanTheFirstBufferArrivesWhole() {
        String text = "ü&".repeat(100_000);

        assertThat(value(text)).hasSize("<value><string></string></value>\n".length() + 600_000);
    }

    @Test
    void pairThatStandsOnTheBorderOfAPieceStaysWhole() {
        String pairs = "😀".repeat(20_000);

        assertThat(value("x" + pairs)).isEqualTo("<value><string>x" + pairs + "</string></value>\n");
        assertThat(value(pairs)).isEqualTo("<value><string>" + pairs + "</string></value>\n");
    }

    @Test
    void answerThatWouldFillTheMemoryIsNotMade() {
        String text = "&".repeat(14 * 1024 * 1024);

        assertThatThrownBy(() -> writer.result(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the answer has more than 67108864 bytes");
    }

    private String result(@Nullable Object value) {
        return new String(writer.result(value), UTF_8);
    }

    private String value(Object value) {
        String document = result(value);
        String before = "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n";
        String after = "</param>\n</params>\n</methodResponse>\n";
        assertThat(document).startsWith(before).endsWith(after);
        return document.substring(before.length(), document.length() - after.length());
    }
}

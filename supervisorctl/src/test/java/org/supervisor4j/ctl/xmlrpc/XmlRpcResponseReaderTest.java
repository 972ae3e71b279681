package org.supervisor4j.ctl.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xml.XmlRpcSyntaxException;
import org.supervisor4j.xml.XmlScanner;
import org.xml.sax.helpers.DefaultHandler;

class XmlRpcResponseReaderTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("<value><string>a</string></value>", "a"),
                Arguments.of("<value>a</value>", "a"),
                Arguments.of("<value><string/></value>", ""),
                Arguments.of("<value/>", ""),
                Arguments.of("<value><string> a\nb </string></value>", " a\nb "),
                Arguments.of("<value><string>a\r\nb\rc\r\n</string></value>", "a\nb\nc\n"),
                Arguments.of("<value><string>&lt;&amp;&gt;&quot;&apos;&#233;&#x20AC;</string></value>", "<&>\"'é€"),
                Arguments.of("<value><string>a<![CDATA[<b>&amp;]]>c<!-- no -->d</string></value>", "a<b>&amp;cd"),
                Arguments.of("<value><string>h\u00e9llo \ud83d\ude00</string></value>", "h\u00e9llo \ud83d\ude00"),
                Arguments.of("<value><int>-7</int></value>", -7),
                Arguments.of("<value><i4>7</i4></value>", 7),
                Arguments.of("<value><i8>7000000000</i8></value>", 7_000_000_000L),
                Arguments.of("<value><boolean>1</boolean></value>", true),
                Arguments.of("<value><double>1.5</double></value>", 1.5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void theTypesOfXmlRpcBecomeJavas(String value, Object expected) throws IOException {
        assertThat(XmlRpcResponseReader.read(response(value))).isEqualTo(expected);
    }

    @Test
    void arraysAndStructsNest() throws IOException {
        byte[] body = response("""
                <value><array><data>
                <value><struct>
                <member>
                <name>pid</name>
                <value><int>1</int></value>
                </member>
                </struct></value>
                <value>x</value></data></array></value>""");

        Object[] array = (Object[]) XmlRpcResponseReader.read(body);

        assertThat(List.of(array)).isEqualTo(List.of(Map.of("pid", 1), "x"));
    }

    @Test
    void aFaultIsThrownWithItsCodeAndText() {
        byte[] body = bytes("""
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
                <value><string>BAD_NAME: x</string></value>
                </member>
                </struct></value>
                </fault>
                </methodResponse>
                """);

        RpcFault fault = catchThrowableOfType(RpcFault.class, () -> XmlRpcResponseReader.read(body));

        assertThat(fault.code()).isEqualTo(10);
        assertThat(fault.text()).isEqualTo("BAD_NAME: x");
    }

    /** Each message is what Python's expat says about the same text. */
    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("hello", "syntax error: line 1, column 0"),
                Arguments.of("", "no element found: line 1, column 0"),
                Arguments.of("\n\n", "no element found: line 3, column 0"),
                Arguments.of("<a>", "no element found: line 1, column 3"),
                Arguments.of("<a>\n<b></a>", "mismatched tag: line 2, column 5"),
                Arguments.of("<a/>x", "junk after document element: line 1, column 4"),
                Arguments.of("<a/><b/>", "junk after document element: line 1, column 4"),
                Arguments.of("<a>\u0001</a>", "not well-formed (invalid token): line 1, column 3"),
                Arguments.of("<a>\n\u00e9\u001b</a>", "not well-formed (invalid token): line 2, column 6"),
                Arguments.of("<a>&nope;</a>", "undefined entity: line 1, column 3"),
                Arguments.of("<a>&#0;</a>", "reference to invalid character number: line 1, column 3"),
                Arguments.of("<a>&#xD800;</a>", "reference to invalid character number: line 1, column 3"),
                Arguments.of("<a>&#99999999999;</a>", "reference to invalid character number: line 1, column 3"),
                Arguments.of("<a>x & y</a>", "not well-formed (invalid token): line 1, column 6"),
                Arguments.of("<a", "unclosed token: line 1, column 0"),
                Arguments.of("<a>\n<b c='1", "unclosed token: line 2, column 0"),
                Arguments.of("<!--x", "unclosed token: line 1, column 0"),
                Arguments.of("<a><![CDATA[x</a>", "unclosed CDATA section: line 1, column 17"),
                Arguments.of("<1/>", "not well-formed (invalid token): line 1, column 1"),
                Arguments.of("<a b=c/>", "not well-formed (invalid token): line 1, column 5"));
    }

    @ParameterizedTest(name = "{1}: [{0}]")
    @MethodSource("malformed")
    void complaintsHaveTheWordsAndThePlaceThatExpatGives(String body, String message) {
        assertThatThrownBy(() -> XmlScanner.scan(body, new DefaultHandler()))
                .isInstanceOf(XmlRpcSyntaxException.class)
                .hasMessage(message);
    }

    @Test
    void aDocumentTypeIsRefusedWithEverythingInIt() {
        String bomb = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
        byte[] body =
                bytes(bomb + "<methodResponse><params><param><value>&x;</value></param></params></methodResponse>");

        assertThatThrownBy(() -> XmlRpcResponseReader.read(body))
                .isInstanceOf(XmlRpcSyntaxException.class)
                .hasMessage("not well-formed (invalid token): line 1, column 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ex:nil", "ex:serializable", "foo"})
    void typesOfVendorsAreRefused(String type) {
        byte[] body =
                bytes("<methodResponse xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'><params><param>"
                        + "<value><" + type + ">rO0ABQ==</" + type + "></value></param></params></methodResponse>");

        assertThatThrownBy(() -> XmlRpcResponseReader.read(body)).isInstanceOf(XmlRpcSyntaxException.class);
    }

    @Test
    void aServerCannotDigThroughTheStack() {
        String deep = "<value><array><data>".repeat(100_000);

        assertThatThrownBy(() -> XmlRpcResponseReader.read(bytes("<methodResponse><params><param>" + deep)))
                .isInstanceOf(XmlRpcSyntaxException.class)
                .hasMessage("more than 200 levels of elements");
    }

    @Test
    void xmlThatIsNoAnswerIsRefused() {
        assertThatThrownBy(() -> XmlRpcResponseReader.read(bytes("<html><body/></html>")))
                .isInstanceOf(XmlRpcSyntaxException.class);
    }

    @Test
    void bytesThatAreNoTextAreNamedWithTheirPlace() {
        byte[] body = response("<value>x</value>");
        body[10] = (byte) 0xff;

        assertThatThrownBy(() -> XmlRpcResponseReader.read(body))
                .hasMessage("'utf-8' codec can't decode byte 0xff in position 10: invalid start byte");
    }

    @Test
    void aLogThatContainsTheReplacementCharacterIsFine() throws IOException {
        assertThat(XmlRpcResponseReader.read(response("<value>\uFFFD</value>"))).isEqualTo("\uFFFD");
    }

    private static byte[] response(String value) {
        return bytes("<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n" + value
                + "\n</param>\n</params>\n</methodResponse>\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

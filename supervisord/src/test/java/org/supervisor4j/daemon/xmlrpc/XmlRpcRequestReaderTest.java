package org.supervisor4j.daemon.xmlrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.xmlrpc.MalformedCallException.Reason;

class XmlRpcRequestReaderTest {
    private final XmlRpcRequestReader reader = new XmlRpcRequestReader();

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("plain text", "plain text"),
                arguments("", ""),
                arguments(" <int>\n 5 </int> ", 5),
                arguments("<int>-5</int>", -5),
                arguments("<i4>+7</i4>", 7),
                arguments("<int>99999999999</int>", new BigInteger("99999999999")),
                arguments("<boolean>1</boolean>", true),
                arguments("<boolean>true</boolean>", false),
                arguments("<double>1.5</double>", 1.5),
                arguments("<string/>", ""),
                arguments("<string>a&amp;b<![CDATA[<c>]]>&#233;</string>", "a&b<c>é"),
                arguments("<string>a<!-- not me --><?nor me?>b</string>", "ab"),
                arguments("<base64>aMOk\nbGxv</base64>", "hällo"),
                arguments(
                        "<dateTime.iso8601>20200102T03:04:05</dateTime.iso8601>",
                        LocalDateTime.of(2020, 1, 2, 3, 4, 5)),
                arguments("<nil/>", null),
                arguments("<i8>5</i8>", "5"),
                arguments("<foo/>", null),
                arguments("<array><data/></array>", List.of()),
                arguments(
                        "<array><data><value><int>1</int></value><value>x</value><value><nil/></value></data></array>",
                        Arrays.asList(1, "x", null)),
                arguments(
                        "<struct><member><name>a</name><value><array><data><value>b</value></data></array></value>"
                                + "</member><member><name/><value/></member></struct>",
                        Map.of("a", List.of("b"), "", "")));
    }

    @ParameterizedTest(name = "value: {0}")
    @MethodSource("values")
    void valueElementBecomes(String element, @Nullable Object expected) throws MalformedCallException {
        MethodCall call = read("<methodCall><methodName>a.b</methodName><params><param><value>" + element
                + "</value></param></params></methodCall>");

        assertThat(call.params()).isEqualTo(Arrays.asList(expected));
    }

    @Test
    void documentElementIsIrrelevantAndParamsMayBeMissing() throws MalformedCallException {
        MethodCall call = read("<methodName>supervisor.getPID</methodName>");

        assertThat(call).isEqualTo(new MethodCall("supervisor.getPID", List.of()));
    }

    @Test
    void methodNameIsNotTrimmed() throws MalformedCallException {
        assertThat(read("<m><methodName> a.b </methodName></m>").method()).isEqualTo(" a.b ");
    }

    @Test
    void bodyIsUtf8WhateverItsDeclarationSays() throws MalformedCallException {
        MethodCall call = read("<?xml version='1.0' encoding='iso-8859-1'?><m><methodName>ä</methodName></m>");

        assertThat(call.method()).isEqualTo("ä");
    }

    @Test
    void byteOrderMarkIsSkipped() throws MalformedCallException {
        assertThat(read("\uFEFF<?xml version='1.0'?><methodName>a.b</methodName>")
                        .method())
                .isEqualTo("a.b");
    }

    @Test
    void nameSpaceIsUndoneWhereItsElementEnds() throws MalformedCallException {
        MethodCall call = read("<m><x xmlns='u'><methodName>no</methodName></x><y xmlns='u'><methodName xmlns=''>a.b"
                + "</methodName></y></m>");

        assertThat(call.method()).isEqualTo("a.b");
    }

    @Test
    void innerDeclarationHidesTheOuterOneAndGivesItBack() throws MalformedCallException {
        MethodCall call =
                read("<m xmlns='u'><x xmlns=''><methodName>a.b</methodName></x>" + "<methodName>c.d</methodName></m>");

        assertThat(call.method()).isEqualTo("a.b");
    }

    /** Looking for each prefix among all declarations would take half a minute. */
    @Test
    @Timeout(5)
    void manyDeclarationsCostNoMoreThanOne() throws MalformedCallException {
        StringBuilder body = new StringBuilder("<m");
        for (int number = 0; number < 30_000; number++) {
            body.append(" xmlns:p").append(number).append("='u'");
        }
        body.append('>').append("<p0:x/>".repeat(60_000)).append("<methodName>a.b</methodName></m>");

        assertThat(read(body.toString()).method()).isEqualTo("a.b");
    }

    @Test
    void attributesAreIgnored() throws MalformedCallException {
        MethodCall call = read("<m a='1' b = \"&lt;&#65;'\" ><methodName xml:lang='en'>a.b</methodName></m>");

        assertThat(call.method()).isEqualTo("a.b");
    }

    @Test
    void parametersKeepTheirOrder() throws MalformedCallException {
        MethodCall call = read("<m><params><param><value>1</value></param>\n<param><value>2</value></param></params>"
                + "<methodName>a.b</methodName></m>");

        assertThat(call.params()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<m/>",
                "<m><methodName/></m>",
                "<m><params/></m>",
                "<m xmlns='u'><methodName>a.b</methodName></m>"
            })
    void callWithoutMethodNameIsRefusedForThatReason(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(MalformedCallException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.NO_METHOD_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<m><methodName>a.b</m>",
                "<m><methodName>a.b</methodName>&undefined;</m>",
                "<m><methodName>a\u0001b</methodName></m>",
                "<m><methodName>a\u0000b</methodName></m>",
                "<m><methodName>a\uFFFEb</methodName></m>",
                "<m><methodName>a]]>b</methodName></m>",
                "<m><methodName>a.b</methodName><!-- a -- b --></m>",
                "<m><methodName>a.b</methodName><?xml version='1.0'?></m>",
                " <?xml version='1.0'?><methodName>a.b</methodName>",
                "<m x='1' x='2'><methodName>a.b</methodName></m>",
                "<m x='&undefined;'><methodName>a.b</methodName></m>",
                "<m x='<'><methodName>a.b</methodName></m>",
                "<m><methodName>a.b</methodName><x xmlns:ex='u'/><ex:y/></m>",
                "<m><methodName>a.b</methodName><params><param><value><ex:nil/></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><int>x</int></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><int/></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><double>x</double></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><dateTime.iso8601>2020-01-02T03:04:05"
                        + "</dateTime.iso8601></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><array/></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param/></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><base64>/w==</base64></value></param></params></m>",
                "<m><methodName>a.b</methodName><params><param><value><base64>abc</base64></value></param></params></m>"
            })
    void whatIsNoCallIsRefused(String body) {
        assertUnmarshallable(body);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> reader.read(new byte[] {'<', 'm', '>', (byte) 0xFF}))
                .isInstanceOf(MalformedCallException.class);
    }

    @Test
    void billionLaughsAreRefusedBeforeTheFirst() {
        assertUnmarshallable(
                "<!DOCTYPE m [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>" + "<m><methodName>&b;</methodName></m>");
    }

    @Test
    void externalEntityIsNotRead(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "a.b");

        assertUnmarshallable("<!DOCTYPE m [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><methodName>&x;</methodName>");
    }

    @Test
    void externalDocumentTypeIsNotFetched(@TempDir Path folder) throws Exception {
        Path dtd = Files.writeString(folder.resolve("x.dtd"), "<!ELEMENT m ANY>");

        assertUnmarshallable("<!DOCTYPE m SYSTEM '" + dtd.toUri() + "'><m><methodName>a.b</methodName></m>");
    }

    @Test
    void extensionTypesOfTheLibraryAreText() throws MalformedCallException {
        MethodCall call = read("<m xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'>"
                + "<methodName>a.b</methodName><params><param><value><ex:serializable>rO0ABQ=="
                + "</ex:serializable></value></param></params></m>");

        assertThat(call.params()).containsExactly("rO0ABQ==");
    }

    @Test
    void arraysInOneAnotherAreLimitedBeforeTheStackIs() {
        String open = "<value><array><data>".repeat(50_000);

        assertUnmarshallable("<m><methodName>a.b</methodName><params><param>" + open);
    }

    @Test
    void moderatelyNestedArraysAreFine() throws MalformedCallException {
        String nested = "<value><array><data>".repeat(50) + "</data></array></value>".repeat(50);

        MethodCall call = read("<m><methodName>a.b</methodName><params><param>" + nested + "</param></params></m>");

        assertThat(call.params()).hasSize(1);
    }

    @Test
    void numberOfElementsIsLimited() {
        assertUnmarshallable("<m><methodName>a.b</methodName>" + "<x/>".repeat(RequestHandler.MAX_ELEMENTS) + "</m>");
    }

    @Test
    void integerWithAbsurdlyManyDigitsIsRefused() {
        assertUnmarshallable("<m><methodName>a.b</methodName><params><param><value><int>" + "9".repeat(5000)
                + "</int></value></param></params></m>");
    }

    @Test
    void readerServesAgainAfterAMalformedCall() throws MalformedCallException {
        assertUnmarshallable("<m><methodName>a.b");

        assertThat(read("<methodName>a.b</methodName>").method()).isEqualTo("a.b");
    }

    private void assertUnmarshallable(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(MalformedCallException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.UNMARSHALLABLE));
    }

    private MethodCall read(String body) throws MalformedCallException {
        return reader.read(body.getBytes(UTF_8));
    }
}

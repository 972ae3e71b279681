package org.supervisor4j.xmlrpc;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xmlrpc.XmlRpcSyntaxException.Kind;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;

/**
 * Answers, parsed by ws-xmlrpc on a SAX parser that knows no document types, hence no entities, and never looks
 * outside. Vendor extensions are off; see {@link AnswerTypes}.
 *
 * <p>Complaints about the text have the form in which the reference's parser (expat) makes them, because
 * {@code supervisorctl} prints them.
 */
final class XmlRpcResponseReader {
    /** Deeper than any answer of Supervisor's methods (an array of structs: 12); each level costs the parser stack. */
    private static final int MAX_DEPTH = 200;

    private static final byte[] END = "</methodResponse>".getBytes(StandardCharsets.US_ASCII);

    private @Nullable XMLReader parser;

    /** Whether nothing is missing at the end of a body that began as an XML-RPC answer. */
    static boolean isComplete(byte[] body) {
        int start = 0;
        while (start < body.length && body[start] <= ' ') {
            start++;
        }
        if (start == body.length || body[start] != '<') {
            return true;
        }
        int end = body.length;
        while (body[end - 1] <= ' ' && body[end - 1] >= 0) {
            end--;
        }
        int from = end - END.length;
        for (int i = 0; i < END.length; i++) {
            if (from < 0 || body[from + i] != END[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value that is answered.
     *
     * @throws RpcFault if the answer is a fault
     * @throws XmlRpcSyntaxException if it is no answer
     */
    Object read(byte[] body) throws IOException {
        String text = decode(body);
        refuseControlCharacters(text);
        BoundedParser answer = new BoundedParser();
        try {
            XMLReader reader = parser();
            reader.setContentHandler(answer);
            reader.parse(new InputSource(new StringReader(text)));
        } catch (SAXParseException malformed) {
            throw explain(text, malformed);
        } catch (SAXException notAnAnswer) {
            throw new XmlRpcSyntaxException(Kind.NOT_A_RESPONSE, String.valueOf(notAnAnswer.getMessage()));
        }
        return resultOf(answer);
    }

    private static Object resultOf(BoundedParser answer) throws IOException {
        if (!answer.isSuccess()) {
            String message = answer.getErrorMessage();
            throw new RpcFault(answer.getErrorCode(), message == null ? "" : message);
        }
        try {
            Object result = answer.getResult();
            return result == null ? "" : result;
        } catch (XmlRpcException noResult) {
            throw new XmlRpcSyntaxException(Kind.NOT_A_RESPONSE, "the answer has no value");
        }
    }

    private XMLReader parser() throws SAXException {
        XMLReader reader = parser;
        if (reader == null) {
            reader = newParser();
            parser = reader;
        }
        return reader;
    }

    /** The JDK's own parser, by its name: searching for providers costs more than parsing. */
    private static XMLReader newParser() throws SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        XMLReader reader;
        try {
            reader = factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException e) {
            throw new AssertionError("the JDK's SAX parser does not do namespaces", e);
        }
        // Without a DTD there is no entity to declare, expand or fetch.
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        reader.setErrorHandler(new Thrower());
        return reader;
    }

    private static String decode(byte[] body) throws XmlRpcSyntaxException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        try {
            strict.decode(ByteBuffer.wrap(body));
            return text;
        } catch (CharacterCodingException invalid) {
            ByteBuffer read = ByteBuffer.wrap(body);
            strict.reset().decode(read, CharBuffer.allocate(body.length), true);
            int at = read.position();
            throw new XmlRpcSyntaxException(
                    Kind.NOT_UTF8,
                    "'utf-8' codec can't decode byte 0x" + Integer.toHexString(body[at] & 0xff) + " in position " + at
                            + ": " + (isStartByte(body[at]) ? "invalid continuation byte" : "invalid start byte"));
        }
    }

    private static boolean isStartByte(byte b) {
        int value = b & 0xff;
        return value >= 0xc2 && value <= 0xf4;
    }

    /**
     * The characters that no XML document may hold, and that an original daemon sends all the same when a log has them.
     * Found here, because the place is then known to the character.
     */
    private static void refuseControlCharacters(String text) throws XmlRpcSyntaxException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                throw notWellFormed("not well-formed (invalid token)", text, i);
            }
        }
    }

    private static XmlRpcSyntaxException notWellFormed(String what, String text, int at) {
        int line = 1;
        int column = 0;
        for (int i = 0; i < at; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 0;
            } else {
                // contract: the reference hands its parser &#233; for a letter beyond ASCII, and columns count those
                column += c < 128 ? 1 : 3 + Integer.toString(c).length();
            }
        }
        return new XmlRpcSyntaxException(Kind.NOT_WELL_FORMED, what + ": line " + line + ", column " + column);
    }

    private static XmlRpcSyntaxException explain(String text, SAXParseException malformed) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return notWellFormed("no element found", text, text.length());
        }
        if (trimmed.charAt(0) != '<') {
            return notWellFormed("syntax error", text, text.indexOf(trimmed));
        }
        if (malformed.getLineNumber() < 0) {
            return new XmlRpcSyntaxException(Kind.NOT_A_RESPONSE, String.valueOf(malformed.getMessage()));
        }
        String place = ": line " + malformed.getLineNumber() + ", column " + (malformed.getColumnNumber() - 1);
        return new XmlRpcSyntaxException(Kind.NOT_WELL_FORMED, "not well-formed (invalid token)" + place);
    }

    /** ws-xmlrpc's parser, with a floor under it. */
    private static final class BoundedParser extends XmlRpcResponseParser {
        private int depth;

        BoundedParser() {
            super(AnswerTypes.CONFIG, new AnswerTypes());
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            depth++;
            if (depth > MAX_DEPTH) {
                throw new SAXException("an answer of more than " + MAX_DEPTH + " levels");
            }
            super.startElement(uri, localName, qName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qName) throws SAXException {
            super.endElement(uri, localName, qName);
            depth--;
        }
    }

    /** Instead of the default, which prints on standard error. */
    private static final class Thrower implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // nothing in an answer depends on one
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}

package org.supervisor4j.daemon.xmlrpc;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.BooleanSerializer;
import org.apache.xmlrpc.serializer.ListSerializer;
import org.apache.xmlrpc.serializer.MapSerializer;
import org.apache.xmlrpc.serializer.TypeSerializer;
import org.apache.xmlrpc.serializer.TypeSerializerImpl;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Writes the values of an answer: integers as {@code int}, strings always tagged, never a nil or an extension type. */
final class ResponseTypes implements TypeFactory {
    private final TypeSerializer string = new Tagged("string");
    private final TypeSerializer integer = new Tagged("int");
    private final TypeSerializer bool = new BooleanSerializer();
    private final TypeSerializer list = new ListSerializer(this, RequestTypes.CONFIG);
    private final TypeSerializer map = new MapSerializer(this, RequestTypes.CONFIG);

    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, @Nullable Object value) throws SAXException {
        if (value instanceof String) {
            return string;
        } else if (value instanceof Integer) {
            return integer;
        } else if (value instanceof Boolean) {
            return bool;
        } else if (value instanceof Map) {
            return map;
        } else if (value instanceof List) {
            return list;
        }
        // What only plug-ins answer.
        if (value instanceof Long number && number == number.intValue()) {
            return integer;
        } else if (value instanceof Double) {
            return new Tagged("double");
        } else if (value instanceof byte[] bytes) {
            return new Tagged(
                    "base64", Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes));
        } else if (value instanceof LocalDateTime time) {
            return new Tagged(
                    "dateTime.iso8601",
                    DateTimeFormatter.ofPattern("uuuuMMdd'T'HH:mm:ss", Locale.ROOT)
                            .format(time));
        }
        throw new SAXException(
                "XML-RPC has no form for " + (value == null ? "nothing" : value.getClass() + " " + value));
    }

    /** Answers are only written here. */
    @Override
    public TypeParser getParser(XmlRpcStreamConfig config, NamespaceContextImpl context, String uri, String localName) {
        throw new UnsupportedOperationException("answers are written, not read");
    }

    /** {@code <value><tag>text</tag></value>}. */
    private static final class Tagged extends TypeSerializerImpl {
        private static final int PIECE = 4096;

        private final String tag;
        private final @Nullable String text;

        Tagged(String tag) {
            this(tag, null);
        }

        /** @param text null to ask the value for it */
        Tagged(String tag, @Nullable String text) {
            this.tag = tag;
            this.text = text;
        }

        @Override
        public void write(ContentHandler handler, Object value) throws SAXException {
            String written = text == null ? value.toString() : text;
            handler.startElement("", VALUE_TAG, VALUE_TAG, ZERO_ATTRIBUTES);
            handler.startElement("", tag, tag, ZERO_ATTRIBUTES);
            writeText(handler, written);
            handler.endElement("", tag, tag);
            handler.endElement("", VALUE_TAG, VALUE_TAG);
        }

        /** In pieces, none of which ends within a pair: the library would have a log in memory once more. */
        private static void writeText(ContentHandler handler, String text) throws SAXException {
            char[] piece = new char[Math.min(text.length(), PIECE)];
            int end;
            for (int start = 0; start < text.length(); start = end) {
                end = Math.min(text.length(), start + piece.length);
                if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                    end--;
                }
                text.getChars(start, end, piece, 0);
                handler.characters(piece, 0, end - start);
            }
        }
    }
}

package org.supervisor4j.ctl.xmlrpc;

import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.BooleanParser;
import org.apache.xmlrpc.parser.DoubleParser;
import org.apache.xmlrpc.parser.I4Parser;
import org.apache.xmlrpc.parser.I8Parser;
import org.apache.xmlrpc.parser.MapParser;
import org.apache.xmlrpc.parser.NullParser;
import org.apache.xmlrpc.parser.ObjectArrayParser;
import org.apache.xmlrpc.parser.StringParser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.TypeSerializer;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * The types that an answer may have. A table of its own instead of ws-xmlrpc's: that one also knows how to read
 * serialised Java objects, which must not even be reachable from what a server sends, and it takes long to load.
 */
final class AnswerTypes implements TypeFactory {
    /** Nothing optional is enabled: no vendor extensions, no exceptions by serialisation, no compression. */
    static final XmlRpcHttpRequestConfigImpl CONFIG = new XmlRpcHttpRequestConfigImpl();

    @Override
    public @Nullable TypeParser getParser(
            XmlRpcStreamConfig config, NamespaceContextImpl context, String uri, String localName) {
        if (!uri.isEmpty()) {
            return null;
        }
        return switch (localName) {
            case "string", "dateTime.iso8601", "base64" -> new StringParser(); // the latter two as they are written
            case "int", "i4" -> new I4Parser();
            case "boolean" -> new BooleanParser();
            case "array" -> new ObjectArrayParser(config, context, this);
            case "struct" -> new MapParser(config, context, this);
            case "double" -> new DoubleParser();
            case "i8" -> new I8Parser();
            case "nil" -> new NullParser();
            default -> null;
        };
    }

    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, Object value) throws SAXException {
        throw new SAXException("answers are only read here");
    }
}

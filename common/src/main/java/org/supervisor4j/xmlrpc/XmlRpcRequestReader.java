package org.supervisor4j.xmlrpc;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.xmlrpc.MalformedCallException.Reason;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * Bytes of a request to method name and parameters, as tolerant as the reference and no more; hostile XML is refused
 * (see {@link HardenedSax}, and the limits in {@link RequestHandler}). The caller limits the size.
 *
 * <p>Any thread; each keeps a parser of its own.
 */
public final class XmlRpcRequestReader {
    private final ThreadLocal<XMLReader> readers = ThreadLocal.withInitial(HardenedSax::newReader);
    private final RequestTypes types = new RequestTypes();

    /**
     * Reads one call. The body counts as UTF-8 whatever its XML declaration says.
     *
     * @throws MalformedCallException if it isn't well-formed XML, holds a value that isn't what its element says, or
     *     names no method
     */
    public MethodCall read(byte[] body) throws MalformedCallException {
        RequestHandler handler = new RequestHandler(types);
        try {
            XMLReader reader = readers.get();
            reader.setContentHandler(handler);
            reader.setErrorHandler(handler);
            reader.parse(new InputSource(new StringReader(decode(body))));
        } catch (SAXException | IOException e) {
            throw new MalformedCallException(e);
        }
        if (handler.method().isEmpty()) {
            throw new MalformedCallException(Reason.NO_METHOD_NAME, "no method name");
        }
        return new MethodCall(handler.method(), handler.params());
    }

    private static String decode(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        // A byte order mark is no part of the document; handed over as text the parser would take it for content.
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

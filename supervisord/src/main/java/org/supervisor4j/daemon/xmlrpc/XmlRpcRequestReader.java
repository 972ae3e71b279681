package org.supervisor4j.daemon.xmlrpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.daemon.xmlrpc.MalformedCallException.Reason;
import org.supervisor4j.xml.XmlRpcSyntaxException;
import org.supervisor4j.xml.XmlScanner;
import org.xml.sax.SAXException;

/**
 * Reads method name and parameters from the bytes of a request, as tolerant as the reference and no more; hostile XML
 * is refused (see {@link XmlScanner}, which knows no document types, and the limits in {@link RequestHandler}). The
 * caller limits the size. Any thread.
 */
public final class XmlRpcRequestReader {
    private static final char REPLACEMENT = '\uFFFD';

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
            XmlScanner.scanWithNameSpaces(decode(body), handler);
        } catch (SAXException | XmlRpcSyntaxException | CharacterCodingException e) {
            throw new MalformedCallException(e);
        }
        if (handler.method().isEmpty()) {
            throw new MalformedCallException(Reason.NO_METHOD_NAME, "no method name");
        }
        return new MethodCall(handler.method(), handler.params());
    }

    /** Strict, unlike Java's own way. */
    static String decode(byte[] body) throws CharacterCodingException {
        String text = new String(body, StandardCharsets.UTF_8);
        // Only a text with this character may have had bytes that are none; the strict way takes much longer.
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
    }
}

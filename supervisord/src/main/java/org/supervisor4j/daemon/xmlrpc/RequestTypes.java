package org.supervisor4j.daemon.xmlrpc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.MapParser;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.TypeSerializer;

/**
 * Reads the elements inside a request's {@code <value>}, exactly as tolerant as the reference: {@code <int>} has no
 * limit, a boolean is true for {@code 1} only, base64 is text, and an unknown element is its text.
 *
 * <p>A closed set: no element can reach the library's extension types, so nothing is ever deserialised.
 */
final class RequestTypes implements TypeFactory {
    /** Python's own limit for turning text into an integer; the conversion takes quadratic time. */
    private static final int MAX_DIGITS = 4300;

    /** The library's settings, untouched: extensions are off. */
    static final XmlRpcHttpRequestConfigImpl CONFIG = new XmlRpcHttpRequestConfigImpl();

    @Override
    public TypeParser getParser(XmlRpcStreamConfig config, NamespaceContextImpl context, String uri, String localName) {
        return switch (uri.isEmpty() ? localName : "") {
            case "string" -> new AtomParser(text -> text);
            case "int", "i4" -> new AtomParser(RequestTypes::integer);
            case "boolean" -> new AtomParser(text -> text.equals("1"));
            case "double" -> new AtomParser(text -> Double.valueOf(text.strip()));
            case "array" -> new ArrayParser(config, context, this);
            case "struct" -> new MapParser(config, context, this);
            case "base64" -> new AtomParser(RequestTypes::base64);
            case "dateTime.iso8601" -> new AtomParser(RequestTypes::dateTime);
            default -> new AtomParser(text -> text.isEmpty() ? null : text);
        };
    }

    /** Requests are only read here. */
    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, Object object) {
        throw new UnsupportedOperationException("requests are read, not written");
    }

    private static Number integer(String text) {
        String digits = text.strip();
        if (digits.length() > MAX_DIGITS) {
            throw new NumberFormatException("an integer of " + digits.length() + " digits");
        }
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < Integer.SIZE ? Integer.valueOf(value.intValue()) : value;
    }

    /** Everything outside the alphabet is skipped, as Python does; what remains must be whole groups of four. */
    private static String base64(String text) {
        String symbols = text.replaceAll("[^A-Za-z0-9+/=]", "");
        if (symbols.length() % 4 != 0) {
            throw new IllegalArgumentException("base64 with incorrect padding");
        }
        try {
            return XmlRpcRequestReader.decode(Base64.getDecoder().decode(symbols));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("base64 of something that is not UTF-8", e);
        }
    }

    private static LocalDateTime dateTime(String text) {
        try {
            return LocalDateTime.parse(text, DateTimeFormatter.ofPattern("uuuuMMdd'T'HH:mm:ss", Locale.ROOT));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time like 20200102T03:04:05", e);
        }
    }
}

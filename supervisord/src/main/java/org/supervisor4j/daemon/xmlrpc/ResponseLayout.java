package org.supervisor4j.daemon.xmlrpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes XML events as bytes in the reference's layout: line feeds after certain tags, no indentation, only {@code & <
 * >} escaped, raw UTF-8. What no XML 1.0 document may hold (control characters, lone surrogates, U+FFFE, U+FFFF)
 * becomes U+FFFD. One thread, one document.
 */
final class ResponseLayout extends DefaultHandler {
    /** The longest that one char can become: an ampersand's entity. */
    private static final int MAX_BYTES_PER_CHAR = 5;

    /** Room is made for so many chars at a time: mostly one becomes one byte, and a log may be large. */
    private static final int CHARS_AT_A_TIME = 4096;

    /** The room is doubled up to so many bytes, and grows by as many from then on. */
    private static final int LARGEST_STEP = 4 * 1024 * 1024;

    /** The longest document, in bytes: others need memory, too. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final byte[] PROLOGUE = ascii("<?xml version='1.0'?>\n");
    private static final byte[] AMP = ascii("&amp;");
    private static final byte[] LT = ascii("&lt;");
    private static final byte[] GT = ascii("&gt;");
    private static final Map<String, Tag> TAGS = tags();

    /** Both tags of an element, with the line feed that follows them in the reference's output. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tag(byte[] open, byte[] close) {}

    private byte[] bytes = new byte[1024];
    private int size;

    private static Map<String, Tag> tags() {
        Map<String, Tag> tags = new HashMap<>();
        for (String name : new String[] {"methodResponse", "params", "param", "fault", "member"}) {
            tags.put(name, tag(name, true, true));
        }
        for (String name : new String[] {"struct", "data"}) {
            tags.put(name, tag(name, true, false));
        }
        for (String name : new String[] {"value", "name"}) {
            tags.put(name, tag(name, false, true));
        }
        for (String name : new String[] {"array", "int", "string", "boolean", "double", "base64", "dateTime.iso8601"}) {
            tags.put(name, tag(name, false, false));
        }
        return tags;
    }

    private static Tag tag(String name, boolean lineAfterOpen, boolean lineAfterClose) {
        return new Tag(
                ascii("<" + name + ">" + (lineAfterOpen ? "\n" : "")),
                ascii("</" + name + ">" + (lineAfterClose ? "\n" : "")));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** The whole document. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void startDocument() {
        put(PROLOGUE);
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        put(tagOf(localName).open());
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        put(tagOf(localName).close());
    }

    private static Tag tagOf(String name) {
        Tag tag = TAGS.get(name);
        if (tag == null) {
            throw new AssertionError(name);
        }
        return tag;
    }

    @Override
    public void characters(char[] text, int start, int length) {
        int end = start + length;
        int next = start;
        while (next < end) {
            int pieceEnd = Math.min(end, next + CHARS_AT_A_TIME);
            reserve((pieceEnd - next) * MAX_BYTES_PER_CHAR);
            next = putPiece(text, next, pieceEnd, end);
        }
    }

    /** Returns where to go on: one past the piece, if the second half of a pair stands there. */
    private int putPiece(char[] text, int start, int pieceEnd, int end) {
        int i = start;
        for (; i < pieceEnd; i++) {
            char c = text[i];
            if (c >= 0x80) {
                i += putNonAscii(c, i + 1 < end ? text[i + 1] : 0);
            } else if (c > '>' || (c >= ' ' && c != '&' && c != '<' && c != '>')) {
                bytes[size++] = (byte) c;
            } else {
                putSpecial(c);
            }
        }
        return i;
    }

    private void putSpecial(char c) {
        switch (c) {
            case '&' -> put(AMP);
            case '<' -> put(LT);
            case '>' -> put(GT);
            // A carriage return is legal, and the reference sends it as it is.
            case '\t', '\n', '\r' -> bytes[size++] = (byte) c;
            default -> putCodePoint(0xFFFD);
        }
    }

    /** Returns how many chars after this one were used up. */
    private int putNonAscii(char c, char next) {
        if (Character.isHighSurrogate(c) && Character.isLowSurrogate(next)) {
            putCodePoint(Character.toCodePoint(c, next));
            return 1;
        }
        putCodePoint(Character.isSurrogate(c) || c >= 0xFFFE ? 0xFFFD : c);
        return 0;
    }

    private void putCodePoint(int codePoint) {
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[size++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void put(byte[] piece) {
        reserve(piece.length);
        System.arraycopy(piece, 0, bytes, size, piece.length);
        size += piece.length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            if (size > MAX_BYTES - more) {
                throw new IllegalStateException("the answer has more than " + MAX_BYTES + " bytes");
            }
            int step = Math.max(more, Math.min(bytes.length, LARGEST_STEP));
            bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, step));
        }
    }
}

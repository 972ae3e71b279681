package org.supervisor4j.ctl.session;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.supervisor4j.ini.PythonRepr;

/**
 * Pieces of a log, as text. A piece that is not UTF-8 becomes {@code Undecodable: b'…'}, as in the reference; unlike
 * there, a character that was torn between two pieces, or by the window's start, does not spoil its piece.
 */
final class Utf8Stream {
    /** The longest beginning of a character. */
    private static final int MAX_PENDING = 3;

    private byte[] pending = new byte[0];
    private boolean started;

    /** The next text; what may be the start of a character at its end waits for the next piece. */
    String decode(byte[] piece) {
        byte[] bytes = joined(piece);
        int start = started ? 0 : tornStart(bytes);
        started = true;
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, false);
        if (result.isError() || in.remaining() > MAX_PENDING) {
            return undecodable(bytes);
        }
        pending = Arrays.copyOfRange(bytes, in.position(), bytes.length);
        return out.flip().toString();
    }

    private byte[] joined(byte[] piece) {
        if (pending.length == 0) {
            return piece;
        }
        byte[] joined = Arrays.copyOf(pending, pending.length + piece.length);
        System.arraycopy(piece, 0, joined, pending.length, piece.length);
        pending = new byte[0];
        return joined;
    }

    /** How many bytes at the start are the rest of a character that began before the window. */
    private static int tornStart(byte[] bytes) {
        int torn = 0;
        while (torn < bytes.length && torn < MAX_PENDING && (bytes[torn] & 0xc0) == 0x80) {
            torn++;
        }
        return torn;
    }

    /** The text that is left when no more comes. */
    String end() {
        byte[] rest = pending;
        pending = new byte[0];
        return rest.length == 0 ? "" : undecodable(rest);
    }

    private static String undecodable(byte[] bytes) {
        // contract: http_client.Listener.feed
        return "Undecodable: " + PythonRepr.of(bytes);
    }
}

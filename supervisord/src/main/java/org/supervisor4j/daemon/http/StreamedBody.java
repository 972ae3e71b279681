package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A body without an end that is known, sent piece by piece. Each piece is a whole chunk, its line end included: Jetty
 * sends that with the chunk that follows, and who reads whole chunks (Python's urllib3, for one) would see each piece
 * one piece late. Clients that know no chunks, or whose connection ends with the answer, get the bare bytes.
 *
 * <p>One piece at a time.
 */
final class StreamedBody {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Response response;
    private final boolean chunked;

    /** Decides how the body is sent; nothing is sent yet. */
    StreamedBody(Request request, Response response) {
        this.response = response;
        this.chunked = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && !request.getHeaders().contains(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        if (chunked) {
            // Tells our generator, too, that the chunks are made here: see LenientConnectionFactory.
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());
        }
    }

    /** Sends the headers alone. */
    void begin(Callback callback) {
        response.write(false, BufferUtil.EMPTY_BUFFER, callback);
    }

    /**
     * Sends bytes, after the headers where those were not sent yet.
     *
     * @param bytes one at least; the buffer is the caller's again when this returns
     */
    void write(ByteBuffer bytes, Callback callback) {
        byte[] head = chunked ? (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(US_ASCII) : new byte[0];
        byte[] tail = chunked ? LINE_END : new byte[0];
        ByteBuffer piece = ByteBuffer.allocate(head.length + bytes.remaining() + tail.length);
        response.write(false, piece.put(head).put(bytes).put(tail).flip(), callback);
    }
}

package org.supervisor4j.daemon.http.follow;

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
 * Sends a body whose end is not known, piece by piece. Each piece is a whole chunk, its line end included: Jetty sends
 * that with the chunk that follows, and a client that reads whole chunks (Python's urllib3, for one) would see each
 * piece one piece late. Clients that know no chunks, or whose connection ends with the answer, get the bare bytes.
 *
 * <p>One piece at a time.
 */
public final class StreamedBody {
    /** What a client prefers (RFC 7240) that knows chunk extensions; the original's takes them for a mistake. */
    public static final String REPORT_MISSING = "report-missing";

    private static final byte[] LINE_END = {'\r', '\n'};

    private final Response response;
    private final boolean chunked;
    private final boolean reporting;

    /** Decides how the body is sent; nothing is sent yet. */
    public StreamedBody(Request request, Response response) {
        this.response = response;
        this.chunked = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && !request.getHeaders().contains(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        String preference = request.getHeaders().get("Prefer");
        this.reporting = preference != null && preference.endsWith(REPORT_MISSING);
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
     * @param missing how many bytes should have come before them and never will; a client that has asked for it is told
     *     so in a chunk extension ({@code ;missing=N}), where it is no part of the text
     */
    public void write(ByteBuffer bytes, long missing, Callback callback) {
        String extension = reporting && missing > 0 ? ";missing=" + missing : "";
        byte[] head = chunked
                ? (Integer.toHexString(bytes.remaining()) + extension + "\r\n").getBytes(US_ASCII)
                : new byte[0];
        byte[] tail = chunked ? LINE_END : new byte[0];
        ByteBuffer piece = ByteBuffer.allocate(head.length + bytes.remaining() + tail.length);
        response.write(false, piece.put(head).put(bytes).put(tail).flip(), callback);
    }
}

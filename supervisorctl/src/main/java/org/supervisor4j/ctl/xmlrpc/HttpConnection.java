package org.supervisor4j.ctl.xmlrpc;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.xmlrpc.HttpProtocolException.Kind;

/**
 * One connection to an HTTP/1.x server: send a request, read a head, then the body, whole or piece by piece.
 *
 * <p>One thread uses it; any thread may {@link #close()} it, which ends a read that waits.
 */
public final class HttpConnection implements Closeable {
    private static final int MAX_LINE = 65_536;
    private static final int MAX_HEADERS = 100;
    private static final int BUFFER_SIZE = 16 * 1024;
    private static final int MOST_RESERVED = 16 * 1024 * 1024;
    /** How long an answer whose length was declared too small may pause before its rest. */
    private static final long STRAGGLER_MILLIS = 1000;
    /** More than one (100 Continue) is sent by no server of ours. */
    private static final int MAX_INTERIM = 8;

    private static final Pattern MISSING = Pattern.compile(";missing=(\\d{1,18})");

    private final Link link;
    private final Pace pace;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_SIZE).flip();
    /** Bytes of the current chunk still to come; -1 before the first chunk, 0 between two. */
    private long chunkLeft = -1;

    private long missing;

    /** @param clock nanoseconds since some moment, never going back */
    HttpConnection(Link link, LongSupplier clock) {
        this.link = link;
        this.pace = new Pace(clock);
    }

    /** Connects; see {@link Transport#connect()}. */
    public static HttpConnection open(Transport transport) throws IOException {
        return new HttpConnection(transport.link(), System::nanoTime);
    }

    /** Sends all of it; blocks until the system took it. */
    void send(byte[] request) throws IOException {
        link.write(ByteBuffer.wrap(request));
    }

    /**
     * Asks for a page that may never end. The header names are the reference's, in its order.
     *
     * @param preference the value of a header {@code Prefer} (RFC 7240), which a server may ignore; empty for none
     */
    public void sendGet(String path, String host, @Nullable Credentials credentials, String preference)
            throws IOException {
        String authorization = credentials == null ? "" : "Authorization: " + credentials.header() + "\r\n";
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nAccept-Encoding: chunked\r\nAccept: */*\r\nUser-agent: Supervisor HTTP Client\r\n"
                + authorization + (preference.isEmpty() ? "" : "Prefer: " + preference + "\r\n") + "\r\n";
        send(request.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads up to the empty line. Waits for its first byte for ever, because a start or a stop may take as long, and
     * then no longer than {@link Pace} allows. A few interim answers (1xx) are passed over.
     *
     * @throws HttpProtocolException if that is not the head of an HTTP answer, or it does not come to its end
     */
    public HttpHead readHead() throws IOException {
        return readHead(0);
    }

    /**
     * The same, with a limit for the first byte, too.
     *
     * @param patience in seconds; 0 for none
     */
    HttpHead readHead(int patience) throws IOException {
        if (patience > 0 && !in.hasRemaining() && readWithin(TimeUnit.SECONDS.toMillis(patience)) == 0) {
            throw new HttpProtocolException(Kind.TOO_SLOW, "timed out: no answer within " + patience + " seconds");
        }
        HttpHead head = readOneHead();
        for (int interim = 1; head.status() >= 100 && head.status() < 200; interim++) {
            if (interim > MAX_INTERIM) {
                throw new HttpProtocolException(Kind.OVERSIZED, "got more than " + MAX_INTERIM + " interim answers");
            }
            head = readOneHead();
        }
        return head;
    }

    private HttpHead readOneHead() throws IOException {
        if (in.hasRemaining() || fill()) {
            pace.startHead();
        }
        try {
            return parseHead();
        } finally {
            pace.stop();
        }
    }

    private HttpHead parseHead() throws IOException {
        String first = readLine();
        if (first == null) {
            throw new HttpProtocolException(
                    Kind.CLOSED_WITHOUT_ANSWER, "Remote end closed connection without response");
        }
        int blank = first.indexOf(' ');
        if (!first.startsWith("HTTP/") || blank < 0) {
            throw new HttpProtocolException(Kind.BAD_STATUS_LINE, first);
        }
        String rest = first.substring(blank).trim();
        int end = rest.indexOf(' ');
        String reason = end < 0 ? "" : rest.substring(end).trim();
        return new HttpHead(
                first.substring(0, blank),
                status(first, end < 0 ? rest : rest.substring(0, end)),
                reason,
                readHeaders());
    }

    private static int status(String line, String number) throws HttpProtocolException {
        try {
            int status = Integer.parseInt(number);
            if (status >= 100 && status <= 999) {
                return status;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the same complaint
        }
        throw new HttpProtocolException(Kind.BAD_STATUS_LINE, line);
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int count = 0; count <= MAX_HEADERS; count++) {
            String line = readLine();
            if (line == null || line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        lowerCase(line.substring(0, colon)),
                        line.substring(colon + 1).trim());
            }
        }
        throw new HttpProtocolException(Kind.OVERSIZED, "got more than " + MAX_HEADERS + " headers");
    }

    /** ASCII only, so that no locale and no table of characters has to be loaded. */
    private static String lowerCase(String name) {
        char[] chars = name.trim().toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] = (char) (chars[i] + ('a' - 'A'));
            }
        }
        return new String(chars);
    }

    /** One line without its end, or null at the end of the stream. Bytes beyond ASCII read as Latin-1, like Python. */
    private @Nullable String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        int next = read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() == MAX_LINE) {
                throw new HttpProtocolException(
                        Kind.OVERSIZED, "got more than " + MAX_LINE + " bytes when reading header line");
            }
            line.append((char) next);
            next = read();
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }

    /**
     * Reads the rest of the answer.
     *
     * <p>The reference's server counts characters instead of bytes where it answers late, so with text beyond ASCII the
     * declared length is too small. An XML-RPC answer that is not complete by then is read on until it is, the
     * connection ends, or nothing comes for a second.
     *
     * @throws HttpProtocolException if it is cut short, or comes slower than {@link Pace} allows
     */
    byte[] readBody(HttpHead head) throws IOException {
        pace.startBody();
        try {
            return readWhole(head);
        } finally {
            pace.stop();
        }
    }

    private byte[] readWhole(HttpHead head) throws IOException {
        if (head.isChunked()) {
            return readChunks();
        }
        long declared = head.contentLength();
        // A log may be large: room for all of it at once, but not on the server's word alone.
        ByteArrayOutputStream body =
                new ByteArrayOutputStream((int) Math.max(BUFFER_SIZE, Math.min(declared, MOST_RESERVED)));
        if (declared < 0) {
            copy(Long.MAX_VALUE, body);
            return body.toByteArray();
        }
        long copied = copy(declared, body);
        if (copied < declared) {
            throw new HttpProtocolException(
                    Kind.INCOMPLETE,
                    "IncompleteRead(" + copied + " bytes read, " + (declared - copied) + " more expected)");
        }
        byte[] answer = body.toByteArray();
        while (!XmlRpcResponseReader.isComplete(answer) && fillWithin(STRAGGLER_MILLIS)) {
            copy(in.remaining(), body);
            answer = body.toByteArray();
        }
        return answer;
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        chunkLeft = -1;
        byte[] piece = readChunkPiece();
        while (piece != null) {
            body.write(piece, 0, piece.length);
            piece = readChunkPiece();
        }
        return body.toByteArray();
    }

    private long copy(long limit, ByteArrayOutputStream target) throws IOException {
        long copied = 0;
        while (copied < limit && (in.hasRemaining() || fill())) {
            int length = (int) Math.min(in.remaining(), limit - copied);
            target.write(in.array(), in.position(), length);
            in.position(in.position() + length);
            copied += length;
        }
        return copied;
    }

    /**
     * The next piece of a body that is shown while it comes; null at its end. With a chunked body a piece is one chunk,
     * or a part of one that is larger than the buffer. Blocks until there is one, for ever if need be: a log that is
     * followed may be silent for days.
     */
    public byte @Nullable [] readPiece(HttpHead head) throws IOException {
        if (head.isChunked()) {
            return readChunkPiece();
        }
        return in.hasRemaining() || fill() ? take(in.remaining()) : null;
    }

    private byte @Nullable [] readChunkPiece() throws IOException {
        if (chunkLeft <= 0) {
            chunkLeft = readChunkSize();
            if (chunkLeft == 0) {
                return null;
            }
        }
        int wanted = (int) Math.min(chunkLeft, BUFFER_SIZE);
        byte[] piece = new byte[wanted];
        for (int read = 0; read < wanted; ) {
            if (!in.hasRemaining() && !fill()) {
                throw new HttpProtocolException(Kind.INCOMPLETE, "the connection ended within a chunk");
            }
            int length = Math.min(in.remaining(), wanted - read);
            in.get(piece, read, length);
            read += length;
        }
        chunkLeft -= wanted;
        return piece;
    }

    /**
     * How many bytes should have come before the last piece, and never will: our daemon says so where it is asked to by
     * {@code report-missing}. Asked once.
     */
    public long takeMissing() {
        long taken = missing;
        missing = 0;
        return taken;
    }

    /** Passes over the line end of the chunk before. At the last chunk the trailer is read and 0 returned. */
    private long readChunkSize() throws IOException {
        String line = readLine();
        if (line != null && line.isEmpty()) {
            line = readLine();
        }
        if (line == null) {
            // without its last chunk the stream was cut, which for a tail is how a daemon says goodbye
            return 0;
        }
        int end = 0;
        long size = 0;
        while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
            size = size * 16 + Character.digit(line.charAt(end), 16);
            end++;
        }
        if (end == 0 || end > 15) {
            throw new HttpProtocolException(Kind.OVERSIZED, "not the size of a chunk: " + line);
        }
        Matcher extension = MISSING.matcher(line.substring(end));
        missing += extension.matches() ? Long.parseLong(extension.group(1)) : 0;
        if (size == 0) {
            readHeaders();
        }
        return size;
    }

    private byte[] take(int length) {
        byte[] piece = new byte[length];
        in.get(piece);
        return piece;
    }

    private int read() throws IOException {
        return in.hasRemaining() || fill() ? in.get() & 0xff : -1;
    }

    /** Waits for bytes; false at the end of the stream. Only called with an empty buffer. */
    private boolean fill() throws IOException {
        if (pace.isRunning()) {
            int read = readWithin(pace.millisLeft());
            if (read == 0) {
                throw pace.tooSlow();
            }
            return read > 0;
        }
        in.clear();
        int read = link.read(in);
        in.flip();
        return read > 0;
    }

    private boolean fillWithin(long millis) throws IOException {
        return in.hasRemaining() || readWithin(Math.min(millis, pace.millisLeft())) > 0;
    }

    private int readWithin(long millis) throws IOException {
        in.clear();
        int read = link.readWithin(millis, in);
        in.flip();
        pace.received(Math.max(0, read));
        return read;
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}

package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A client that sends exactly what it is told to, and shows exactly what comes back. */
public final class RawClient implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 20_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();

    private RawClient(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
    }

    public static RawClient tcp(int port) throws IOException {
        return to(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public static RawClient unix(Path path) throws IOException {
        return to(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
    }

    public static RawClient to(InetSocketAddress address) throws IOException {
        return to(
                address.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET,
                address);
    }

    private static RawClient to(StandardProtocolFamily family, SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(family);
        channel.connect(address);
        return new RawClient(channel);
    }

    /** An answer: status line and headers as sent, and the body. */
    public record Answer(String head, String body) {
        public String statusLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        public int status() {
            return Integer.parseInt(statusLine().split(" ", 3)[1]);
        }

        public Optional<String> header(String name) {
            String lower = "\r\n" + name.toLowerCase(Locale.ROOT) + ": ";
            int start = head.toLowerCase(Locale.ROOT).indexOf(lower);
            if (start < 0) {
                return Optional.empty();
            }
            int from = start + lower.length();
            return Optional.of(head.substring(from, head.indexOf("\r\n", from)));
        }
    }

    public RawClient send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Sends a request and reads its answer. */
    public Answer ask(String request) throws IOException {
        return send(request).answer();
    }

    /** Reads one answer with a Content-Length, or one that ends with the connection. */
    public Answer answer() throws IOException {
        String head = readUntil("\r\n\r\n");
        Answer headOnly = new Answer(head, "");
        Optional<String> length = headOnly.header("Content-Length");
        return new Answer(head, length.isPresent() ? readBytes(Integer.parseInt(length.get())) : readToEnd());
    }

    /** Reads up to and with this text. */
    public String readUntil(String end) throws IOException {
        byte[] last = end.getBytes(UTF_8);
        ByteBuffer out = ByteBuffer.allocate(4 * 1024 * 1024);
        while (!endsWith(out, last)) {
            if (!available()) {
                throw new EOFException("before '" + end + "' came: " + UTF_8.decode(out.flip()));
            }
            out.put(buffer.get());
        }
        return UTF_8.decode(out.flip()).toString();
    }

    private static boolean endsWith(ByteBuffer out, byte[] last) {
        int start = out.position() - last.length;
        byte[] tail = new byte[last.length];
        if (start >= 0) {
            out.get(start, tail);
        }
        return Arrays.equals(tail, last);
    }

    private String readBytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            if (!available()) {
                throw new EOFException("after " + i + " of " + count + " bytes");
            }
            bytes[i] = buffer.get();
        }
        return new String(bytes, UTF_8);
    }

    /** Reads until the other side closes. */
    public String readToEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (available()) {
            out.write(buffer.get());
        }
        return out.toString(UTF_8);
    }

    /** Whether the other side closes without sending anything more. */
    public boolean isClosedByServer() throws IOException {
        return !available();
    }

    /** Waits for a byte; false at the end. */
    private boolean available() throws IOException {
        while (!buffer.hasRemaining()) {
            selector.selectedKeys().clear();
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new SocketTimeoutException("nothing came for " + PATIENCE_MILLIS + " ms");
            }
            buffer.clear();
            int count;
            try {
                count = channel.read(buffer);
            } catch (IOException reset) {
                count = -1;
            }
            buffer.flip();
            if (count < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}

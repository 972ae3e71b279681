package org.supervisor4j.daemon.notice;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.health.probing.Trust;
import org.supervisor4j.daemon.os.Monotonic;

/** A connection to a receiver, with a deadline for all of it. One thread. */
final class Wire implements AutoCloseable {
    private static final int STEP_MILLIS = 10_000;
    private static final long WHOLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LONGEST_LINE = 8192;

    private final String host;
    private final Monotonic clock;
    private final long deadline;
    private final InetAddress address;
    private Socket socket;
    private boolean isEncrypted;

    /** @param tls whether it begins with TLS */
    Wire(String host, int port, boolean tls, Monotonic clock) throws IOException {
        this.host = host;
        this.clock = clock;
        deadline = clock.nanos() + WHOLE_NANOS;
        address = InetAddress.getByName(host);
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), STEP_MILLIS);
            socket.setSoTimeout(STEP_MILLIS);
            if (tls) {
                encrypt();
            }
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Goes on with TLS. */
    void encrypt() throws IOException {
        socket = Trust.over(socket, host, address);
        isEncrypted = true;
    }

    /** Whether nobody else can read what is written. */
    boolean isPrivate() {
        return isEncrypted || address.isLoopbackAddress();
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next line, without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed before an answer");
            }
            if (line.length() == LONGEST_LINE || clock.nanos() > deadline) {
                throw new IOException("the answer takes too long, or is no answer");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Any thread: whoever waits for it fails. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.supervisor4j.daemon.health.probing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;

/** Asks over a socket, waiting on a thread of its own. {@link #abort} ends the waiting. */
final class NetworkProbe {
    private final Names names;
    private final long timeoutNanos;
    private @Nullable Closeable open;
    private boolean aborted;

    NetworkProbe(Names names, long timeoutNanos) {
        this.names = names;
        this.timeoutNanos = timeoutNanos;
    }

    /** Any thread: what waits fails. */
    void abort() {
        Closeable closing;
        synchronized (this) {
            aborted = true;
            closing = open;
        }
        if (closing != null) {
            close(closing);
        }
    }

    private static void close(Closeable closing) {
        try {
            closing.close();
        } catch (IOException alreadyGone) {
            // Nobody asks it anything any more.
        }
    }

    private synchronized void opened(Closeable socket) throws ProbeException {
        open = socket;
        if (aborted) {
            close(socket);
            throw new ProbeException("given up");
        }
    }

    String unix(Probe.Unix probe) throws IOException, ProbeException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            opened(channel);
            channel.connect(UnixDomainSocketAddress.of(probe.path()));
            return "connected";
        }
    }

    String tcp(Probe.Tcp probe) throws IOException, ProbeException, InterruptedException {
        connect(probe.host(), probe.port()).close();
        return "connected";
    }

    /**
     * @param pattern what the body must have; null for anything
     * @param header null for none
     */
    String http(Probe.Http probe, StatusRanges expected, @Nullable LinePattern pattern, @Nullable HttpHeader header)
            throws IOException, ProbeException, InterruptedException {
        try (Socket plain = connect(probe.host(), probe.port());
                Socket socket = probe.tls() ? Trust.over(plain, probe.host(), plain.getInetAddress()) : plain) {
            boolean ownHost = header != null && header.name().equalsIgnoreCase("Host");
            StringBuilder request =
                    new StringBuilder("GET ").append(probe.target()).append(" HTTP/1.1\r\n");
            if (!ownHost) {
                request.append("Host: ").append(probe.hostHeader()).append("\r\n");
            }
            request.append("User-Agent: supervisor4j\r\nAccept: */*\r\nConnection: close\r\n");
            if (header != null) {
                request.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n");
            }
            request.append("\r\n");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new HttpAnswer(new BufferedInputStream(socket.getInputStream()), expected, pattern).read();
        }
    }

    private Socket connect(String host, int port) throws IOException, ProbeException, InterruptedException {
        InetAddress[] addresses = names.addresses(host, timeoutNanos);
        IOException refusal = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            opened(socket);
            try {
                int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
                socket.connect(new InetSocketAddress(address, port), millis);
                socket.setSoTimeout(millis);
                return socket;
            } catch (SocketTimeoutException late) {
                socket.close();
                throw late;
            } catch (IOException refused) {
                socket.close();
                // The first is what people mean.
                refusal = refusal == null ? refused : refusal;
            }
        }
        if (refusal == null) {
            throw new ProbeException("the host " + host + " has no address");
        }
        throw refusal;
    }
}

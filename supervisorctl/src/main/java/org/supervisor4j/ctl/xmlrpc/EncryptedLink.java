package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/**
 * Bytes through TLS.
 *
 * @param socket after the handshake
 */
record EncryptedLink(SSLSocket socket) implements Link {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        socket.getOutputStream().write(text);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        int count = socket.getInputStream()
                .read(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        buffer.position(buffer.position() + Math.max(0, count));
        return count;
    }

    @Override
    public int readWithin(long millis, ByteBuffer buffer) throws IOException {
        socket.setSoTimeout(Math.toIntExact(millis));
        try {
            return read(buffer);
        } catch (SocketTimeoutException nothing) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

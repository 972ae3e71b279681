package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Bytes as they are.
 *
 * @param channel blocking
 */
record PlainLink(SocketChannel channel) implements Link {
    private static final long STEP_MILLIS = 500;

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    @Override
    public int readWithin(long millis, ByteBuffer buffer) throws IOException {
        channel.configureBlocking(false);
        int count = channel.read(buffer);
        if (count == 0) {
            count = await(millis) ? channel.read(buffer) : 0;
        }
        channel.configureBlocking(true);
        return count;
    }

    /** In short steps: a selector does not notice that its channel is closed. */
    private boolean await(long millis) throws IOException {
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, SelectionKey.OP_READ);
            for (long left = millis; left > 0; left -= STEP_MILLIS) {
                if (selector.select(Math.min(left, STEP_MILLIS)) > 0) {
                    return true;
                }
                if (!channel.isOpen()) {
                    throw new AsynchronousCloseException();
                }
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

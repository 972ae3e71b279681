package org.supervisor4j.endtoend;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A client that follows a program's stdout log, as {@code supervisorctl tail -f} does, and throws away what it gets.
 */
final class LogFollower {
    private final SocketChannel channel;

    private LogFollower(SocketChannel channel) {
        this.channel = channel;
    }

    static LogFollower start(Path socket, String program) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        String request = "GET /logtail/" + program + "/stdout HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        var follower = new LogFollower(channel);
        var thread = new Thread(follower::read, "follower of " + program);
        thread.setDaemon(true);
        thread.start();
        return follower;
    }

    private void read() {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        try {
            while (channel.read(bytes) >= 0) {
                bytes.clear();
            }
        } catch (IOException e) {
            // Closed by stop().
        }
    }

    void stop() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError("cannot close a connection", e);
        }
    }
}

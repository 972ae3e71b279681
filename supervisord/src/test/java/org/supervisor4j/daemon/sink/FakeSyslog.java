package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.OsException;

/** A system's log in memory, with a FIFO of the kernel's as the descriptor to wait for. */
public final class FakeSyslog implements MessageSocket {
    private final List<String> messages = new ArrayList<>();
    private boolean isServed = true;
    private int room = Integer.MAX_VALUE;
    private int descriptor = -1;

    public List<String> messages() {
        return messages;
    }

    public void serve(boolean served) {
        isServed = served;
    }

    /** @param count how many messages it takes from now on */
    public void room(int count) {
        room = count;
    }

    /** @param pipe what there is to wait for when there is no room */
    public void descriptor(int pipe) {
        descriptor = pipe;
    }

    @Override
    public boolean send(ByteBuffer message) throws OsException {
        if (!isServed) {
            throw new OsException("connect to", "/dev/log", FakeKernel.errno(Errno.ENOENT, "ENOENT"));
        }
        if (room == 0) {
            return false;
        }
        room--;
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        messages.add(new String(bytes, StandardCharsets.UTF_8));
        return true;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

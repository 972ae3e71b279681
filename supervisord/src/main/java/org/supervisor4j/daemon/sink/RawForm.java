package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** The line as it came; one without an end gets one. */
public final class RawForm implements LineForm {
    @Override
    public void at(long epochMillis) {
        // A line as it came has no time.
    }

    @Override
    public int maxBytes(int length) {
        return length + 1;
    }

    @Override
    public void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out) {
        int length = to - from;
        out.put(out.position(), line, from, length).position(out.position() + length);
        if (!isCut) {
            out.put((byte) '\n');
        }
    }
}

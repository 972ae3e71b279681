package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code 2026-11-21 07:41:39,299 web some text}: local time as in the daemon's log, process name, the line as it came.
 * A line that was cut ends in {@code \}.
 */
public final class PrefixForm implements LineForm {
    private static final int TIME_AND_ENDS = 32;

    private final LineTime time = LineTime.local();
    private final byte[] name;

    public PrefixForm(String processName) {
        this.name = (" " + processName + " ").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void at(long epochMillis) {
        time.set(epochMillis);
    }

    @Override
    public int maxBytes(int length) {
        return TIME_AND_ENDS + name.length + length;
    }

    @Override
    public void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out) {
        time.put(out);
        out.put(name);
        int length = to - from;
        out.put(out.position(), line, from, length).position(out.position() + length);
        if (isCut) {
            out.put((byte) '\\');
        }
        out.put((byte) '\n');
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * {@code [web] some text}: the line as it came, behind the process's name, for what several write to and somebody
 * reads. A line that was cut ends in {@code \}.
 */
public final class BracketForm implements LineForm {
    /** Of a terminal: those that can be read on a dark ground and on a light one. */
    private static final int[] COLOURS = {36, 32, 35, 34, 33};

    private final byte[] head;

    /** @param coloured whether the name is coloured, the same one always alike */
    public BracketForm(String processName, boolean coloured) {
        String name = "[" + processName + "] ";
        int colour = COLOURS[Math.floorMod(processName.hashCode(), COLOURS.length)];
        head = (coloured ? "\033[" + colour + "m" + name.strip() + "\033[0m " : name).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void at(long epochMillis) {
        // Whoever reads it adds the time, as containers' engines do.
    }

    @Override
    public int maxBytes(int length) {
        return head.length + length + 2;
    }

    @Override
    public void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out) {
        out.put(head);
        int length = to - from;
        out.put(out.position(), line, from, length).position(out.position() + length);
        if (isCut) {
            out.put((byte) '\\');
        }
        out.put((byte) '\n');
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * <code>{"time":"2026-11-21T06:41:39.299Z","program":"web","stream":"stdout","line":"some text"}</code>: one object a
 * line, time in UTC. A line that was cut has {@code "cut":true} after it. A carriage return at the end of a line is
 * dropped. The result is always UTF-8 and JSON: what is not UTF-8 becomes U+FFFD.
 */
public final class JsonForm implements LineForm {
    private static final byte[] BEGIN = ascii("{\"time\":\"");
    private static final byte[] END = ascii("\"}\n");
    private static final byte[] END_OF_CUT = ascii("\",\"cut\":true}\n");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final int LONGEST_ESCAPE = 6;
    private static final int TIME_AND_ENDS = 64;

    private final LineTime time = LineTime.utc();
    private final byte[] afterTime;

    /** @param stream {@code stdout} or {@code stderr} */
    public JsonForm(String processName, String stream) {
        byte[] name = processName.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(TIME_AND_ENDS + LONGEST_ESCAPE * name.length);
        head.put(ascii("Z\",\"program\":\""));
        escape(ByteBuffer.wrap(name), 0, name.length, head);
        head.put(ascii("\",\"stream\":\"" + stream + "\",\"line\":\"")).flip();
        this.afterTime = new byte[head.remaining()];
        head.get(afterTime);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void at(long epochMillis) {
        time.set(epochMillis);
    }

    @Override
    public int maxBytes(int length) {
        return TIME_AND_ENDS + afterTime.length + LONGEST_ESCAPE * length;
    }

    @Override
    public void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out) {
        out.put(BEGIN);
        time.put(out);
        out.put(afterTime);
        boolean endsInReturn = !isCut && to > from && line.get(to - 1) == '\r';
        escape(line, from, endsInReturn ? to - 1 : to, out);
        out.put(isCut ? END_OF_CUT : END);
    }

    private static void escape(ByteBuffer text, int from, int to, ByteBuffer out) {
        int index = from;
        while (index < to) {
            byte b = text.get(index);
            if (b < 0) {
                index = putCharacter(text, index, to, out);
                continue;
            }
            if (b < ' ') {
                putControl(b, out);
            } else {
                if (b == '"' || b == '\\') {
                    out.put((byte) '\\');
                }
                out.put(b);
            }
            index++;
        }
    }

    private static void putControl(byte b, ByteBuffer out) {
        out.put((byte) '\\');
        switch (b) {
            case '\t' -> out.put((byte) 't');
            case '\r' -> out.put((byte) 'r');
            default ->
                out.put((byte) 'u')
                        .put((byte) '0')
                        .put((byte) '0')
                        .put(HEX[b >> 4])
                        .put(HEX[b & 0xf]);
        }
    }

    /** A character beyond ASCII, or the replacement for a byte that begins none. */
    private static int putCharacter(ByteBuffer text, int index, int to, ByteBuffer out) {
        int length = Utf8.lengthAt(text, index, to);
        if (length == 0) {
            out.put(REPLACEMENT);
            return index + 1;
        }
        out.put(out.position(), text, index, length).position(out.position() + length);
        return index + length;
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.WallClock;

/**
 * Makes whole lines of what comes in pieces, and writes them in their form to another sink. A line without an end is
 * kept until it has one, or until there is no more to come; a line longer than {@link #LONGEST_LINE} is cut. The time
 * of a line is that at which its end came.
 *
 * <p>Its lines reach the other sink in units of whole lines, so that a file that is rotated ends with a line.
 */
public final class LineSink extends PassingSink {
    /** Bytes of a line, without its line end. A longer one becomes several lines. */
    public static final int LONGEST_LINE = 64 * 1024;

    private static final byte LINE_END = '\n';
    private static final int FIRST_ROOM = 256;

    private final OutputSink target;
    private final LineForm form;
    private final WallClock clock;
    private final LineBuffer room;
    /** The beginning of a line whose end has not come; its bytes are those before the position. */
    private ByteBuffer unfinished = ByteBuffer.allocate(0);

    public LineSink(OutputSink target, LineForm form, WallClock clock, LineBuffer room) {
        super(target);
        this.target = target;
        this.form = form;
        this.clock = clock;
        this.room = room;
        room.makeRoomFor(form.maxBytes(LONGEST_LINE));
    }

    @Override
    public boolean write(ByteBuffer unit) {
        begin();
        while (unit.hasRemaining()) {
            int from = unit.position();
            int end = ByteScan.indexOf(unit, LINE_END, from, unit.limit());
            if (end < 0) {
                keep(unit);
            } else {
                completeWith(unit, end);
                unit.position(end + 1);
            }
        }
        flush();
        return waitsFor() < 0;
    }

    /** Whether a line has begun and not ended. */
    boolean isInLine() {
        return unfinished.position() > 0;
    }

    private void begin() {
        form.at(clock.millis());
        room.bytes().clear();
    }

    /** Keeps the rest of the unit, and writes what is too long to be kept. */
    private void keep(ByteBuffer rest) {
        while (rest.hasRemaining()) {
            int count = Math.min(rest.remaining(), LONGEST_LINE + Utf8.LONGEST - unfinished.position());
            makeRoomFor(count);
            unfinished.put(unfinished.position(), rest, rest.position(), count).position(unfinished.position() + count);
            rest.position(rest.position() + count);
            cutWhatIsTooLong();
        }
    }

    private void makeRoomFor(int count) {
        int wanted = unfinished.position() + count;
        if (unfinished.capacity() < wanted) {
            int capacity = Math.min(LONGEST_LINE + Utf8.LONGEST, Math.max(FIRST_ROOM, 2 * wanted));
            unfinished = ByteBuffer.allocate(capacity).put(unfinished.flip());
        }
    }

    private void cutWhatIsTooLong() {
        while (unfinished.position() > LONGEST_LINE) {
            int cut = Utf8.cutBefore(unfinished, 0, LONGEST_LINE);
            put(unfinished, 0, cut, true);
            unfinished.limit(unfinished.position()).position(cut);
            unfinished.compact();
        }
    }

    private void completeWith(ByteBuffer unit, int end) {
        if (unfinished.position() > 0) {
            int limit = unit.limit();
            keep(unit.limit(end));
            unit.limit(limit);
            putUnfinished();
        } else {
            putWhole(unit, end);
        }
    }

    private void putUnfinished() {
        put(unfinished, 0, unfinished.position(), false);
        unfinished.clear();
    }

    private void putWhole(ByteBuffer unit, int end) {
        int from = unit.position();
        while (end - from > LONGEST_LINE) {
            int cut = Utf8.cutBefore(unit, from, from + LONGEST_LINE);
            put(unit, from, cut, true);
            from = cut;
        }
        put(unit, from, end, false);
    }

    private void put(ByteBuffer line, int from, int to, boolean isCut) {
        if (room.bytes().remaining() < form.maxBytes(to - from)) {
            flush();
        }
        form.put(line, from, to, isCut, room.bytes());
    }

    private void flush() {
        ByteBuffer lines = room.bytes().flip();
        if (lines.hasRemaining()) {
            target.write(lines);
        }
        lines.clear();
    }

    /** A line without an end gets one. */
    @Override
    public void endOfInput() {
        if (unfinished.position() > 0) {
            begin();
            putUnfinished();
            flush();
        }
    }
}

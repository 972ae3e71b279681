package org.supervisor4j.daemon.logging;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the log's writer has to do, in order. Bounded: when the writer can't keep up, lines are counted instead of kept,
 * until half of the room is free again. Any thread; held for moments only.
 */
final class LogQueue {
    static final int MOST_LINES = 64 * 1024;
    static final long MOST_BYTES = 8L * 1024 * 1024;

    /** Something to do. */
    sealed interface Item {}

    /** Bytes to be written, a line end at their end. Not a record: two lines that read the same are not one. */
    static final class Line implements Item {
        private final byte[] text;

        Line(byte[] text) {
            this.text = text;
        }

        byte[] text() {
            return text;
        }
    }

    /** So many lines that should be here are not. */
    record Lost(long lines) implements Item {}

    /** Something to be done when all before it has been written. */
    record Command(Runnable action) implements Item {}

    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private int lines;
    private long bytes;
    private long lost;
    private boolean closed;

    /** Adds a line, or counts it. After {@link #close} it is dropped. */
    synchronized void offer(byte[] text) {
        if (closed) {
            return;
        }
        if (!hasRoomFor(text.length)) {
            lost++;
            return;
        }
        tellLost();
        items.add(new Line(text));
        lines++;
        bytes += text.length;
    }

    private boolean hasRoomFor(int length) {
        int share = lost > 0 ? 2 : 1;
        boolean fits = bytes + length <= MOST_BYTES / share || items.isEmpty();
        return fits && lines < MOST_LINES / share;
    }

    private void tellLost() {
        if (lost > 0) {
            items.add(new Lost(lost));
            lost = 0;
        }
    }

    /**
     * Adds a command, however full it is.
     *
     * @return false after {@link #close}, when nobody would carry it out
     */
    synchronized boolean offer(Runnable action) {
        if (!closed) {
            items.add(new Command(action));
        }
        return !closed;
    }

    /** Nothing can be added any more; what is there can still be taken. */
    synchronized void close() {
        tellLost();
        closed = true;
    }

    /** The next item, or null if there is none now. */
    synchronized @Nullable Item poll() {
        Item item = items.poll();
        if (item instanceof Line line) {
            lines--;
            bytes -= line.text().length;
        }
        return item;
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }
}

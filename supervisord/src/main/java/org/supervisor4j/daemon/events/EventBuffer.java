package org.supervisor4j.daemon.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The events that wait for a pool's listeners: first in, first out, but for those that were rejected, which come back
 * to the head. Where there is no room, the oldest go.
 */
public final class EventBuffer {
    /** The most that all payloads together may have, in UTF-16 units: {@code buffer_size} alone would not bound it. */
    static final long LIMIT_CHARS = 16L << 20;

    private final int limit;
    private final Deque<BufferedEvent> waiting = new ArrayDeque<>();
    private long chars;

    /** @param limit {@code buffer_size}, at least 1 */
    public EventBuffer(int limit) {
        this.limit = limit;
    }

    /**
     * Adds a new event at the end.
     *
     * @return what had to go, the oldest first
     */
    public List<BufferedEvent> append(BufferedEvent event) {
        List<BufferedEvent> discarded = makeRoom(event);
        waiting.addLast(event);
        chars += event.payload().length();
        return discarded;
    }

    /**
     * Puts an event back, to be the next.
     *
     * @return what had to go: whatever was at the head before, not the event itself
     */
    public List<BufferedEvent> prepend(BufferedEvent event) {
        List<BufferedEvent> discarded = makeRoom(event);
        waiting.addFirst(event);
        chars += event.payload().length();
        return discarded;
    }

    private List<BufferedEvent> makeRoom(BufferedEvent event) {
        List<BufferedEvent> discarded = new ArrayList<>(1);
        while (isFullFor(event)) {
            poll().ifPresent(discarded::add);
        }
        return discarded;
    }

    private boolean isFullFor(BufferedEvent event) {
        return !waiting.isEmpty()
                && (waiting.size() >= limit || chars + event.payload().length() > LIMIT_CHARS);
    }

    /** Takes the oldest. */
    public Optional<BufferedEvent> poll() {
        BufferedEvent oldest = waiting.poll();
        if (oldest != null) {
            chars -= oldest.payload().length();
        }
        return Optional.ofNullable(oldest);
    }

    /** The one that {@link #poll} would take. */
    public Optional<BufferedEvent> oldest() {
        return Optional.ofNullable(waiting.peek());
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public int size() {
        return waiting.size();
    }

    /** {@code buffer_size}. */
    public int limit() {
        return limit;
    }

    /** Forgets everything. */
    public void clear() {
        waiting.clear();
        chars = 0;
    }
}

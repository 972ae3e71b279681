package org.supervisor4j.daemon.output;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.supervisor4j.daemon.loop.Loop;

/**
 * Counts the bytes that were delivered to observers and have not been dealt with yet, of all channels of a loop
 * together. A child that writes faster than its events can be told would fill the memory otherwise.
 *
 * <p>Any thread may count; the readers that are held are known on the loop only.
 */
final class Backlog {
    /** Bytes of one channel; a unit more may be on its way. */
    static final long MOST_OF_ONE = 256 * 1024;

    /** Bytes of all channels of a loop. */
    static final long MOST_OF_ALL = 2 * 1024 * 1024;

    /** A channel whose observer lags behind: it does not read until it is released. */
    interface Reader {
        /** As {@link UnitRoute#undone}. */
        long undone();

        void release();
    }

    private final Loop loop;
    private final AtomicLong all = new AtomicLong();
    private final AtomicBoolean releaseRequested = new AtomicBoolean();
    private final List<Reader> held = new ArrayList<>();
    private volatile boolean anyoneIsHeld;

    Backlog(Loop loop) {
        this.loop = loop;
    }

    void delivered(int bytes) {
        all.addAndGet(bytes);
    }

    /** Any thread. */
    void dealtWith(int bytes) {
        long left = all.addAndGet(-bytes);
        if (anyoneIsHeld && left <= MOST_OF_ALL / 2 && releaseRequested.compareAndSet(false, true)) {
            loop.post("release", this::release);
        }
    }

    /** @param ofOne what the channel itself has out */
    boolean isTooMuch(long ofOne) {
        return ofOne > MOST_OF_ONE || all.get() > MOST_OF_ALL;
    }

    private boolean isLittleAgain(long ofOne) {
        return ofOne <= MOST_OF_ONE / 2 && all.get() <= MOST_OF_ALL / 2;
    }

    void hold(Reader reader) {
        loop.assertOnLoop();
        held.add(reader);
        anyoneIsHeld = true;
        // A thread that dealt with data a moment ago and saw nobody held has asked for no release.
        if (isLittleAgain(reader.undone())) {
            loop.post("release", this::release);
        }
    }

    void forget(Reader reader) {
        loop.assertOnLoop();
        held.remove(reader);
        anyoneIsHeld = !held.isEmpty();
    }

    private void release() {
        releaseRequested.set(false);
        for (Reader reader : List.copyOf(held)) {
            if (isLittleAgain(reader.undone())) {
                forget(reader);
                reader.release();
            }
        }
    }
}

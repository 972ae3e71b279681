package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** Drops everything: the output of a program without a log is read all the same, lest it blocks. */
public final class NullSink implements OutputSink {
    @Override
    public boolean write(ByteBuffer unit) {
        unit.position(unit.limit());
        return true;
    }

    @Override
    public boolean resume() {
        return true;
    }

    @Override
    public int waitsFor() {
        return -1;
    }

    @Override
    public void giveUp() {
        // Keeps nothing.
    }

    @Override
    public void close() {
        // Has nothing open.
    }
}

package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.OsException;

/** Two sinks for the same bytes: a file and the system's log. */
public final class TeeSink implements OutputSink {
    private final OutputSink first;
    private final OutputSink second;

    public TeeSink(OutputSink first, OutputSink second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public boolean write(ByteBuffer unit) {
        int start = unit.position();
        boolean firstIsDone = first.write(unit);
        unit.position(start);
        return second.write(unit) && firstIsDone;
    }

    @Override
    public void endOfInput() {
        first.endOfInput();
        second.endOfInput();
    }

    @Override
    public boolean resume() {
        boolean firstIsDone = first.resume();
        return second.resume() && firstIsDone;
    }

    @Override
    public int waitsFor() {
        int descriptor = first.waitsFor();
        return descriptor >= 0 ? descriptor : second.waitsFor();
    }

    /** The shorter one's, of those that wait. */
    @Override
    public long patience() {
        long patienceOfFirst = first.waitsFor() >= 0 ? first.patience() : FOR_EVER;
        return second.waitsFor() >= 0 ? Math.min(patienceOfFirst, second.patience()) : patienceOfFirst;
    }

    @Override
    public void giveUp() {
        first.giveUp();
        second.giveUp();
    }

    /** The file's. */
    @Override
    public long outputBegin() {
        return first.outputBegin();
    }

    @Override
    public void reopen() throws OsException {
        first.reopen();
        second.reopen();
    }

    @Override
    public void clear() throws OsException {
        first.clear();
        second.clear();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}

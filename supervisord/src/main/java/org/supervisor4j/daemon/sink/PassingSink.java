package org.supervisor4j.daemon.sink;

import org.supervisor4j.daemon.os.OsException;

/** Does something to output and hands it on to another sink, which is asked for all the rest. */
abstract class PassingSink implements OutputSink {
    private final OutputSink target;

    PassingSink(OutputSink target) {
        this.target = target;
    }

    @Override
    public final boolean resume() {
        return target.resume();
    }

    @Override
    public final int waitsFor() {
        return target.waitsFor();
    }

    @Override
    public final long patience() {
        return target.patience();
    }

    @Override
    public final void giveUp() {
        target.giveUp();
    }

    @Override
    public final long outputBegin() {
        return target.outputBegin();
    }

    @Override
    public final void reopen() throws OsException {
        target.reopen();
    }

    @Override
    public final void clear() throws OsException {
        target.clear();
    }

    @Override
    public final void close() {
        target.close();
    }
}

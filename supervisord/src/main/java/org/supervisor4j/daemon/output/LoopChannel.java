package org.supervisor4j.daemon.output;

import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.OutputSink;

/** What others hold of a {@link Pump}: each call becomes a task of the loop. */
record LoopChannel(Loop loop, Pump pump) implements OutputChannel {
    @Override
    public void attach(int readEnd) {
        perform(() -> pump.attach(readEnd));
    }

    @Override
    public void inject(byte[] text, Runnable taken) {
        perform(() -> pump.inject(text, taken));
    }

    @Override
    public long outputBegin() {
        return pump.outputBegin();
    }

    private void perform(Runnable task) {
        loop.post("a channel", pump.guarded(task));
    }

    @Override
    public CompletableFuture<Void> drainAndClose() {
        perform(() -> pump.drainAndClose(true));
        // Closed even if draining fails: an abort closes, too.
        return pump.whenClosed().copy();
    }

    @Override
    public CompletableFuture<Void> reopen() {
        return change(OutputSink::reopen);
    }

    @Override
    public CompletableFuture<Void> clear() {
        return change(OutputSink::clear);
    }

    private CompletableFuture<Void> change(OutputSink.Change change) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        perform(() -> {
            try {
                pump.change(change);
                result.complete(null);
            } catch (OsException e) {
                result.completeExceptionally(e);
            } finally {
                // After a bug, which is the guard's: the caller must not wait for ever.
                result.completeExceptionally(new IllegalStateException("closed after an error: " + pump.name()));
            }
        });
        return result;
    }
}

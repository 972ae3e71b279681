package org.supervisor4j.daemon.output;

import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.OsException;

/** What others hold of a {@link Pump}: each call becomes a task of the loop. */
record LoopChannel(Loop loop, Pump pump) implements OutputChannel {
    @Override
    public void attach(int readEnd) {
        perform(() -> pump.attach(readEnd));
    }

    @Override
    public void inject(byte[] text) {
        perform(() -> pump.inject(text));
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
        return ask(pump::reopen);
    }

    @Override
    public CompletableFuture<Void> clear() {
        return ask(pump::clear);
    }

    /** Something that the system may refuse. */
    @FunctionalInterface
    private interface Request {
        void run() throws OsException;
    }

    private CompletableFuture<Void> ask(Request request) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        perform(() -> {
            try {
                request.run();
                result.complete(null);
            } catch (OsException e) {
                result.completeExceptionally(e);
            } finally {
                // An error of ours is the guard's; who waits must not wait for ever.
                result.completeExceptionally(new IllegalStateException("closed after an error: " + pump.name()));
            }
        });
        return result;
    }
}

package org.supervisor4j.daemon.logging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * Writes what is in the queue to the log's sinks, on the thread {@code log-writer}: a disk that hangs holds up this one
 * and nobody else. A reader that is slow (of standard output, of a FIFO) does not even hold up the other sinks.
 */
final class LogWriter extends Loop {
    private static final long PATIENCE_AT_THE_END = TimeUnit.SECONDS.toNanos(2);

    /** Where lines go. */
    record Target(OutputSink sink, boolean isSyslog) {}

    private final LogQueue queue;
    private final List<Target> targets;
    private final LongFunction<byte[]> lostLine;
    private final Consumer<Throwable> observer;

    /** The descriptor that each of them waits for. */
    private final IdentityHashMap<OutputSink, Integer> waiting = new IdentityHashMap<>();

    private ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private boolean hasFailed;

    /**
     * @param lostLine makes the line that says how many lines are missing
     * @param observer is told of an unexpected error, once
     */
    LogWriter(
            LogQueue queue,
            Poller poller,
            List<Target> targets,
            Monotonic clock,
            LongFunction<byte[]> lostLine,
            Consumer<Throwable> observer) {
        super("log-writer", poller, clock);
        this.queue = queue;
        this.targets = List.copyOf(targets);
        this.lostLine = lostLine;
        this.observer = observer;
    }

    List<Target> targets() {
        return targets;
    }

    /** Until it is told to {@link #stop}, by a command of the queue: what follows that is still written. */
    @Override
    public void run() {
        try {
            super.run();
            finish();
        } finally {
            targets.forEach(target -> target.sink().close());
            end();
        }
    }

    /** Once only: telling is a line, too. */
    @Override
    protected void onFailure(String task, Throwable bug) {
        if (!hasFailed) {
            hasFailed = true;
            observer.accept(bug);
        }
    }

    /** All that is in the queue. */
    @Override
    protected void concludeTurn() {
        for (LogQueue.Item item = queue.poll(); item != null; item = queue.poll()) {
            LogQueue.Item next = item;
            guarded("a line", () -> carryOut(next));
        }
    }

    private void carryOut(LogQueue.Item item) {
        if (item instanceof LogQueue.Line line) {
            write(line.text());
        } else if (item instanceof LogQueue.Lost lost) {
            write(lostLine.apply(lost.lines()));
        } else if (item instanceof LogQueue.Command command) {
            command.action().run();
        }
    }

    /** Writes a line to all targets now. */
    private void write(byte[] line) {
        for (Target target : targets) {
            write(line, target);
        }
    }

    void write(byte[] line, Target target) {
        assertOnLoop();
        byte[] text = target.isSyslog() ? withHeadOnEachLine(line) : line;
        if (buffer.capacity() < text.length) {
            buffer = ByteBuffer.allocateDirect(2 * text.length);
        }
        buffer.clear().put(text).flip();
        if (!target.sink().write(buffer)) {
            waitFor(target.sink());
        }
    }

    /** In the system's log a message of several lines becomes several messages, each with time and level. */
    private static byte[] withHeadOnEachLine(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
        int firstEnd = text.indexOf('\n');
        if (firstEnd < 0) {
            return line;
        }
        String head = text.substring(0, ActivityLayout.HEAD_LENGTH);
        return text.replace("\n", "\n" + head).getBytes(StandardCharsets.UTF_8);
    }

    private void waitFor(OutputSink sink) {
        int descriptor = sink.waitsFor();
        if (waiting.containsKey(sink) || descriptor < 0) {
            return;
        }
        try {
            watch(descriptor, false, true, () -> goOn(sink));
            waiting.put(sink, descriptor);
        } catch (OsException e) {
            sink.giveUp();
        }
    }

    private void goOn(OutputSink sink) {
        stopWaitingFor(sink);
        resume(sink);
    }

    private void stopWaitingFor(OutputSink sink) {
        Integer descriptor = waiting.remove(sink);
        if (descriptor != null) {
            unwatch(descriptor);
        }
    }

    /** Opens the target's file anew, or empties it. */
    void change(Target target, OutputSink.Change change) throws OsException {
        stopWaitingFor(target.sink());
        try {
            change.on(target.sink());
        } finally {
            resume(target.sink());
        }
    }

    private void resume(OutputSink sink) {
        if (!sink.resume()) {
            waitFor(sink);
        }
    }

    private void finish() {
        queue.close();
        runOnce(0);
        long deadline = now() + PATIENCE_AT_THE_END;
        for (long left = PATIENCE_AT_THE_END; left > 0 && !waiting.isEmpty(); left = deadline - now()) {
            runOnce(left);
        }
    }
}

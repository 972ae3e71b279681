package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * Takes a unit its whole way: splits it at the capture tokens, strips each part, writes or captures it, and delivers
 * it. Touched on its loop only, except for what says so.
 */
final class UnitRoute implements CaptureSplitter.Parts {
    /** Room in front of a unit for what splitter and stripper held back. */
    static final int HEADROOM = CaptureSplitter.HEADROOM + AnsiStripper.HEADROOM;

    private static final byte ESC = 0x1b;

    /** The memory that a unit takes besides its bytes: many small ones fill it as well. */
    private static final int COST_OF_UNIT = 256;

    private final ChannelSpec spec;
    private final ChannelObserver observer;
    private final OutputSink sink;
    private final Backlog backlog;
    private final @Nullable AnsiStripper stripper;
    private final @Nullable CaptureSplitter splitter;
    private final CaptureBuffer captured;

    /** Bytes (and what keeping them costs) that the observer has and has not dealt with. Any thread. */
    private final AtomicLong undone = new AtomicLong();

    UnitRoute(ChannelSpec spec, ChannelObserver observer, OutputSink sink, Backlog backlog) {
        this.spec = spec;
        this.observer = observer;
        this.sink = sink;
        this.backlog = backlog;
        boolean captures = spec.config().captureMaxbytes() != 0 && !spec.listenerProtocol();
        this.stripper = spec.stripAnsi() ? new AnsiStripper() : null;
        this.splitter = captures ? new CaptureSplitter() : null;
        this.captured = new CaptureBuffer(spec.config().captureMaxbytes());
    }

    /**
     * Sends a unit on its way.
     *
     * @param unit with at least {@link #HEADROOM} bytes in front of its position that are nobody's; consumed
     */
    void take(ByteBuffer unit) {
        if (spec.listenerProtocol()) {
            // The protocol is spoken in the bytes as they came; only the log is stripped.
            byte[] raw = copyIfWanted(unit);
            strip(unit);
            sink.write(unit);
            deliver(raw);
        } else if (splitter != null) {
            splitter.split(unit, this);
        } else {
            plain(unit);
        }
    }

    @Override
    public void plain(ByteBuffer part) {
        strip(part);
        write(part);
    }

    @Override
    public void captured(ByteBuffer part) {
        strip(part);
        capture(part);
    }

    @Override
    public void captureEnded() {
        byte[] data = captured.take();
        observer.onCommunication(data, handOver(data.length));
    }

    private void strip(ByteBuffer part) {
        if (stripper != null) {
            stripper.strip(part);
        }
    }

    private void write(ByteBuffer part) {
        observer.onUnit(part);
        byte[] data = copyIfWanted(part);
        sink.write(part);
        deliver(data);
    }

    private void capture(ByteBuffer part) {
        byte[] data = copyIfWanted(part);
        captured.add(part);
        deliver(data);
    }

    private byte @Nullable [] copyIfWanted(ByteBuffer part) {
        if (!spec.deliverData()) {
            return null;
        }
        byte[] copy = new byte[part.remaining()];
        part.get(part.position(), copy);
        return copy;
    }

    private void deliver(byte @Nullable [] data) {
        if (data != null) {
            observer.onData(data, handOver(data.length));
        }
    }

    /** Counts what the observer gets, until it runs the result. */
    private Runnable handOver(int length) {
        int bytes = length + COST_OF_UNIT;
        undone.addAndGet(bytes);
        backlog.delivered(bytes);
        return () -> {
            undone.addAndGet(-bytes);
            backlog.dealtWith(bytes);
        };
    }

    /** Bytes (and what keeping them costs) that the observer has and has not dealt with. Any thread. */
    long undone() {
        return undone.get();
    }

    /**
     * Sends what was held back, for no more is to come now.
     *
     * @param scratch room for it; its content does not matter
     */
    void flush(ByteBuffer scratch) {
        if (splitter != null) {
            scratch.clear().position(HEADROOM);
            splitter.finish(scratch, this);
        }
        if (stripper != null && stripper.finish()) {
            scratch.clear().position(HEADROOM);
            scratch.put(ESC).limit(HEADROOM + 1).position(HEADROOM);
            sendUnstripped(scratch);
        }
        sink.endOfInput();
    }

    private void sendUnstripped(ByteBuffer part) {
        if (spec.listenerProtocol()) {
            // It has been delivered already, with the unit that it ended.
            sink.write(part);
        } else if (splitter != null && splitter.isCapturing()) {
            capture(part);
        } else {
            write(part);
        }
    }
}

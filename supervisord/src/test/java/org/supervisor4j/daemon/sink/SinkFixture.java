package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.files.LogStarts;

/** A system for sinks in memory. Time stands still until it is advanced. */
public final class SinkFixture {
    private final FakeKernel kernel = new FakeKernel().folder("/log", FakeKernel.US, 0755);
    private final RecordingLog log = new RecordingLog();
    private final FakeSyslog syslog = new FakeSyslog();
    private long nanos = 1_000_000_000L;

    private final SinkSystem system = new SinkSystem(
            kernel,
            kernel.paths(),
            new LogStarts(),
            () -> syslog,
            () -> nanos,
            () -> 1_700_552_580_000L,
            new SharedTargets(),
            log);

    public FakeKernel kernel() {
        return kernel;
    }

    public RecordingLog log() {
        return log;
    }

    public FakeSyslog syslog() {
        return syslog;
    }

    public SinkSystem system() {
        return system;
    }

    public void advanceSeconds(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    public void advanceMillis(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Some text in a direct buffer, with room in front of it. */
    public static ByteBuffer unit(String text) {
        return unit(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ByteBuffer unit(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 + bytes.length);
        buffer.position(64);
        buffer.put(bytes).position(64);
        return buffer;
    }
}

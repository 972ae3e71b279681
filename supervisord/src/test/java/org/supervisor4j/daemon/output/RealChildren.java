package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.supervisor4j.daemon.config.LogFormat;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.os.ChildReaper.Reaped;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.sink.RecordingLog;
import org.supervisor4j.daemon.sink.SharedTargets;
import org.supervisor4j.daemon.sink.SinkSystem;

/** Running output loops and children whose stdout goes through one of them. */
final class RealChildren implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(20);

    /** As many as there are at most. */
    static final int LOOPS = 2;

    private final PosixSystem system;
    private final RecordingLog log = new RecordingLog();
    private final OutputLoops loop;

    RealChildren(PosixSystem system) throws OsException {
        this.system = system;
        SinkSystem sinks = new SinkSystem(
                system.descriptors(),
                system.paths(),
                system.logStarts(),
                system.syslog(),
                system.monotonic(),
                system.wallClock(),
                new SharedTargets(),
                log);
        loop = new OutputLoops(LOOPS, system.pollers(), sinks, "supervisord");
        loop.start();
    }

    RecordingLog log() {
        return log;
    }

    static ChannelSpec spec(String path, long maxbytes, int backups, boolean deliver) {
        OutputConfig config = new OutputConfig(
                new LogTarget.File(path), maxbytes, backups, false, 0, deliver, FileAccess.UNCHANGED, LogFormat.RAW);
        return new ChannelSpec("child", Channel.STDOUT, path, config, false, deliver, false);
    }

    OutputChannel open(ChannelSpec spec, ChannelObserver listener) throws Exception {
        return loop.open(spec, listener).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts a shell whose stdout is the channel's. */
    int start(OutputChannel channel, String script) throws OsException {
        Pipe pipe = system.descriptors().pipe();
        int devNull = system.descriptors().open("/dev/null", OpenFlags.READ_WRITE, 0);
        Spawned spawned = system.spawner()
                .spawn(new SpawnRequest(
                        "/bin/sh",
                        List.of("sh", "-c", script),
                        List.of("PATH=/bin:/usr/bin"),
                        devNull,
                        pipe.writeEnd(),
                        devNull,
                        null,
                        null,
                        OptionalInt.empty()));
        system.descriptors().close(pipe.writeEnd());
        system.descriptors().close(devNull);
        channel.attach(pipe.readEnd());
        assertThat(spawned.exec().finish()).isNull();
        return spawned.pid();
    }

    /** Waits until the child has ended and has been reaped. */
    void awaitEnd(int pid) throws OsException {
        eventually("the end of process " + pid, () -> {
            Reaped reaped = system.reaper().reap();
            return reaped != null && reaped.pid() == pid;
        });
    }

    static void await(CompletableFuture<Void> future) throws Exception {
        future.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Looks every few milliseconds (a poller of its own that nothing wakes is the clock) until it is so. */
    void eventually(String what, BooleanSupplier condition) throws OsException {
        long start = System.nanoTime();
        try (Poller pause = system.pollers().open()) {
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime() - start)
                        .as("nanoseconds until " + what)
                        .isLessThan(DEADLINE.toNanos());
                pause.await(2_000_000);
            }
        }
    }

    @Override
    public void close() {
        try {
            loop.shutdown();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted: the loop took too long to end", e);
        }
    }
}

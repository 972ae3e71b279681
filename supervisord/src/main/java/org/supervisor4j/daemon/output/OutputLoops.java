package org.supervisor4j.daemon.output;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.sink.SinkSystem;

/**
 * The loops that read the children's output. With more than one processor there are two: one alone cannot move as much
 * as the programs of two can write. All that goes to one file goes through one loop. Any thread.
 */
public final class OutputLoops implements OutputChannels {
    private static final int MOST = 2;

    private final List<OutputLoop> loops = new ArrayList<>();

    /**
     * @param processors how many the machine has for us
     * @param ident what the system's log shows as the sender of children's lines: {@code supervisord}
     */
    public OutputLoops(int processors, PollerFactory pollers, SinkSystem system, String ident) throws OsException {
        for (int number = 1; number <= Math.min(MOST, processors); number++) {
            loops.add(new OutputLoop("output-loop-" + number, pollers, system, new LogSinks(system, ident)));
        }
    }

    public void start() {
        loops.forEach(OutputLoop::start);
    }

    @Override
    public CompletableFuture<OutputChannel> open(ChannelSpec spec, ChannelObserver observer) {
        String key = spec.path().isEmpty() ? spec.processName() : spec.path();
        return loops.get(Math.floorMod(key.hashCode(), loops.size())).open(spec, observer);
    }

    /**
     * Reads and writes what is there, closes everything, and returns when that is done. Logs that don't take it are not
     * waited for. Not to be called on a loop.
     */
    public void shutdown() throws InterruptedException {
        for (Thread ending : loops.stream().map(OutputLoop::shutdown).toList()) {
            ending.join();
        }
    }
}

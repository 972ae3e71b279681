package org.supervisor4j.daemon.sink;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.OsException;

/**
 * Counts the bytes that one target could not take. A burst is told twice: when it begins, with its cause, and when it
 * is over, with its size. It lasts at least ten seconds, so that a disk on the edge of being full can't fill the log.
 */
final class Losses {
    private static final long SHORTEST_BURST = TimeUnit.SECONDS.toNanos(10);

    private final String target;
    private final Monotonic clock;
    private final ActivityLog log;
    private final LongAdder all;

    private boolean inBurst;
    private long begin;
    private long bytes;

    /** @param target as messages name it: a path, or {@code syslog} */
    Losses(String target, SinkSystem system) {
        this.target = target;
        clock = system.monotonic();
        log = system.problems();
        all = system.lost();
    }

    void lost(long count, OsException cause) {
        lost(count, String.valueOf(cause.getMessage()));
    }

    /** @param cause a sentence's beginning: {@code cannot write /x: ENOSPC (No space left on device)} */
    void lost(long count, String cause) {
        bytes += count;
        all.add(count);
        if (!inBurst) {
            inBurst = true;
            begin = clock.nanos();
            log.error(cause + "; what is to be written is lost until that is mended");
        }
    }

    /** Something was written. */
    void written() {
        if (inBurst && clock.nanos() - begin >= SHORTEST_BURST) {
            end(" is being written again; ");
        }
    }

    /** The target is closed: nothing will be written that could end a burst. */
    void close() {
        if (inBurst) {
            end(" was closed; ");
        }
    }

    private void end(String what) {
        log.warn(target + what + bytes + " bytes were lost");
        inBurst = false;
        bytes = 0;
    }
}

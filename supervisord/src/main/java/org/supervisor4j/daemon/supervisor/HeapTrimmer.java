package org.supervisor4j.daemon.supervisor;

import java.util.function.LongSupplier;

/**
 * Has the garbage collector tidy up a heap that has grown. Some collectors do so by themselves; the serial one of newer
 * Javas (25, not 17) lets the heap grow to its limit before it looks at what is old, so that some ten thousand starts
 * of programs would leave the daemon with several times the memory that it needs. On one thread only.
 */
final class HeapTrimmer {
    private static final long LEAST_GROWTH_BYTES = 16 * 1024 * 1024;

    private final LongSupplier size;
    private final Runnable collector;
    private long settled;

    /**
     * For tests.
     *
     * @param size of the heap, in bytes
     */
    HeapTrimmer(LongSupplier size, Runnable collector) {
        this.size = size;
        this.collector = collector;
        settled = size.getAsLong();
    }

    HeapTrimmer() {
        this(Runtime.getRuntime()::totalMemory, System::gc);
    }

    /** Costs some 20 ns, and all threads some 20 ms when there is something to do. */
    void look() {
        long now = size.getAsLong();
        if (now - settled > Math.max(LEAST_GROWTH_BYTES, settled / 2)) {
            collector.run();
            settled = size.getAsLong();
        } else {
            settled = Math.min(settled, now);
        }
    }
}

package org.supervisor4j.daemon.os;

import java.util.List;
import java.util.Optional;

/** What the system tells about all of its processes. Any thread. */
@FunctionalInterface
public interface ProcessTable {
    /**
     * All processes that there are now; one that ends meanwhile may be missing.
     *
     * @throws OsException if the system doesn't tell
     */
    List<Entry> read() throws OsException;

    /** One of them; empty if there is none of that number, or if the system doesn't tell. Does not wait. */
    default Optional<Entry> find(int pid) {
        try {
            return read().stream().filter(entry -> entry.pid() == pid).findFirst();
        } catch (OsException untold) {
            return Optional.empty();
        }
    }

    /**
     * Whether the process still runs that had a number at some moment. One that has ended and is still to be reaped
     * does not. Does not wait.
     *
     * @param seen that moment, as {@link Host#ticks}: whoever has the number and was born later is another one
     */
    default boolean lives(int pid, long seen) {
        return find(pid).filter(entry -> entry.born() <= seen).isPresent();
    }

    /**
     * How many descriptors a process has open.
     *
     * @return {@link #UNTOLD} if there is none of that number, if the system doesn't tell, or if there are more than
     *     {@link #MOST_COUNTED} and it would have to count
     */
    default int openFiles(int pid) {
        return UNTOLD;
    }

    /**
     * What a process holds of the memory, where a page that several have counts for each of them by its share. May take
     * milliseconds for a large one.
     *
     * @return bytes; {@link #UNTOLD} as for {@link #openFiles}
     */
    default long proportionalBytes(int pid) {
        return UNTOLD;
    }

    /** Stands for what the system does not tell. */
    int UNTOLD = -1;

    /** Of open files, where they have to be counted one by one. */
    int MOST_COUNTED = 65_536;

    /**
     * One process.
     *
     * @param parent 0 where there is none
     * @param group the process group's number
     * @param born when it began, in ticks since the system did: with the pid, this names a process for ever
     * @param cpuNanos the time of processors that it has used, without its children's
     * @param residentBytes what it holds of the memory; shared pages count in each process that has them
     * @param threads how many it has; 0 if that is not told
     */
    record Entry(int pid, int parent, int group, long born, long cpuNanos, long residentBytes, int threads) {
        /** One of whose threads nothing is told. */
        public Entry(int pid, int parent, int group, long born, long cpuNanos, long residentBytes) {
            this(pid, parent, group, born, cpuNanos, residentBytes, 0);
        }
    }
}

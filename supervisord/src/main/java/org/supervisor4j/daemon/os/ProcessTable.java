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
     * One process.
     *
     * @param parent 0 where there is none
     * @param group the process group's number
     * @param born when it began, in ticks since the system did: with the pid, this names a process for ever
     * @param cpuNanos the time of processors that it has used, without its children's
     * @param residentBytes what it holds of the memory; shared pages count in each process that has them
     */
    record Entry(int pid, int parent, int group, long born, long cpuNanos, long residentBytes) {}
}

package org.supervisor4j.daemon.os;

import java.util.List;

/** What the system tells about all of its processes. Any thread. */
@FunctionalInterface
public interface ProcessTable {
    /**
     * All processes that there are now; one that ends meanwhile may be missing.
     *
     * @throws OsException if the system doesn't tell
     */
    List<Entry> read() throws OsException;

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

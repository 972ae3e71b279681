package org.supervisor4j.daemon.rpc;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.supervisor.Snapshot;

/** Many may watch the daemon: what all processes are doing is put together once for all who ask. Any thread. */
final class LatestProcesses {
    private @Nullable ProcessList latest;

    /** The same list as before, if it is still true; see {@link ProcessList} for the parameters. */
    synchronized ProcessList at(Snapshot snapshot, long now, long nowNanos) {
        ProcessList list = latest;
        if (list == null || !list.holds(snapshot, now, nowNanos)) {
            list = new ProcessList(snapshot, now, nowNanos);
            latest = list;
        }
        return list;
    }
}

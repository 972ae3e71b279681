package org.supervisor4j.daemon.supervisor;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which process each child belongs to. On the control loop only. */
public final class ChildTable {
    private final Map<Integer, Subprocess> byPid = new HashMap<>();

    void add(int pid, Subprocess process) {
        byPid.put(pid, process);
    }

    /** Forgets a child that has been reaped; its number may be another's from now on. */
    @Nullable
    Subprocess remove(int pid) {
        return byPid.remove(pid);
    }

    boolean isEmpty() {
        return byPid.isEmpty();
    }
}

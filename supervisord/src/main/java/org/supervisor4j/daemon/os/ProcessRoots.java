package org.supervisor4j.daemon.os;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

/**
 * Tells which of some processes another one belongs to: its descendants are, and what is in its process group although
 * its parent has gone. Immutable.
 */
public final class ProcessRoots {
    /** Chains of parents are shorter; a guard against a table that was read while it changed. */
    private static final int DEEPEST = 64;

    private final Set<Integer> roots;
    private final Map<Integer, Entry> byPid;

    /** @param all of the machine */
    public ProcessRoots(Set<Integer> roots, Collection<Entry> all) {
        this.roots = Set.copyOf(roots);
        byPid = new HashMap<>(all.size() * 2);
        all.forEach(entry -> byPid.put(entry.pid(), entry));
    }

    /** 0 for none. */
    public int of(Entry entry) {
        Entry at = entry;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            if (roots.contains(at.pid())) {
                return at.pid();
            }
            at = byPid.get(at.parent());
        }
        return roots.contains(entry.group()) ? entry.group() : 0;
    }
}

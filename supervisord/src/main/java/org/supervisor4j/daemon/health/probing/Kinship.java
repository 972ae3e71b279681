package org.supervisor4j.daemon.health.probing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

/**
 * Knows which processes belong to a run: the child, its descendants, and who was one of them when he was last heard.
 * One thread at a time.
 */
final class Kinship {
    private static final int MOST_GENERATIONS = 100;
    private static final int MOST_KNOWN = 64;

    private final ProcessTable processes;
    private final int child;
    private final int uid;
    /** Descendants by their pids, with when they began: their parents may be gone the next time. */
    private final Map<Integer, Long> known = new LinkedHashMap<>();

    /** @param uid whom the program is started as */
    Kinship(ProcessTable processes, int child, int uid) {
        this.processes = processes;
        this.child = child;
        this.uid = uid;
    }

    /** @param senderUid as the kernel says */
    boolean includes(int pid, int senderUid) {
        if (pid == child) {
            return true;
        }
        Entry sender = pid <= 0 ? null : processes.find(pid).orElse(null);
        if (sender == null) {
            return false;
        }
        Long born = known.get(pid);
        boolean related = (born != null && born == sender.born())
                || descends(sender)
                // Whose parent has gone is nobody's child. Only who is the program anyway may then be told by the
                // group.
                || (sender.group() == child && (senderUid == 0 || senderUid == uid));
        if (related && known.size() < MOST_KNOWN) {
            known.put(pid, sender.born());
        }
        return related;
    }

    private boolean descends(Entry sender) {
        int ancestor = sender.parent();
        for (int generations = 0; ancestor > 1 && generations < MOST_GENERATIONS; generations++) {
            if (ancestor == child) {
                return true;
            }
            ancestor = processes.find(ancestor).map(Entry::parent).orElse(0);
        }
        return false;
    }
}

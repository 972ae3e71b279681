package org.supervisor4j.daemon.supervisor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.model.PastRun;

/**
 * How the runs of removed processes ended, for those of the same names that may follow: {@code update} removes a group
 * whose settings have changed and adds it again. On the control loop only.
 */
final class RemovedHistories {
    /** Where there are more, those that were removed first are forgotten. */
    static final int MOST = 1000;

    private final Map<List<String>, List<PastRun>> kept = new LinkedHashMap<>();

    void keep(Subprocess removed) {
        List<PastRun> runs = removed.snapshot().history();
        if (runs.isEmpty()) {
            return;
        }
        kept.remove(name(removed));
        kept.put(name(removed), runs);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    void handTo(Subprocess added) {
        List<PastRun> runs = kept.remove(name(added));
        if (runs != null) {
            added.inherit(runs);
        }
    }

    private static List<String> name(Subprocess process) {
        return List.of(process.group(), process.config().name());
    }
}

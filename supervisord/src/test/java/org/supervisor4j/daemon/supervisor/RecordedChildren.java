package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.daemon.process.ChildRecords;

/** What a state file would say, and strict: nobody comes twice, and only who has come goes. */
final class RecordedChildren implements ChildRecords {
    private final Map<Integer, Started> children = new HashMap<>();

    @Override
    public void spawned(int pid, Started child) {
        assertThat(children.put(pid, child)).as("pid %d came twice", pid).isNull();
    }

    @Override
    public void ended(int pid) {
        assertThat(children.remove(pid))
                .as("pid %d went, and had not come", pid)
                .isNotNull();
    }

    /** Those that have come and not gone. */
    Map<Integer, Started> children() {
        return Map.copyOf(children);
    }

    /** Fails unless these are all. */
    void assertAre(Set<Integer> pids) {
        assertThat(children.keySet())
                .as("children that the next daemon would hear of")
                .isEqualTo(pids);
    }
}

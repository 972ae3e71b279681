package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.listener.EventListenerPool;
import org.supervisor4j.daemon.listener.PoolGauge;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.model.SupervisorState;

/**
 * Everything that can be seen of the daemon, at the end of one turn of the control loop. Immutable: calls that only
 * look answer from it on their own thread.
 */
public final class Snapshot {
    private static final Comparator<ProcessSnapshot> BY_NAME =
            Comparator.comparing(ProcessSnapshot::group).thenComparing(ProcessSnapshot::name);

    private final SupervisorState mood;
    private final List<GroupConfig> groups;
    private final List<ProcessSnapshot> processes;
    private final List<PoolGauge> pools;
    private final Map<Name, Integer> places;

    private record Name(String group, String process) {
        /** Written out: a record's own is put together when it is first called, some milliseconds of every start. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name && group.equals(name.group) && process.equals(name.process);
        }

        @Override
        public int hashCode() {
            return 31 * group.hashCode() + process.hashCode();
        }
    }

    private Snapshot(
            SupervisorState mood,
            List<GroupConfig> groups,
            List<ProcessSnapshot> processes,
            List<PoolGauge> pools,
            Map<Name, Integer> places) {
        this.mood = mood;
        this.groups = groups;
        this.processes = processes;
        this.pools = pools;
        this.places = places;
    }

    /** A daemon with these groups, in the order of their activation. */
    public static Snapshot of(SupervisorState mood, Collection<ProcessGroup> groups) {
        List<ProcessSnapshot> processes = new ArrayList<>();
        List<GroupConfig> configs = new ArrayList<>();
        List<PoolGauge> pools = new ArrayList<>();
        for (ProcessGroup group : groups) {
            configs.add(group.config());
            group.pool().map(EventListenerPool::gauge).ifPresent(pools::add);
            group.processes().forEach(process -> processes.add(process.snapshot()));
        }
        processes.sort(BY_NAME);
        Map<Name, Integer> places = new HashMap<>();
        for (int place = 0; place < processes.size(); place++) {
            ProcessSnapshot process = processes.get(place);
            places.put(new Name(process.group(), process.name()), place);
        }
        return new Snapshot(mood, List.copyOf(configs), List.copyOf(processes), List.copyOf(pools), places);
    }

    /** The same groups, with some processes changed. */
    Snapshot with(SupervisorState newMood, Collection<Subprocess> changed) {
        ProcessSnapshot[] array = processes.toArray(new ProcessSnapshot[0]);
        for (Subprocess process : changed) {
            Integer place =
                    places.get(new Name(process.group(), process.config().name()));
            if (place != null) {
                array[place] = process.snapshot();
            }
        }
        return new Snapshot(newMood, groups, List.of(array), pools, places);
    }

    public SupervisorState mood() {
        return mood;
    }

    /** The active groups in the order of their activation. */
    public List<GroupConfig> groups() {
        return groups;
    }

    /** All processes by group name, then process name (code points). */
    public List<ProcessSnapshot> processes() {
        return processes;
    }

    /** The buffers of the event listener pools, as they are whenever somebody looks. */
    public List<PoolGauge> pools() {
        return pools;
    }

    public Optional<ProcessSnapshot> process(String group, String name) {
        Integer place = places.get(new Name(group, name));
        return place == null ? Optional.empty() : Optional.of(processes.get(place));
    }

    /** Whether an active group has the name. */
    public boolean hasGroup(String name) {
        return groups.stream().anyMatch(group -> group.name().equals(name));
    }
}

package org.supervisor4j.daemon.config.reading;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.ProcessConfig;

/**
 * What a re-read found, as lists of group names.
 *
 * @param added in the new file, not active; in the order of the new configuration
 * @param changed active under the same name, but different; in the order of the new configuration
 * @param removed active, not in the new file; in the order of activation
 */
public record ConfigDiff(List<String> added, List<String> changed, List<String> removed) {
    public ConfigDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * Compares what runs with what the files say now.
     *
     * @param active in the order of activation
     * @param configured in sorted order
     */
    public static ConfigDiff between(Collection<GroupConfig> active, Collection<GroupConfig> configured) {
        Map<String, GroupConfig> running = byName(active);
        Map<String, GroupConfig> wanted = byName(configured);
        return new ConfigDiff(
                names(configured.stream().filter(group -> !running.containsKey(group.name()))),
                names(configured.stream().filter(group -> {
                    GroupConfig now = running.get(group.name());
                    return now != null && !same(now, group);
                })),
                names(active.stream().filter(group -> !wanted.containsKey(group.name()))));
    }

    private static Map<String, GroupConfig> byName(Collection<GroupConfig> groups) {
        Map<String, GroupConfig> byName = new LinkedHashMap<>();
        groups.forEach(group -> byName.put(group.name(), group));
        return byName;
    }

    private static List<String> names(Stream<GroupConfig> groups) {
        return groups.map(GroupConfig::name).toList();
    }

    /** Whether a re-read leaves the active group alone. A socket's mode, owner and backlog are not looked at. */
    private static boolean same(GroupConfig active, GroupConfig wanted) {
        return active.getClass() == wanted.getClass()
                && active.name().equals(wanted.name())
                && active.priority() == wanted.priority()
                && sameProcesses(active.processes(), wanted.processes())
                && sameSpecifics(active, wanted);
    }

    private static boolean sameSpecifics(GroupConfig active, GroupConfig wanted) {
        if (active instanceof GroupConfig.EventListenerGroup a && wanted instanceof GroupConfig.EventListenerGroup b) {
            return same(EventListenerSection.ALL, a, b);
        }
        if (active instanceof GroupConfig.FcgiGroup a && wanted instanceof GroupConfig.FcgiGroup b) {
            return same(FcgiSection.ALL, a, b);
        }
        return active.budget().equals(wanted.budget());
    }

    private static boolean sameProcesses(List<ProcessConfig> active, List<ProcessConfig> wanted) {
        if (active.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < active.size(); i++) {
            if (!same(ProcessConfig.KEYS, active.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether no key of the table makes a difference. A log that is to become AUTO is taken for unchanged. The other
     * way round it is a change: an active AUTO log has a name by then, and the reference compares that.
     */
    private static boolean same(List<Key<?>> table, Object active, Object wanted) {
        for (Key<?> key : table) {
            Object value = key.of(wanted);
            if (!(value instanceof LogTarget.Auto) && !Objects.equals(key.of(active), value)) {
                return false;
            }
        }
        return true;
    }
}

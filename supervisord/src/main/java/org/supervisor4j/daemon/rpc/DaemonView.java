package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.RestartState;
import org.supervisor4j.model.SupervisorState;

/**
 * What pages show beyond the RPC methods: only looks, and works while the daemon ends, too. Any thread; never waits.
 */
public interface DaemonView {
    /**
     * The daemon at one moment: its processes by group name, then process name.
     *
     * @param health words by the namespecs of those that are checked
     */
    record Look(SupervisorState mood, List<ProcessInfo> processes, Map<String, String> health) {
        public Look {
            processes = List.copyOf(processes);
            health = Map.copyOf(health);
        }

        /** One in which nothing is checked. */
        public Look(SupervisorState mood, List<ProcessInfo> processes) {
            this(mood, processes, Map.of());
        }
    }

    /**
     * A key of the configuration.
     *
     * @param value as people write it; empty for what is not set
     */
    record Setting(String key, String value) {}

    /**
     * How a process is configured.
     *
     * @param environment what is added to the daemon's environment, in the order of the file; values may be secrets
     */
    record Settings(List<Setting> keys, List<Setting> environment) {
        public Settings {
            keys = List.copyOf(keys);
            environment = List.copyOf(environment);
        }
    }

    Look look();

    /** Words by the namespecs of those that are checked, as a look has them; for whoever needs no more of one. */
    default Map<String, String> health() {
        return look().health();
    }

    /** How the process that now bears this name runs; empty if there is none, or if it stands for a group. */
    Optional<Settings> settings(String namespec);

    /** When such a process is started again by itself; empty if that cannot be told. */
    default Optional<RestartState> restart(String namespec) {
        return Optional.empty();
    }

    /**
     * Sets the observer, which is told that there is something new to look at; replaces an earlier one.
     *
     * @param observer runs on the control loop: it must not wait
     */
    void whenChanged(Runnable observer);
}

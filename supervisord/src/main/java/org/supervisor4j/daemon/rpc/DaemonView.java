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
     * @param asides by the namespecs of those of which there is something to say
     */
    record Look(SupervisorState mood, List<ProcessInfo> processes, Map<String, Aside> asides) {
        public Look {
            processes = List.copyOf(processes);
            asides = Map.copyOf(asides);
        }

        /** One in which there is nothing to say besides. */
        public Look(SupervisorState mood, List<ProcessInfo> processes) {
            this(mood, processes, Map.of());
        }
    }

    /**
     * What pages show of a process that its info does not have.
     *
     * @param health a word; empty where nothing is checked
     * @param comes whether it is down and starts by itself, unless it is asked to stop
     * @param nextStart when that is, seconds since the epoch; 0 if it is not known
     */
    record Aside(String health, boolean comes, long nextStart) {
        /** Nothing. */
        public static final Aside NONE = new Aside("", false, 0);
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

    /** What a look has of them; for whoever needs no more of one. */
    default Map<String, Aside> asides() {
        return look().asides();
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

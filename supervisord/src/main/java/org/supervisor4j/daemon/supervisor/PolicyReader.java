package org.supervisor4j.daemon.supervisor;

import java.util.Set;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.state.StartPolicy;

/** Takes from a program's configuration what decides about its state. Pure. */
final class PolicyReader {
    private PolicyReader() {}

    static StartPolicy policy(ProcessConfig config) {
        return new StartPolicy(
                config.name(),
                config.autostart(),
                restart(config),
                config.startsecs(),
                config.startretries(),
                Set.copyOf(config.exitcodes()),
                config.stopsignal(),
                config.stopwaitsecs(),
                config.stopasgroup(),
                config.killasgroup());
    }

    private static StartPolicy.Restart restart(ProcessConfig config) {
        return switch (config.autorestart()) {
            case NEVER -> StartPolicy.Restart.NEVER;
            case UNEXPECTED -> StartPolicy.Restart.UNEXPECTED;
            case ALWAYS -> StartPolicy.Restart.ALWAYS;
        };
    }
}

package org.supervisor4j.daemon.process;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.SupervisordConfig;

/**
 * The daemon-wide settings that processes use when they start. A reread changes them at once, as in the original.
 * Written on the control loop, read anywhere.
 */
public final class DaemonSettings {
    private volatile SupervisordConfig.Daemon daemon;
    private final @Nullable String serverUrl;

    public DaemonSettings(SupervisordConfig config) {
        daemon = config.daemon();
        serverUrl = config.serverUrl();
    }

    public void replace(SupervisordConfig.Daemon reread) {
        daemon = reread;
    }

    public SupervisordConfig.Daemon daemon() {
        return daemon;
    }

    /** What children get as SUPERVISOR_SERVER_URL; null where there is no server. Stays what it was at the start. */
    public @Nullable String serverUrl() {
        return serverUrl;
    }
}

package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Credentials;

/**
 * One process as configured, expansions done.
 *
 * @param command as written, before it is split into words
 * @param user null to run as the daemon
 * @param directory null to run where the daemon is
 * @param umask empty to keep the daemon's
 * @param startsecs seconds a child must stay up to count as started
 * @param stopsignal a signal's number
 * @param stopwaitsecs seconds between the stop signal and SIGKILL
 * @param environment what is added to the daemon's own environment ([supervisord]'s environment merged under it)
 * @param serverurl what SUPERVISOR_SERVER_URL says; null for AUTO
 */
public record ProcessConfig(
        String name,
        String command,
        @Nullable Credentials user,
        @Nullable String directory,
        OptionalInt umask,
        int priority,
        boolean autostart,
        Autorestart autorestart,
        int startsecs,
        int startretries,
        int stopsignal,
        int stopwaitsecs,
        boolean stopasgroup,
        boolean killasgroup,
        List<Integer> exitcodes,
        boolean redirectStderr,
        OutputConfig stdout,
        OutputConfig stderr,
        Map<String, String> environment,
        @Nullable String serverurl) {
    public ProcessConfig {
        exitcodes = List.copyOf(exitcodes);
        // Not Map.copyOf: the order of the file is kept.
        environment = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
    }
}

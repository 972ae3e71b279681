package org.supervisor4j.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.model.LogLevel;

/**
 * Everything that a configuration says.
 *
 * @param file the main file, as given or found
 * @param daemon the [supervisord] section, command line included
 * @param groups sorted by priority, then name
 * @param servers all inet servers in file order, then all unix ones
 * @param serverUrl what children get as SUPERVISOR_SERVER_URL; null where there is no server
 * @param messages what the log is to begin with
 * @param notices who is told of what happens
 */
public record SupervisordConfig(
        String file,
        Daemon daemon,
        List<GroupConfig> groups,
        List<HttpServerConfig> servers,
        List<RpcInterfaceConfig> rpcInterfaces,
        @Nullable String serverUrl,
        Messages messages,
        List<NoticeConfig> notices) {
    public SupervisordConfig {
        notices = List.copyOf(notices);
        groups = List.copyOf(groups);
        servers = List.copyOf(servers);
        rpcInterfaces = List.copyOf(rpcInterfaces);
    }

    /**
     * The {@code [supervisord]} section with the command line laid over it.
     *
     * @param logfile absolute and normalised, or {@code syslog}
     * @param logfileMaxbytes 0 = never rotate
     * @param pidfile absolute and normalised
     * @param umask used when daemonising
     * @param directory used when daemonising; null = stay
     * @param childlogdir where AUTO logs go
     * @param user null = stay the same
     * @param container what is not the original's
     * @param userOrigin where that is said, for messages: {@code FILE:LINE: user=NAME}, or {@code -u NAME}
     */
    public record Daemon(
            String logfile,
            long logfileMaxbytes,
            int logfileBackups,
            LogLevel loglevel,
            String pidfile,
            int umask,
            boolean nodaemon,
            boolean silent,
            int minfds,
            int minprocs,
            boolean nocleanup,
            String childlogdir,
            @Nullable Account user,
            @Nullable String userOrigin,
            @Nullable String directory,
            boolean stripAnsi,
            String identifier,
            ContainerConfig container) {
        /** One that is nothing special. */
        public Daemon(
                String logfile,
                long logfileMaxbytes,
                int logfileBackups,
                LogLevel loglevel,
                String pidfile,
                int umask,
                boolean nodaemon,
                boolean silent,
                int minfds,
                int minprocs,
                boolean nocleanup,
                String childlogdir,
                @Nullable Account user,
                @Nullable String userOrigin,
                @Nullable String directory,
                boolean stripAnsi,
                String identifier) {
            this(
                    logfile,
                    logfileMaxbytes,
                    logfileBackups,
                    loglevel,
                    pidfile,
                    umask,
                    nodaemon,
                    silent,
                    minfds,
                    minprocs,
                    nocleanup,
                    childlogdir,
                    user,
                    userOrigin,
                    directory,
                    stripAnsi,
                    identifier,
                    ContainerConfig.NONE);
        }
    }

    /** Deferred log lines, in the order in which they were found. */
    public record Messages(List<String> criticals, List<String> warnings, List<String> infos) {
        public Messages {
            criticals = List.copyOf(criticals);
            warnings = List.copyOf(warnings);
            infos = List.copyOf(infos);
        }
    }
}

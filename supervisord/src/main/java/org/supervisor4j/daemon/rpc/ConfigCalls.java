package org.supervisor4j.daemon.rpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.reading.ConfigDiff;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.FcgiSocketException;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.supervisor.ProcessGroup;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;

/**
 * Rereads the configuration, and adds what it names. Reading files and making logs touch the disk, and the socket of a
 * FastCGI group may have to be looked up, so they are done on the executor; only what comes of them is a task of the
 * control loop.
 */
public final class ConfigCalls {
    /**
     * The configuration that was read last: what {@code addProcessGroup} and {@code getAllConfigInfo} look at.
     *
     * @param reread whether it has been read since the daemon's (re)start
     */
    record LastRead(SupervisordConfig config, boolean reread) {}

    private final Supervisor supervisor;
    private final ConfigLoader loader;
    private final LogPaths.AutoLogMaker autoLogs;
    private final FcgiSocket.Factory sockets;
    private final Executor executor;
    private volatile LastRead lastRead;
    /** By the name of the group. A group that is added again without a reread in between has the logs that it had. */
    private volatile Map<String, Map<String, LogPaths>> logs;

    /**
     * @param logs those of the groups that are there from the start
     * @param executor threads that may wait for the disk; one reload at a time is seen to here
     */
    public ConfigCalls(
            Supervisor supervisor,
            SupervisordConfig config,
            Map<String, Map<String, LogPaths>> logs,
            ConfigLoader loader,
            LogPaths.AutoLogMaker autoLogs,
            FcgiSocket.Factory sockets,
            Executor executor) {
        this.supervisor = supervisor;
        this.loader = loader;
        this.autoLogs = autoLogs;
        this.sockets = sockets;
        this.executor = executor;
        this.logs = new ConcurrentHashMap<>(logs);
        lastRead = new LastRead(config, false);
    }

    LastRead lastRead() {
        return lastRead;
    }

    CompletableFuture<List<Object>> reload() {
        return CompletableFuture.supplyAsync(this::load, executor)
                .thenCompose(config -> supervisor.context().loop().submit("reloadConfig", () -> adopt(config)));
    }

    private synchronized SupervisordConfig load() {
        try {
            return loader.load();
        } catch (ConfigException wrong) {
            throw new RpcFault(Fault.CANT_REREAD, wrong.problems().get(0).message());
        }
    }

    /** The differences between the files and what runs. */
    CompletableFuture<ConfigChanges> changes() {
        return CompletableFuture.supplyAsync(this::compare, executor);
    }

    private synchronized ConfigChanges compare() {
        try {
            SupervisordConfig files = loader.look();
            LastRead last = lastRead;
            if (!last.reread() && files.equals(last.config())) {
                // They say what they said at the start. What plug-ins add and remove is not for an update to undo.
                return ConfigChanges.NONE;
            }
            ConfigDiff diff = ConfigDiff.between(supervisor.snapshot().groups(), files.groups());
            return new ConfigChanges(diff.added(), diff.changed(), diff.removed(), "");
        } catch (ConfigException wrong) {
            return ConfigChanges.unreadable(wrong.problems().get(0).message());
        }
    }

    private List<Object> adopt(SupervisordConfig config) {
        lastRead = new LastRead(config, true);
        logs = new ConcurrentHashMap<>();
        supervisor.context().settings().replace(config.daemon());
        ConfigDiff diff = ConfigDiff.between(supervisor.snapshot().groups(), config.groups());
        return List.of(List.of(diff.added(), diff.changed(), diff.removed()));
    }

    CompletableFuture<Boolean> addGroup(String name) {
        GroupConfig group = lastRead.config().groups().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
        if (supervisor.snapshot().hasGroup(name)) {
            throw new RpcFault(Fault.ALREADY_ADDED, name);
        }
        Map<String, Map<String, LogPaths>> known = logs;
        return CompletableFuture.supplyAsync(() -> prepare(group, known), executor)
                .thenCompose(means -> supervisor.context().loop().submit("addProcessGroup", () -> add(group, means)));
    }

    /** What a group needs from a disk or a name server. */
    private record Means(
            Map<String, LogPaths> logs, @Nullable FcgiSocket socket) {}

    private Means prepare(GroupConfig group, Map<String, Map<String, LogPaths>> known) {
        try {
            // The socket first: if it is refused, no logs are left over.
            FcgiSocket socket = sockets.of(group).orElse(null);
            Map<String, LogPaths> paths = known.get(group.name());
            if (paths == null) {
                paths = logPaths(group.processes(), autoLogs);
                known.put(group.name(), paths);
            }
            return new Means(paths, socket);
        } catch (OsException | FcgiSocketException refused) {
            throw new RpcFault(Fault.FAILED, group.name() + ": " + refused.getMessage());
        }
    }

    /** Where each process logs, AUTO logs made. */
    public static Map<String, LogPaths> logPaths(List<ProcessConfig> processes, LogPaths.AutoLogMaker autoLogs)
            throws OsException {
        Map<String, LogPaths> paths = new HashMap<>();
        for (ProcessConfig process : processes) {
            paths.put(process.name(), LogPaths.of(process, autoLogs));
        }
        return paths;
    }

    private boolean add(GroupConfig group, Means means) {
        if (supervisor.mood() != SupervisorState.RUNNING) {
            throw new RpcFault(Fault.SHUTDOWN_STATE);
        }
        if (!supervisor.addGroup(group, means.logs(), means.socket())) {
            throw new RpcFault(Fault.ALREADY_ADDED, group.name());
        }
        supervisor.group(group.name()).ifPresent(ProcessGroup::activate);
        return true;
    }
}

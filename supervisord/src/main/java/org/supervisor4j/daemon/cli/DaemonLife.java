package org.supervisor4j.daemon.cli;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.PosixPath;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.health.probing.LazyMonitor;
import org.supervisor4j.daemon.health.probing.ProbeSystem;
import org.supervisor4j.daemon.http.HttpServers;
import org.supervisor4j.daemon.http.listening.HttpServices;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.listener.ResultHandlers;
import org.supervisor4j.daemon.logging.DaemonLog;
import org.supervisor4j.daemon.logging.LogSettings;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.monitoring.DaemonMonitor;
import org.supervisor4j.daemon.monitoring.Monitor;
import org.supervisor4j.daemon.notice.Notices;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.output.AutoLogs;
import org.supervisor4j.daemon.output.LogFileReader;
import org.supervisor4j.daemon.output.OutputLoops;
import org.supervisor4j.daemon.process.ChildRecords;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.daemon.process.DaemonSettings;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.FcgiSocketException;
import org.supervisor4j.daemon.process.LaunchOrder;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.process.SupervisorContext;
import org.supervisor4j.daemon.rpc.ConfigCalls;
import org.supervisor4j.daemon.rpc.DaemonSupervision;
import org.supervisor4j.daemon.rpc.ProgramCalls;
import org.supervisor4j.daemon.rpc.RpcInterfaces;
import org.supervisor4j.daemon.rpc.SnapshotView;
import org.supervisor4j.daemon.rpc.Supervisor4jRpc;
import org.supervisor4j.daemon.rpc.SupervisorRpc;
import org.supervisor4j.daemon.sink.SharedTargets;
import org.supervisor4j.daemon.sink.SinkSystem;
import org.supervisor4j.daemon.supervisor.RestartTrial;
import org.supervisor4j.daemon.supervisor.SignalActions;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Release;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;
import org.supervisor4j.plugin.PluginFolder;

/**
 * One life of the daemon: from a configuration that has been read to a shutdown, or to the restart that begins the next
 * life in the same process. The steps stand in {@link #run} in their order; what they open is closed in the reverse.
 */
final class DaemonLife {
    private final PosixSystem system;
    private final Map<String, String> environment;
    private final String program;
    private final SupervisordConfig config;
    private final FileConfigLoader loader;
    private final PluginFolder plugins;
    private final SerialCounter serials;
    private final PrintStream terminal;
    private final SharedTargets targets;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** The AUTO logs of a start that has not succeeded yet. */
    private final List<String> newAutoLogs = new ArrayList<>();

    private final Map<String, Map<String, LogPaths>> logs = new HashMap<>();
    /** What no log could take. */
    private final LongAdder lostBytes = new LongAdder();

    private final ChildRecords.Later records = new ChildRecords.Later();

    private @Nullable LogSettings openedLog;
    private int exitStatus;

    /**
     * @param serials number the events of all lives
     * @param terminal of the user who started the daemon
     */
    DaemonLife(
            PosixSystem system,
            Map<String, String> environment,
            String program,
            FileConfigLoader loader,
            PluginFolder plugins,
            SerialCounter serials,
            PrintStream terminal) {
        this.system = system;
        this.environment = environment;
        this.program = program;
        this.config = loader.started();
        this.loader = loader;
        this.plugins = plugins;
        this.serials = serials;
        this.terminal = terminal;
        String kind = environment.getOrDefault("TERM", "dumb");
        targets = new SharedTargets(
                !config.daemon().container().container(),
                !kind.equals("dumb") && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /**
     * Lives.
     *
     * @param restart whether this is not the first life: limits and session are as they should be then
     * @return SHUTDOWN or RESTARTING
     */
    SupervisorState run(Daemonizer daemonizer, boolean restart)
            throws UsageException, OsException, FcgiSocketException {
        if (restart) {
            // What belonged to the life before is garbage by now, and nobody waits for anything yet.
            System.gc();
        }
        List<String> infos = new ArrayList<>();
        Privileges privileges = new Privileges(system.users(), system.limits());
        privileges.drop(config.daemon()).ifPresent(infos::add);
        if (!restart) {
            privileges.raiseOpenFiles(config.daemon().minfds()).ifPresent(infos::add);
            privileges.raiseProcesses(config.daemon().minprocs()).ifPresent(infos::add);
            privileges.requireRoom();
        }
        try {
            DaemonLog log = openLog();
            tell(log, infos);
            Supervisor supervisor = supervisor(log);
            List<String> oldAutoLogs = config.daemon().nocleanup()
                    ? List.of()
                    : autoLogs(config.daemon()).find(log);
            closing.push(() -> autoLogs(config.daemon()).remove(newAutoLogs, log));
            FcgiSocket.Factory sockets = new FcgiSocket.Factory(system.listeningSockets(), system.descriptors(), log);
            addGroups(supervisor, sockets, log);
            ThreadPoolExecutor files = fileReader();
            ServiceReport report =
                    ServiceReport.of(environment, system.host().pid(), supervisor, system.messageSockets());
            Supplier<Optional<RpcFault>> trial = new NextLife(system, loader, config.servers(), log)::refusal;
            if (report != null) {
                trial = report.watching(trial);
                closing.push(report::close);
            }
            RestartTrial restarting = new RestartTrial(trial, files, log);
            HttpServers servers = openServers(supervisor, sockets, files, restarting, log);
            tellOthers(supervisor, log);
            // Not sooner: where another daemon lives, these are its logs, and the servers tell.
            autoLogs(config.daemon()).remove(oldAutoLogs, log);
            new SignalActions(supervisor, system.signals(), log, servers::reloadCertificates, restarting).install();
            if (!restart) {
                daemonizer.detach(log);
            }
            PidFile pidFile = new PidFile(
                    system.descriptors(),
                    system.paths(),
                    system.host().pid(),
                    config.daemon().pidfile());
            if (config.daemon().container().pidfile()) {
                pidFile.write(log);
                closing.push(pidFile::remove);
                if (pidFile.isWritten()) {
                    keepRecords(log);
                }
            } else {
                log.info("supervisord started with pid " + system.host().pid());
            }
            newAutoLogs.clear();
            supervisor.context().loop().post("start", supervisor::begin);
            if (report != null) {
                supervisor.context().loop().post("ready", report::ready);
            }
            if (!restart) {
                daemonizer.ready();
            }
            supervisor.context().loop().run();
            exitStatus = supervisor.exitStatus();
            return supervisor.mood();
        } finally {
            closing.forEach(Runnable::run);
        }
    }

    /** Says which programs of a daemon before still run, and has our own written down for the next one. */
    private void keepRecords(DaemonLog log) {
        StateFile.open(
                        system.descriptors(),
                        system.paths(),
                        system.processes(),
                        log,
                        system.host(),
                        config.daemon().pidfile())
                .ifPresent(file -> {
                    records.begin(file);
                    closing.push(file::close);
                });
    }

    /** What the process is to exit with, if it ends with this life. */
    int exitStatus() {
        return exitStatus;
    }

    /** Where this life's log is; null if it never had one. */
    @Nullable
    LogSettings openedLog() {
        return openedLog;
    }

    private DaemonLog openLog() throws OsException {
        SupervisordConfig.Daemon daemon = config.daemon();
        LogSettings settings = new LogSettings(
                daemon.logfile(), daemon.logfileMaxbytes(), daemon.logfileBackups(), daemon.loglevel(), copyOfLog());
        DaemonLog log =
                DaemonLog.open(settings, system.pollers(), problems -> sinks(system, targets, problems, lostBytes));
        openedLog = settings;
        closing.push(log::close);
        return log;
    }

    static SinkSystem sinks(PosixSystem system, SharedTargets targets, ActivityLog problems, LongAdder lostBytes) {
        return new SinkSystem(
                system.descriptors(),
                system.paths(),
                system.logStarts(),
                system.syslog(),
                system.monotonic(),
                system.wallClock(),
                targets,
                problems,
                lostBytes);
    }

    /** What was found while there was no log yet. */
    private void tell(DaemonLog log, List<String> infos) {
        log.info("this is supervisor4j " + Release.version() + ", which answers like Supervisor " + Startup.VERSION);
        config.messages().criticals().forEach(log::critical);
        config.messages().warnings().forEach(log::warn);
        config.messages().infos().forEach(log::info);
        infos.forEach(log::info);
    }

    private Supervisor supervisor(DaemonLog log) throws OsException {
        OutputLoops outputs = new OutputLoops(
                Runtime.getRuntime().availableProcessors(),
                system.pollers(),
                sinks(system, targets, log, lostBytes),
                PosixPath.name(program));
        outputs.start();
        closing.push(() -> shutdown(outputs));
        Poller poller = system.pollers().open();
        closing.push(poller::close);
        Thread.currentThread().setName("control-loop");
        EventLoop loop = new EventLoop(poller, system.monotonic(), log);
        LazyMonitor health = new LazyMonitor(loop, probeSystem(log));
        closing.push(health::close);
        SupervisorContext context = new SupervisorContext(
                loop,
                new EventBus(serials),
                system.spawner(),
                system.signals(),
                system.processes(),
                system.descriptors(),
                outputs,
                new CommandResolver(system.host(), environment),
                system.wallClock(),
                log,
                new HashMap<>(),
                records,
                new LaunchOrder(loop),
                new DaemonSettings(config),
                new ResultHandlers(plugins, log),
                () -> ThreadLocalRandom.current().nextDouble(),
                health,
                system.users().uid(),
                ServiceReport.forChildren(environment));
        return new Supervisor(context, system.reaper());
    }

    private ProbeSystem probeSystem(DaemonLog log) {
        return new ProbeSystem(
                system.pollers(),
                system.monotonic(),
                system.descriptors(),
                system.notifySockets(),
                system.connections(),
                system.processes(),
                system.spawner(),
                system.signals(),
                system.host(),
                log);
    }

    private static void shutdown(OutputLoops outputs) {
        try {
            outputs.shutdown();
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }

    private AutoLogs autoLogs(SupervisordConfig.Daemon daemon) {
        return new AutoLogs(daemon.childlogdir(), daemon.identifier(), system.descriptors(), system.paths());
    }

    /** One that cannot be added is left out, and told; if none can be, there is nothing to live for. */
    private void addGroups(Supervisor supervisor, FcgiSocket.Factory sockets, DaemonLog log)
            throws OsException, FcgiSocketException {
        int refusals = 0;
        for (GroupConfig group : config.groups()) {
            int before = newAutoLogs.size();
            try {
                addGroup(supervisor, group, sockets);
            } catch (OsException | FcgiSocketException refused) {
                refusals++;
                if (refusals == config.groups().size()) {
                    throw refused;
                }
                List<String> itsLogs = newAutoLogs.subList(before, newAutoLogs.size());
                autoLogs(config.daemon()).remove(itsLogs, log);
                itsLogs.clear();
                leaveOut(group, refused, log);
            }
        }
        // The servers answer before the loop turns.
        supervisor.publish();
    }

    private void addGroup(Supervisor supervisor, GroupConfig group, FcgiSocket.Factory sockets)
            throws OsException, FcgiSocketException {
        AutoLogs autoLogs = autoLogs(config.daemon());
        // The socket first: if it is refused, no logs have to be removed.
        FcgiSocket socket = sockets.of(group).orElse(null);
        Map<String, LogPaths> paths = ConfigCalls.logPaths(group.processes(), (process, channel) -> {
            String path = autoLogs.create(process, channel);
            newAutoLogs.add(path);
            return path;
        });
        logs.put(group.name(), paths);
        supervisor.addGroup(group, paths, socket);
    }

    private void leaveOut(GroupConfig group, Exception refused, DaemonLog log) {
        String line = "group '" + group.name() + "' cannot be added and is left out: " + refused.getMessage()
                + "; once that is mended, \"supervisorctl add " + group.name() + "\" brings it back";
        log.critical(line);
        if (!logIsOnTerminal()) {
            terminal.println(line);
        }
    }

    private int copyOfLog() {
        if (!logIsOnTerminal()) {
            return LogSettings.NOWHERE;
        }
        return config.daemon().container().container() ? 2 : 1;
    }

    /** Whether the user who started the daemon sees the log. */
    private boolean logIsOnTerminal() {
        return config.daemon().nodaemon() && !config.daemon().silent();
    }

    /** Nothing of it is loaded unless the configuration asks for it. */
    private void tellOthers(Supervisor supervisor, DaemonLog log) {
        if (!config.notices().isEmpty()) {
            SupervisorContext context = supervisor.context();
            Notices notices = new Notices(
                    config.notices(),
                    context.events(),
                    system.host().nodeName(),
                    () -> context.settings().daemon().identifier(),
                    system.monotonic(),
                    system.wallClock(),
                    log);
            closing.push(notices::close);
        }
    }

    /** The thread that reads files beside the control loop. */
    private ThreadPoolExecutor fileReader() {
        ThreadPoolExecutor files = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "config-files"));
        files.allowCoreThreadTimeOut(true);
        closing.push(files::shutdownNow);
        return files;
    }

    private HttpServers openServers(
            Supervisor supervisor,
            FcgiSocket.Factory sockets,
            ThreadPoolExecutor files,
            RestartTrial restarting,
            DaemonLog log)
            throws UsageException {
        DaemonSettings settings = supervisor.context().settings();
        LogPaths.AutoLogMaker autoLogs =
                (process, channel) -> autoLogs(settings.daemon()).create(process, channel);
        ConfigCalls configs = new ConfigCalls(supervisor, config, logs, loader, autoLogs, sockets, files);
        LogFileReader logs = new LogFileReader(system.descriptors(), system.paths());
        SupervisorRpc rpc =
                new SupervisorRpc(supervisor, system.host(), Startup.VERSION, logs, log, configs, restarting);
        ProgramCalls programs = new ProgramCalls(supervisor, loader, autoLogs, files);
        HttpServices services = new HttpServices(
                rpc,
                new Supervisor4jRpc(supervisor, configs, logs),
                new SnapshotView(supervisor),
                monitor(supervisor),
                new RpcInterfaces(new DaemonSupervision(supervisor, rpc, programs), plugins),
                new SnapshotLogs(supervisor),
                log,
                system.wallClock(),
                system.monotonic(),
                system.users(),
                system.descriptors(),
                system.paths(),
                system.logStarts(),
                system.host().nodeName(),
                system.processes(),
                system.limits(),
                terminal::println);
        try {
            HttpServers servers = HttpServers.open(config.servers(), config.rpcInterfaces(), services);
            closing.push(servers::close);
            return servers;
        } catch (HttpStartException refused) {
            throw new UsageException(String.valueOf(refused.getMessage()), reasons(refused, log));
        }
    }

    private Monitor monitor(Supervisor supervisor) {
        String runtime = System.getProperty("java.vm.name", "").startsWith("Substrate") ? "native" : "java";
        return new DaemonMonitor(
                supervisor,
                process -> process.config().essential().endsOnFatal(),
                system.processes(),
                lostBytes,
                Map.of("version", Release.version(), "supervisor", Startup.VERSION, "runtime", runtime));
    }

    /**
     * What the message, a contract, does not say: of each server that is refused, for it may be the first of several.
     */
    private List<String> reasons(HttpStartException refused, DaemonLog log) {
        List<String> reasons = new StartTrial(system, config)
                .servers(List.of(), log).stream()
                        .map(AddressInUse::explain)
                        .filter(reason -> !reason.isEmpty())
                        .toList();
        return !reasons.isEmpty() || refused.detail().isEmpty() ? reasons : List.of(refused.detail());
    }
}

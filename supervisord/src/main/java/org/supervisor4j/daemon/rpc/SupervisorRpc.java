package org.supervisor4j.daemon.rpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.InputDispatcher;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.MainLog;
import org.supervisor4j.daemon.output.LogFileReader;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.supervisor.ProcessGroup;
import org.supervisor4j.daemon.supervisor.RestartTrial;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;

/**
 * The {@code supervisor.*} methods. Methods that only look answer from the published snapshot on the caller's thread;
 * those that change something are tasks of the control loop. Any thread may call.
 */
public final class SupervisorRpc implements SupervisorApi {
    /** The version of the RPC interface that clients compare. */
    static final String API_VERSION = "3.0";

    private final Supervisor supervisor;
    private final EventLoop loop;
    private final Host host;
    private final String version;
    private final LogFileReader logs;
    private final MainLog mainLog;
    private final ProcessCalls calls;
    private final ConfigCalls configs;
    private final RestartTrial restart;
    private ProcessList latest = new ProcessList(Snapshot.of(SupervisorState.RUNNING, List.of()), 0, 0);

    /**
     * @param version what {@code getSupervisorVersion} answers
     * @param restart what is looked at before a restart
     */
    public SupervisorRpc(
            Supervisor supervisor,
            Host host,
            String version,
            LogFileReader logs,
            MainLog mainLog,
            ConfigCalls configs,
            RestartTrial restart) {
        this.supervisor = supervisor;
        this.host = host;
        this.version = version;
        this.logs = logs;
        this.mainLog = mainLog;
        this.configs = configs;
        this.restart = restart;
        loop = supervisor.context().loop();
        calls = new ProcessCalls(supervisor);
    }

    @Override
    public String getAPIVersion() {
        requireUp(supervisor.snapshot().mood());
        return API_VERSION;
    }

    @Override
    public String getSupervisorVersion() {
        requireUp(supervisor.snapshot().mood());
        return version;
    }

    @Override
    public String getIdentification() {
        requireUp(supervisor.snapshot().mood());
        return daemon().identifier();
    }

    @Override
    public Map<String, Object> getState() {
        SupervisorState mood = supervisor.snapshot().mood();
        requireUp(mood);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("statecode", mood.code());
        state.put("statename", mood.name());
        return state;
    }

    @Override
    public int getPID() {
        requireUp(supervisor.snapshot().mood());
        return host.pid();
    }

    @Override
    public String readLog(int offset, int length) {
        requireUp(supervisor.snapshot().mood());
        // What was logged before should be seen, but a log that hangs must not hang us.
        mainLog.flush().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        return logs.read(daemon().logfile(), offset, length);
    }

    @Override
    public CompletableFuture<Boolean> clearLog() {
        requireUp(supervisor.snapshot().mood());
        if (!Files.exists(Path.of(daemon().logfile()))) {
            throw new RpcFault(Fault.NO_FILE);
        }
        return mainLog.clear().handle((none, failure) -> {
            if (failure != null) {
                throw new RpcFault(Fault.FAILED);
            }
            return true;
        });
    }

    @Override
    public CompletableFuture<Boolean> shutdown() {
        return end("shutdown", SupervisorState.SHUTDOWN);
    }

    @Override
    public CompletableFuture<Boolean> restart() {
        requireUp(supervisor.snapshot().mood());
        return restart.refusal().thenCompose(refusal -> {
            refusal.ifPresent(why -> {
                throw why;
            });
            return end("restart", SupervisorState.RESTARTING);
        });
    }

    private CompletableFuture<Boolean> end(String name, SupervisorState target) {
        return submit(name, () -> {
            supervisor.stopSoon(target);
            return true;
        });
    }

    @Override
    public CompletableFuture<List<Object>> reloadConfig() {
        requireUp(supervisor.snapshot().mood());
        return configs.reload();
    }

    @Override
    public CompletableFuture<Boolean> addProcessGroup(String name) {
        requireUp(supervisor.snapshot().mood());
        return configs.addGroup(name);
    }

    @Override
    public CompletableFuture<Boolean> removeProcessGroup(String name) {
        return submit("removeProcessGroup", () -> {
            ProcessGroup group = group(name);
            if (!group.isStopped()) {
                throw new RpcFault(Fault.STILL_RUNNING, name);
            }
            supervisor.removeGroup(group);
            return true;
        });
    }

    @Override
    public CompletableFuture<Object> startProcess(String name, boolean wait) {
        return onProcessOrGroup(
                "startProcess",
                name,
                process -> calls.start(process, name, wait),
                group -> calls.startAll(group.byPriority(), wait));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> startProcessGroup(String name, boolean wait) {
        return submitDeferred(
                "startProcessGroup", () -> calls.startAll(group(name).byPriority(), wait));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> startAllProcesses(boolean wait) {
        return submitDeferred("startAllProcesses", () -> calls.startAll(supervisor.allByPriority(), wait));
    }

    @Override
    public CompletableFuture<Object> stopProcess(String name, boolean wait) {
        return onProcessOrGroup(
                "stopProcess",
                name,
                process -> calls.stop(process, name, wait),
                group -> calls.stopAll(group.byPriority(), wait));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopProcessGroup(String name, boolean wait) {
        return submitDeferred(
                "stopProcessGroup", () -> calls.stopAll(group(name).byPriority(), wait));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopAllProcesses(boolean wait) {
        return submitDeferred("stopAllProcesses", () -> calls.stopAll(supervisor.allByPriority(), wait));
    }

    @Override
    public CompletableFuture<Object> signalProcess(String name, String signal) {
        return onProcessOrGroup(
                "signalProcess",
                name,
                process -> calls.signal(process, name, signal),
                group -> calls.signalAll(group.byPriority(), signal));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> signalProcessGroup(String name, String signal) {
        return submitDeferred(
                "signalProcessGroup", () -> calls.signalAll(group(name).byPriority(), signal));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> signalAllProcesses(String signal) {
        return submitDeferred("signalAllProcesses", () -> calls.signalAll(supervisor.allByPriority(), signal));
    }

    @Override
    public ProcessInfo getProcessInfo(String name) {
        return info(snapshotOf(name));
    }

    @Override
    public List<ProcessInfo> getAllProcessInfo() {
        Snapshot snapshot = supervisor.snapshot();
        requireUp(snapshot.mood());
        return latest(snapshot, supervisor.context().wallClock().seconds(), loop.now());
    }

    private synchronized ProcessList latest(Snapshot snapshot, long now, long nowNanos) {
        latest = latest.at(snapshot, now, nowNanos);
        return latest;
    }

    private ProcessInfo info(ProcessSnapshot process) {
        return ProcessDescription.of(process, supervisor.context().wallClock().seconds(), loop.now());
    }

    @Override
    public List<Map<String, Object>> getAllConfigInfo() {
        requireUp(supervisor.snapshot().mood());
        return ConfigDescription.of(configs.lastRead(), supervisor.snapshot());
    }

    @Override
    public String readProcessStdoutLog(String name, int offset, int length) {
        return logs.read(snapshotOf(name).stdoutLogfile(), offset, length);
    }

    @Override
    public String readProcessStderrLog(String name, int offset, int length) {
        return logs.read(snapshotOf(name).stderrLogfile(), offset, length);
    }

    @Override
    public LogTail tailProcessStdoutLog(String name, int offset, int length) {
        return logs.tail(snapshotOf(name).stdoutLogfile(), offset, length);
    }

    @Override
    public LogTail tailProcessStderrLog(String name, int offset, int length) {
        return logs.tail(snapshotOf(name).stderrLogfile(), offset, length);
    }

    @Override
    public CompletableFuture<Boolean> clearProcessLogs(String name) {
        return submitDeferred("clearProcessLogs", () -> clear(process(name), name));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> clearAllProcessLogs() {
        return submitDeferred("clearAllProcessLogs", () -> calls.outcomes()
                .collect(supervisor.allByPriority(), process -> true, process -> clear(process, process.namespec())));
    }

    /** Only open logs are cleared: those of a process that runs. */
    private CompletableFuture<Boolean> clear(Subprocess process, String name) {
        CompletableFuture<?>[] cleared =
                process.channels().stream().map(OutputChannel::clear).toArray(CompletableFuture<?>[]::new);
        return onLoop(CompletableFuture.allOf(cleared).handle((none, failure) -> {
            if (failure != null) {
                throw new RpcFault(Fault.FAILED, name);
            }
            return true;
        }));
    }

    /** Brings what the output loop has completed back to the control loop, where it is told at the end of a turn. */
    private <T> CompletableFuture<T> onLoop(CompletableFuture<T> elsewhere) {
        return elsewhere.whenCompleteAsync(
                (value, failure) -> {}, task -> loop.post("completion", () -> loop.later(task)));
    }

    @Override
    public CompletableFuture<Boolean> sendProcessStdin(String name, String chars) {
        byte[] text = chars.getBytes(StandardCharsets.UTF_8);
        return submit("sendProcessStdin", () -> {
            InputDispatcher stdin = stdin(process(name), name);
            if (stdin.isFull(text.length)) {
                throw new RpcFault(Fault.FAILED, name + " does not read its stdin, too much is waiting already");
            }
            if (!stdin.write(text)) {
                throw new RpcFault(Fault.NO_FILE, name);
            }
            return true;
        });
    }

    private static InputDispatcher stdin(Subprocess process, String name) {
        if (!process.acceptsInput()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        return process.stdin().orElseThrow(() -> new RpcFault(Fault.NO_FILE, name));
    }

    /** Works during shutdown, too. */
    @Override
    public CompletableFuture<Boolean> sendRemoteCommEvent(String type, String data) {
        return loop.submit("sendRemoteCommEvent", () -> {
            supervisor.context().events().publish(new Event.RemoteCommunication(type, data));
            return true;
        });
    }

    private <T> CompletableFuture<T> submit(String name, Callable<T> task) {
        return loop.submit(name, () -> {
            requireUp(supervisor.mood());
            return task.call();
        });
    }

    private <T> CompletableFuture<T> submitDeferred(String name, Callable<CompletableFuture<T>> task) {
        return loop.submitDeferred(name, () -> {
            requireUp(supervisor.mood());
            return task.call();
        });
    }

    private CompletableFuture<Object> onProcessOrGroup(
            String call,
            String name,
            Function<Subprocess, CompletableFuture<Boolean>> onProcess,
            Function<ProcessGroup, CompletableFuture<List<ProcessOutcome>>> onGroup) {
        return submitDeferred(call, () -> {
            Namespec namespec = Namespec.parse(name);
            ProcessGroup group =
                    supervisor.group(namespec.group()).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
            return namespec.process() == null
                    ? onGroup.apply(group).thenApply(Object.class::cast)
                    : onProcess
                            .apply(group.process(namespec.process())
                                    .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name)))
                            .thenApply(Object.class::cast);
        });
    }

    private Subprocess process(String name) {
        return find(name, supervisor::process);
    }

    private ProcessSnapshot snapshotOf(String name) {
        return snapshotOf(supervisor.snapshot(), name);
    }

    /** What is known about a process, for calls that only look. */
    static ProcessSnapshot snapshotOf(Snapshot snapshot, String name) {
        requireUp(snapshot.mood());
        return find(name, snapshot::process);
    }

    private static <T> T find(String name, BiFunction<String, String, Optional<T>> source) {
        Namespec namespec = Namespec.parse(name);
        @Nullable String process = namespec.process();
        Optional<T> found = process == null ? Optional.empty() : source.apply(namespec.group(), process);
        return found.orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    private ProcessGroup group(String name) {
        return supervisor.group(name).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    private SupervisordConfig.Daemon daemon() {
        return supervisor.context().settings().daemon();
    }

    static void requireUp(SupervisorState mood) {
        if (mood != SupervisorState.RUNNING) {
            throw new RpcFault(Fault.SHUTDOWN_STATE);
        }
    }
}

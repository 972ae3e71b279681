package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.output.LogFileReader;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessHealth;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.Release;
import org.supervisor4j.model.RestartState;
import org.supervisor4j.model.RpcFault;

/** The {@code supervisor4j.*} methods. They answer from the snapshot, or ask the control loop: any thread may call. */
public final class Supervisor4jRpc implements Supervisor4jApi {
    /** Of each log that is shown, in bytes. */
    private static final int MOST_OUTPUT = 4096;

    private final Supervisor supervisor;
    private final ConfigCalls configs;
    private final LogFileReader logs;
    private final DependencyCalls dependencies;

    public Supervisor4jRpc(Supervisor supervisor, ConfigCalls configs, LogFileReader logs) {
        this.supervisor = supervisor;
        this.configs = configs;
        this.logs = logs;
        dependencies = new DependencyCalls(supervisor);
    }

    @Override
    public String getVersion() {
        return Release.version();
    }

    @Override
    public CompletableFuture<List<EventPool>> getEventPools() {
        return supervisor.context().loop().submit("getEventPools", () -> {
            SupervisorRpc.requireUp(supervisor.mood());
            return supervisor.eventPools();
        });
    }

    @Override
    public LastOutput getLastOutput(String name) {
        ProcessSnapshot process = SupervisorRpc.snapshotOf(supervisor.snapshot(), name);
        return new LastOutput(
                end(process.stdoutLogfile(), process.outputBegin().of(Channel.STDOUT)),
                end(process.stderrLogfile(), process.outputBegin().of(Channel.STDERR)));
    }

    private String end(String path, long begin) {
        if (path.isEmpty() || begin < 0) {
            return "";
        }
        try {
            long size = logs.tail(path, 0, 0).offset();
            // Of a file that is shorter now, everything is new.
            long from = Math.max(size - MOST_OUTPUT, begin > size ? 0 : begin);
            return from >= size ? "" : logs.read(path, Math.max(0, from), MOST_OUTPUT);
        } catch (RpcFault unreadable) {
            return "";
        }
    }

    @Override
    public List<PastRun> getProcessHistory(String name) {
        return SupervisorRpc.snapshotOf(supervisor.snapshot(), name).history();
    }

    @Override
    public CompletableFuture<RestartState> getRestartState(String name) {
        ProcessSnapshot shown = SupervisorRpc.snapshotOf(supervisor.snapshot(), name);
        return supervisor.context().loop().submit("getRestartState", () -> supervisor
                .process(shown.group(), shown.name())
                .map(process -> restarts().of(process))
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name)));
    }

    @Override
    public CompletableFuture<List<RestartState>> getAllRestartStates() {
        return supervisor.context().loop().submit("getAllRestartStates", () -> {
            SupervisorRpc.requireUp(supervisor.mood());
            return restarts().all();
        });
    }

    private RestartDescription restarts() {
        return new RestartDescription(supervisor);
    }

    @Override
    public CompletableFuture<ConfigChanges> getConfigChanges() {
        SupervisorRpc.requireUp(supervisor.snapshot().mood());
        return configs.changes();
    }

    @Override
    public ProcessHealth getProcessHealth(String name) {
        return HealthDescription.of(
                SupervisorRpc.snapshotOf(supervisor.snapshot(), name),
                supervisor.context().loop().now());
    }

    @Override
    public List<ProcessHealth> getAllProcessHealth() {
        SupervisorRpc.requireUp(supervisor.snapshot().mood());
        long now = supervisor.context().loop().now();
        return supervisor.snapshot().processes().stream()
                .map(process -> HealthDescription.of(process, now))
                .toList();
    }

    @Override
    public CompletableFuture<List<NeedsOfProcess>> getDependencies() {
        return onLoop("getDependencies", () -> CompletableFuture.completedFuture(dependencies.all()));
    }

    @Override
    public CompletableFuture<Object> startWithoutDependencies(String name, boolean wait) {
        return onLoop("startWithoutDependencies", () -> dependencies.startAlone(name, wait));
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopWithDependents(String name, boolean wait) {
        return onLoop("stopWithDependents", () -> dependencies.stopWithDependants(name, wait));
    }

    @Override
    public CompletableFuture<String> waitForProcess(String name, String condition, int seconds) {
        return onLoop("waitForProcess", () -> dependencies.waitFor(name, condition, seconds));
    }

    private <T> CompletableFuture<T> onLoop(String name, Callable<CompletableFuture<T>> task) {
        return supervisor.context().loop().submitDeferred(name, () -> {
            SupervisorRpc.requireUp(supervisor.mood());
            return task.call();
        });
    }
}

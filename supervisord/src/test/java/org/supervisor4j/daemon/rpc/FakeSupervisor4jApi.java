package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessHealth;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RestartState;

/** A daemon whose processes all have the same past, and which has no event listeners. */
public final class FakeSupervisor4jApi implements Supervisor4jApi {
    public final List<PastRun> history = new ArrayList<>();
    public volatile RestartState restart =
            new RestartState("web", "web", 0, 0, -1, RestartState.WaitsFor.NOTHING, 0, 0, 0, 0, 0, 0, "");
    public volatile LastOutput output = new LastOutput("", "");

    @Override
    public String getVersion() {
        return "1.2.3";
    }

    @Override
    public CompletableFuture<List<EventPool>> getEventPools() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<ConfigChanges> getConfigChanges() {
        return CompletableFuture.completedFuture(ConfigChanges.NONE);
    }

    @Override
    public LastOutput getLastOutput(String name) {
        return output;
    }

    @Override
    public CompletableFuture<RestartState> getRestartState(String name) {
        return CompletableFuture.completedFuture(restart);
    }

    @Override
    public CompletableFuture<List<RestartState>> getAllRestartStates() {
        return CompletableFuture.completedFuture(List.of(restart));
    }

    @Override
    public List<PastRun> getProcessHistory(String name) {
        return history;
    }

    @Override
    public ProcessHealth getProcessHealth(String name) {
        return new ProcessHealth(name, name, "none", false, "", "", "", false, "", -1, 0, "", 0, false, false);
    }

    @Override
    public List<ProcessHealth> getAllProcessHealth() {
        return List.of();
    }

    @Override
    public CompletableFuture<List<NeedsOfProcess>> getDependencies() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Object> startWithoutDependencies(String name, boolean wait) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<List<ProcessOutcome>> stopWithDependents(String name, boolean wait) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<String> waitForProcess(String name, String condition, int seconds) {
        return CompletableFuture.completedFuture("");
    }
}

package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.PastRun;

/** The {@code supervisor4j.*} methods. Any thread may call. */
public final class Supervisor4jRpc implements Supervisor4jApi {
    private final Supervisor supervisor;
    private final ConfigCalls configs;

    public Supervisor4jRpc(Supervisor supervisor, ConfigCalls configs) {
        this.supervisor = supervisor;
        this.configs = configs;
    }

    @Override
    public List<PastRun> getProcessHistory(String name) {
        return SupervisorRpc.snapshotOf(supervisor.snapshot(), name).history();
    }

    @Override
    public CompletableFuture<ConfigChanges> getConfigChanges() {
        return configs.changes();
    }
}

package org.supervisor4j.daemon.rpc;

import java.util.List;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.PastRun;

/** The {@code supervisor4j.*} methods. They answer from the snapshot: any thread may call. */
public final class Supervisor4jRpc implements Supervisor4jApi {
    private final Supervisor supervisor;

    public Supervisor4jRpc(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public List<PastRun> getProcessHistory(String name) {
        return SupervisorRpc.snapshotOf(supervisor.snapshot(), name).history();
    }
}

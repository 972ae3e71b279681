package org.supervisor4j.daemon.supervisor;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * Looks whether the daemon could start over, before it does. A life that would not come up must not cost the one that
 * goes well. Any thread.
 */
public final class RestartTrial {
    private final Supplier<Optional<RpcFault>> check;
    private final Executor executor;
    private final ActivityLog log;

    /**
     * @param check tries what the next life would begin with, as far as that is possible beside the present one, and
     *     says what would be refused; empty if nothing is known. May wait for disks and name servers
     * @param executor threads that may wait
     */
    public RestartTrial(Supplier<Optional<RpcFault>> check, Executor executor, ActivityLog log) {
        this.check = check;
        this.executor = executor;
        this.log = log;
    }

    /** Why there must be no restart, which the log says, too; empty if there may be one. */
    public CompletableFuture<Optional<RpcFault>> refusal() {
        return CompletableFuture.supplyAsync(check, executor)
                .exceptionally(bug -> Optional.of(new RpcFault(Fault.FAILED, "the check itself failed: " + bug)))
                .thenApply(refusal -> {
                    refusal.ifPresent(why -> log.error("restart refused, nothing has been stopped: " + why.text()));
                    return refusal;
                });
    }
}

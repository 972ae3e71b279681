package org.supervisor4j.daemon.supervisor;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * What stands before the daemon starts over: to look whether it could. A life that would not come up must not cost the
 * one that goes well. Any thread.
 */
public final class RestartTrial {
    /** Tries what the next life would begin with, as far as that is possible beside the present one. */
    @FunctionalInterface
    public interface Check {
        /**
         * May wait for disks and name servers.
         *
         * @return what the next life would be refused; empty if nothing is known
         */
        Optional<RpcFault> refusal();
    }

    private final Check check;
    private final Executor executor;
    private final ActivityLog log;

    /** @param executor threads that may wait */
    public RestartTrial(Check check, Executor executor, ActivityLog log) {
        this.check = check;
        this.executor = executor;
        this.log = log;
    }

    /** Why there must be no restart, which the log says, too; empty if there may be one. */
    public CompletableFuture<Optional<RpcFault>> refusal() {
        return CompletableFuture.supplyAsync(check::refusal, executor)
                .exceptionally(bug -> Optional.of(new RpcFault(Fault.FAILED, "the check itself failed: " + bug)))
                .thenApply(refusal -> {
                    refusal.ifPresent(why -> log.error("restart refused, nothing has been stopped: " + why.text()));
                    return refusal;
                });
    }
}

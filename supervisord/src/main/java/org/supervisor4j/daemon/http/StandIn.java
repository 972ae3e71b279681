package org.supervisor4j.daemon.http;

import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.RpcMethod;

/** What is called in a rehearsal: takes events as the supervisor does, but for nobody. Any thread. */
public interface StandIn {
    @RpcMethod(help = "Sends an event to nobody.")
    CompletableFuture<Boolean> sendRemoteCommEvent(String type, String data);
}

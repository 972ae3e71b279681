package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.SystemApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** The {@code system.*} methods over a registry. Any thread. */
final class SystemRpc implements SystemApi {
    private final RpcRegistry registry;
    private final Multicall multicall;

    SystemRpc(RpcRegistry registry, Multicall multicall) {
        this.registry = registry;
        this.multicall = multicall;
    }

    @Override
    public List<String> listMethods() {
        return registry.names();
    }

    @Override
    public String methodHelp(String name) {
        return helpOf(name).toWire();
    }

    @Override
    public List<String> methodSignature(String name) {
        return helpOf(name).signature().orElseThrow(() -> new RpcFault(Fault.SIGNATURE_UNSUPPORTED));
    }

    private RpcHelp helpOf(String name) {
        return registry.find(name)
                .orElseThrow(() -> new RpcFault(Fault.SIGNATURE_UNSUPPORTED))
                .help();
    }

    @Override
    public CompletableFuture<List<@Nullable Object>> multicall(List<@Nullable Object> calls) {
        return multicall.run(calls);
    }
}

package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;

/** From the {@code [rpcinterface:x]} sections to what can be called. */
public final class RpcInterfaces {
    private RpcInterfaces() {}

    /**
     * Makes the interfaces that the sections ask for, in their order.
     *
     * @throws RpcInterfaceException if one asks for a factory that there is not, or gives the built-in one an option;
     *     the message is the reference's usage error
     */
    public static List<RpcExtension> create(List<RpcInterfaceConfig> sections, SupervisorApi supervisor)
            throws RpcInterfaceException {
        List<RpcExtension> extensions = new ArrayList<>();
        for (RpcInterfaceConfig section : sections) {
            check(section);
            extensions.add(new RpcExtension(section.name(), SupervisorApi.class, supervisor));
        }
        return List.copyOf(extensions);
    }

    private static void check(RpcInterfaceConfig section) throws RpcInterfaceException {
        if (!section.factory().equals(RpcInterfaceConfig.BUILT_IN)) {
            String module = section.factory().replaceFirst(":.*", "");
            // contract: options.py, resolving a factory's spec. No Python module can be imported here.
            throw new RpcInterfaceException(
                    section.factory() + " cannot be resolved within [rpcinterface:" + section.name()
                            + "]: No module named '" + module + "'",
                    "only the built-in factory " + RpcInterfaceConfig.BUILT_IN + " can be used");
        }
        if (!section.options().isEmpty()) {
            // contract: http.py, make_http_servers
            throw new RpcInterfaceException(
                    "Could not make " + section.name() + " rpc interface",
                    "[rpcinterface:" + section.name() + "]: the built-in factory takes no option, but got "
                            + String.join(", ", section.options().keySet()));
        }
    }
}

package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.plugin.PluginException;
import org.supervisor4j.plugin.PluginFolder;
import org.supervisor4j.plugin.RpcMethods;
import org.supervisor4j.plugin.RpcPlugin;
import org.supervisor4j.plugin.Supervision;

/**
 * Makes what can be called from the {@code [rpcinterface:x]} sections.
 *
 * @param supervision what plug-ins are given, and the built-in interface
 * @param plugins where further interfaces come from
 */
public record RpcInterfaces(Supervision supervision, PluginFolder plugins) {
    /**
     * Makes the interfaces that the sections ask for, in their order.
     *
     * @throws RpcInterfaceException if one can't be made; the message is the reference's usage error
     */
    public List<RpcExtension> create(List<RpcInterfaceConfig> sections) throws RpcInterfaceException {
        List<RpcExtension> extensions = new ArrayList<>();
        for (RpcInterfaceConfig section : sections) {
            extensions.add(
                    section.factory().equals(RpcInterfaceConfig.BUILT_IN) ? builtIn(section) : pluggedIn(section));
        }
        return List.copyOf(extensions);
    }

    /** What can be said about a section without making anything; of a plug-in, nothing. */
    public static void check(RpcInterfaceConfig section) throws RpcInterfaceException {
        if (section.factory().equals(RpcInterfaceConfig.BUILT_IN)
                && !section.options().isEmpty()) {
            throw notMade(
                    section,
                    "the built-in factory takes no option, but got "
                            + String.join(", ", section.options().keySet()));
        }
    }

    private RpcExtension builtIn(RpcInterfaceConfig section) throws RpcInterfaceException {
        check(section);
        return new RpcExtension(section.name(), SupervisorApi.class, supervision.api());
    }

    private RpcExtension pluggedIn(RpcInterfaceConfig section) throws RpcInterfaceException {
        try {
            Optional<RpcPlugin> plugin = plugins.find(RpcPlugin.class, section.factory());
            if (plugin.isEmpty()) {
                throw notMade(section, "no plug-in in " + plugins + " is called " + section.factory());
            }
            RpcMethods<?> methods = plugin.get().create(supervision, section.options());
            RpcExtension extension = new RpcExtension(section.name(), methods.contract(), methods.implementation());
            // Whatever is wrong with its methods is wrong now, and not when somebody calls one.
            new RpcRegistry(List.of(extension));
            return extension;
        } catch (PluginException e) {
            throw notMade(section, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            throw notMade(section, e.toString());
        }
    }

    private static RpcInterfaceException notMade(RpcInterfaceConfig section, String why) {
        // contract: http.py, make_http_servers
        return new RpcInterfaceException(
                "Could not make " + section.name() + " rpc interface", "[rpcinterface:" + section.name() + "]: " + why);
    }
}

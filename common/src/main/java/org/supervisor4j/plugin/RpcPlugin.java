package org.supervisor4j.plugin;

import java.util.Map;

/** Methods for XML-RPC clients: what {@code supervisor.rpcinterface_factory} of an {@code [rpcinterface:x]} names. */
public interface RpcPlugin extends Plugin {
    /**
     * Makes the methods that are called {@code x.method}. Called once for each section that names this plug-in.
     *
     * @param options all further keys of the section, in the order of the file
     * @throws PluginException if an option makes no sense; the daemon doesn't start then
     */
    RpcMethods<?> create(Supervision supervision, Map<String, String> options) throws PluginException;
}

package org.supervisor4j.daemon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An {@code [rpcinterface:x]} section.
 *
 * @param name the part before the dot in the names of its methods
 * @param factory the spec as written; {@code supervisor.rpcinterface:make_main_rpcinterface} is the built-in
 * @param options all other keys
 */
public record RpcInterfaceConfig(String name, String factory, Map<String, String> options) {
    public static final String BUILT_IN = "supervisor.rpcinterface:make_main_rpcinterface";

    public RpcInterfaceConfig {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}

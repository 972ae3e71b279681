package org.supervisor4j.daemon.config.reading;

import static org.supervisor4j.daemon.config.Key.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.config.Surroundings.PluginKind;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.ini.IniSection;

/** {@code [rpcinterface:x]}: every key is expanded, with ENV_ names only, and handed to the factory. */
public final class RpcInterfaceSection {
    public static final String PREFIX = "rpcinterface:";
    static final Key<String> FACTORY = key("supervisor.rpcinterface_factory", ValueKind.STRING);
    public static final List<Key<?>> ALL = List.of(FACTORY);

    private RpcInterfaceSection() {}

    static List<RpcInterfaceConfig> all(ParseRun run) {
        List<RpcInterfaceConfig> all = new ArrayList<>();
        for (IniSection section : run.document().startingWith(PREFIX)) {
            all.add(read(run, section));
        }
        return all;
    }

    private static RpcInterfaceConfig read(ParseRun run, IniSection section) {
        SectionReader keys = run.reader(section);
        String factory = keys.find(FACTORY, run.environment());
        if (factory == null) {
            if (keys.raw(FACTORY) == null) {
                keys.problem("section [" + section.name() + "] does not specify a " + FACTORY.key());
            }
            factory = RpcInterfaceConfig.BUILT_IN;
        }
        Optional<String> reason = run.lookups().surroundings().whyUnresolvable(PluginKind.RPC_INTERFACE, factory);
        if (reason.isPresent()) {
            keys.problem(FACTORY, factory + " cannot be resolved within [" + section.name() + "]: " + reason.get());
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : section.keys()) {
            String value = key.equals(FACTORY.key()) ? null : keys.find(key(key, ValueKind.STRING), run.environment());
            if (value != null) {
                options.put(key, value);
            }
        }
        return new RpcInterfaceConfig(section.suffix(), factory, options);
    }
}

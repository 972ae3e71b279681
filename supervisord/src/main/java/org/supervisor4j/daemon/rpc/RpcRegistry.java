package org.supervisor4j.daemon.rpc;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.supervisor4j.api.RpcMethod;

/**
 * All methods that clients can call, by the names that clients use. Built once, from the annotations of interfaces; a
 * name that comes from a client is only ever looked up here. Any thread, once it is filled.
 */
final class RpcRegistry {
    private final Map<String, RpcEndpoint> endpoints = new TreeMap<>();

    RpcRegistry(List<RpcExtension> extensions) {
        extensions.forEach(this::publish);
    }

    /** Adds the methods of one more namespace; before the registry is shared with other threads. */
    void publish(RpcExtension extension) {
        for (Method method : extension.contract().getMethods()) {
            RpcMethod annotation = method.getAnnotation(RpcMethod.class);
            if (annotation != null) {
                RpcEndpoint endpoint = new RpcEndpoint(extension.implementation(), method, annotation);
                List<String> names = new ArrayList<>(List.of(annotation.aliases()));
                names.add(method.getName());
                names.forEach(name -> endpoints.put(extension.namespace() + "." + name, endpoint));
            }
        }
    }

    /** Sorted, aliases included. */
    List<String> names() {
        return Collections.unmodifiableList(new ArrayList<>(endpoints.keySet()));
    }

    Optional<RpcEndpoint> find(String name) {
        return Optional.ofNullable(endpoints.get(name));
    }
}

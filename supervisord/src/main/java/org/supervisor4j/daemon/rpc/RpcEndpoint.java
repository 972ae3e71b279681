package org.supervisor4j.daemon.rpc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.RpcMethod;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

/** One method that clients can call. Any thread. */
final class RpcEndpoint {
    private final Object implementation;
    private final Method method;
    private final List<Coercion> coercions;
    private final int optional;
    private final Role role;
    private final RpcHelp help;

    RpcEndpoint(Object implementation, Method method, RpcMethod annotation) {
        this.implementation = implementation;
        this.method = method;
        this.coercions = Arrays.stream(method.getParameters()).map(Coercion::of).toList();
        this.optional = annotation.optional();
        this.role = annotation.role();
        this.help = new RpcHelp(annotation.help());
    }

    /** What a caller must be allowed to do. */
    Role role() {
        return role;
    }

    RpcHelp help() {
        return help;
    }

    /**
     * Calls the method.
     *
     * @return what it returns: a value or a future
     * @throws RpcFault if the number of parameters is wrong, or as the method says
     * @throws IllegalArgumentException if a parameter is of a type that the method can't take
     */
    @Nullable
    Object call(List<? extends @Nullable Object> sent) {
        if (sent.size() > coercions.size() || sent.size() < coercions.size() - optional) {
            throw new RpcFault(Fault.INCORRECT_PARAMETERS);
        }
        @Nullable Object[] arguments = new @Nullable Object[coercions.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i < sent.size() ? coercions.get(i).apply(sent.get(i)) : leftOut(i);
        }
        return invoke(arguments);
    }

    /** Wait, the one such parameter of the built-in methods, is true where it is left out. */
    private @Nullable Object leftOut(int parameter) {
        Class<?> type = method.getParameterTypes()[parameter];
        if (type == boolean.class) {
            return true;
        }
        return type == int.class ? 0 : null;
    }

    private @Nullable Object invoke(@Nullable Object[] arguments) {
        try {
            return method.invoke(implementation, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            } else if (e.getCause() instanceof VirtualMachineError error) {
                throw error;
            }
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public", e);
        }
    }
}

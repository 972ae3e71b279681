package org.supervisor4j.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.Accepts.Leniency;
import org.supervisor4j.model.Role;

/** The {@code system.*} methods: about the interface itself. They work in every state of the daemon. Any thread. */
public interface SystemApi {
    @RpcMethod(role = Role.READ, help = """
                    Name all methods that can be called

                    @return array result The names, sorted""")
    List<String> listMethods();

    @RpcMethod(role = Role.READ, help = """
                    Tell what a method does

                    @param string name The name of the method, with its namespace
                    @return string result The text""")
    String methodHelp(@Accepts(Leniency.ANYTHING) String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell the types of a method: what it returns, then what it takes

                    @param string name The name of the method, with its namespace
                    @return array result [returns, takes, takes...]""")
    List<String> methodSignature(@Accepts(Leniency.ANYTHING) String name);

    /** Completes when the last call has been answered; the calls are carried out whether or not anybody still waits. */
    @RpcMethod(role = Role.READ, help = """
                    Make several calls in one

                    Each call is a struct of string methodName and array params. They are
                    made strictly one after the other. The result of each stands in the
                    result's array as it is; a fault is a struct of int faultCode and
                    string faultString.

                    @param array calls The calls
                    @return array result The results, in the order of the calls""")
    CompletableFuture<List<@Nullable Object>> multicall(List<@Nullable Object> calls);
}

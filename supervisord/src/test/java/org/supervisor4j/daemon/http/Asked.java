package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.supervisor4j.api.RpcMethod;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.api.SystemApi;
import org.supervisor4j.daemon.http.routes.ProbeHandler;
import org.supervisor4j.daemon.http.routes.SiteHandler;
import org.supervisor4j.daemon.web.PageActions;
import org.supervisor4j.daemon.web.WebPages;
import org.supervisor4j.model.Role;

/**
 * Something that the daemon can be asked for over HTTP. All that there is comes from the code: whoever adds a route, an
 * action or a method has it in the tests that go through all of them.
 *
 * @param method of HTTP
 * @param rpc of XML-RPC; empty for other routes
 * @param changes whether only who may control may ask for it
 */
record Asked(String method, String path, String rpc, String body, boolean changes) {
    private static final Map<String, Class<?>> CONTRACTS =
            Map.of("supervisor", SupervisorApi.class, "supervisor4j", Supervisor4jApi.class, "system", SystemApi.class);

    static List<Asked> all() {
        List<Asked> all = new ArrayList<>();
        paths().forEach(path -> all.add(new Asked("GET", path, "", "", false)));
        for (String action : PageActions.thatChangeSomething()) {
            String query = "action=" + action + "&processname=cat";
            all.add(new Asked("GET", "/index.html?" + query, "", "", true));
            all.add(new Asked("POST", "/index.html", "", query, true));
        }
        methods().forEach((name, method) -> all.add(call(name, method)));
        return all;
    }

    /** Of all routes. */
    static Stream<String> paths() {
        return Arrays.stream(SiteHandler.Routes.class.getRecordComponents()).flatMap(route -> pathsOf(route.getName()));
    }

    private static Stream<String> pathsOf(String route) {
        return switch (route) {
            case "rpc" -> Stream.of("/RPC2");
            case "logtail" -> Stream.of("/logtail/cat", "/logtail/cat/stdout");
            case "mainlogtail" -> Stream.of("/mainlogtail");
            case "live" -> Stream.of("/live");
            case "logfile" -> Stream.of("/logfile/cat");
            case "pages" ->
                Stream.concat(
                        Stream.of("/", "/?action=refresh"),
                        WebPages.names().stream().map(name -> "/" + name + "?processname=cat"));
            case "metrics" -> Stream.of("/metrics");
            case "probes" -> ProbeHandler.paths().stream();
            case "assets" -> Stream.of("/images/icon.svg", "/scripts/status.js", "/nosuch");
            default -> throw new AssertionError("which paths belong to the new route " + route + "?");
        };
    }

    /** Of XML-RPC, by the names that clients use. */
    static Map<String, Method> methods() {
        Map<String, Method> all = new TreeMap<>();
        CONTRACTS.forEach((namespace, contract) -> {
            for (Method method : contract.getMethods()) {
                RpcMethod declared = method.getAnnotation(RpcMethod.class);
                if (declared != null) {
                    all.put(namespace + "." + method.getName(), method);
                    Arrays.stream(declared.aliases()).forEach(alias -> all.put(namespace + "." + alias, method));
                }
            }
        });
        return all;
    }

    private static Asked call(String name, Method method) {
        List<String> values =
                Arrays.stream(method.getParameterTypes()).map(Asked::example).toList();
        boolean changes = method.getAnnotation(RpcMethod.class).role() == Role.CONTROL;
        return new Asked("POST", "/RPC2", name, body(name, values), changes);
    }

    private static String example(Class<?> type) {
        if (type == int.class) {
            return "<int>0</int>";
        }
        return type == boolean.class
                ? "<boolean>1</boolean>"
                : type == String.class ? "cat" : "<array><data></data></array>";
    }

    private static String body(String rpc, List<String> values) {
        StringBuilder body = new StringBuilder("<m><methodName>" + rpc + "</methodName><params>");
        values.forEach(value -> body.append("<param><value>").append(value).append("</value></param>"));
        return body + "</params></m>";
    }

    boolean isCall() {
        return !rpc.isEmpty();
    }

    /** The same with all parameters of a type that no method takes. */
    Asked withWrongTypes() {
        int count = isCall() ? Objects.requireNonNull(methods().get(rpc)).getParameterCount() : 0;
        return new Asked(method, path, rpc, body(rpc, Collections.nCopies(count, "<struct></struct>")), changes);
    }

    Asked withMethod(String other) {
        return new Asked(other, path, rpc, body, changes);
    }

    Asked withBody(String other) {
        return new Asked(method, path, rpc, other, changes);
    }

    /** @param length of the body, as it is announced */
    String request(String host, String headers, int length) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: " + length
                + "\r\n\r\n" + body;
    }

    String request(String host, String headers) {
        return request(host, headers, body.getBytes(UTF_8).length);
    }

    @Override
    public String toString() {
        return method + " " + path + (isCall() ? " " + rpc : body.isEmpty() ? "" : " " + body);
    }
}

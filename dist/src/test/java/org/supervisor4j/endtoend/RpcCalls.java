package org.supervisor4j.endtoend;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Calls of every method, as bodies of requests: right ones, and all that can be wrong with them. */
final class RpcCalls {
    /** More than 64 bits hold. */
    static final String HUGE = "<int>99999999999999999999</int>";

    /**
     * What is sent for each parameter in turn, while the others are good. The 18th signal is CONT, which harms nobody.
     */
    private static final List<String> BAD = List.of(
            string(""),
            string("nosuch"),
            string(":"),
            string("g"),
            string("g:"),
            string("g:*"),
            string("g:nosuch"),
            string("lazy:lazy"),
            string(" cat"),
            string("grüß &lt;&amp;&gt; 😀"),
            string("18"),
            "<int>0</int>",
            "<int>-1</int>",
            "<int>2147483647</int>",
            HUGE,
            "<int>x</int>",
            "<double>18.9</double>",
            "<boolean>0</boolean>",
            "<boolean>true</boolean>",
            "<nil/>",
            "<base64>Y2F0</base64>",
            "<dateTime.iso8601>20200102T03:04:05</dateTime.iso8601>",
            "<array><data/></array>",
            "<array><data><value>cat</value></data></array>",
            "<struct/>",
            "<foo>cat</foo>");

    private static final List<String> SURPLUS = List.of("<boolean>1</boolean>", string("x"), string("y"));

    private static final String NO_WAIT = "<boolean>0</boolean>";
    private static final String SIGNAL = string("CONT");

    /** Parameters with which a method does its work; those without any are left out. */
    private static final Map<String, List<String>> GOOD = Map.ofEntries(
            entry("addProcessGroup", List.of(string("lazy"))),
            entry("removeProcessGroup", List.of(string("lazy"))),
            entry("getProcessInfo", List.of(string("lazy"))),
            entry("clearProcessLog", List.of(string("lazy"))),
            entry("clearProcessLogs", List.of(string("lazy"))),
            entry("startProcess", List.of(string("lazy"), NO_WAIT)),
            entry("stopProcess", List.of(string("lazy"), NO_WAIT)),
            entry("startProcessGroup", List.of(string("g"), NO_WAIT)),
            entry("stopProcessGroup", List.of(string("g"), NO_WAIT)),
            entry("startAllProcesses", List.of(NO_WAIT)),
            entry("stopAllProcesses", List.of(NO_WAIT)),
            entry("readProcessLog", window("talker", 2)),
            entry("readProcessStdoutLog", window("talker", 2)),
            entry("readProcessStderrLog", window("talker", 2)),
            entry("tailProcessLog", window("talker", 0)),
            entry("tailProcessStdoutLog", window("talker", 0)),
            entry("tailProcessStderrLog", window("talker", 0)),
            entry("readLog", List.of("<int>0</int>", "<int>0</int>")),
            entry("readMainLog", List.of("<int>0</int>", "<int>0</int>")),
            entry("signalProcess", List.of(string("cat"), SIGNAL)),
            entry("signalProcessGroup", List.of(string("cat"), SIGNAL)),
            entry("signalAllProcesses", List.of(SIGNAL)),
            entry("sendProcessStdin", List.of(string("cat"), string("hello"))),
            entry("sendRemoteCommEvent", List.of(string("type"), string("data"))),
            entry("methodHelp", List.of(string("supervisor.getState"))),
            entry("methodSignature", List.of(string("supervisor.getState"))),
            entry("multicall", List.of(severalCalls())));

    /** They end the daemon, so they are only called wrongly. */
    private static final Set<String> NEVER_WELL = Set.of("supervisor.shutdown", "supervisor.restart");

    private RpcCalls() {}

    static String string(String text) {
        return "<string>" + text + "</string>";
    }

    private static List<String> window(String process, int offset) {
        return List.of(string(process), "<int>" + offset + "</int>", "<int>5</int>");
    }

    /** For a multicall: with and without parameters, and with everything wrong that a client can do. */
    private static String severalCalls() {
        return Stream.of(
                        "<name>methodName</name><value>supervisor.getState</value>",
                        "<name>methodName</name><value>supervisor.nosuch</value>",
                        "<name>methodName</name><value>nosuch</value>",
                        "<name>methodName</name><value>system.multicall</value>",
                        "<name>params</name><value><array><data/></array></value>",
                        "<name>methodName</name><value>supervisor.startProcess</value></member><member><name>params"
                                + "</name><value><array><data><value>lazy</value></data></array></value>",
                        "<name>methodName</name><value>supervisor.stopProcess</value></member><member><name>params"
                                + "</name><value>lazy</value>",
                        "<name>methodName</name><value>supervisor.stopProcess</value></member><member><name>params"
                                + "</name><value><array><data><value>lazy</value></data></array></value>",
                        "<name>methodName</name><value>supervisor.getState</value></member><member><name>params"
                                + "</name><value><int>5</int></value>")
                .map(member -> "<value><struct><member>" + member + "</member></struct></value>")
                .collect(joining("", "<array><data>", "</data></array>"));
    }

    /** The one that does its work. */
    static String good(String method) {
        return Rpc.body(method, goodParameters(method));
    }

    /** Twice the one that does its work, then with too few and too many parameters, then each with one bad one. */
    static List<String> of(String method) {
        List<String> good = goodParameters(method);
        List<String> calls = new ArrayList<>();
        if (!NEVER_WELL.contains(method)) {
            calls.addAll(Collections.nCopies(2, good(method)));
        }
        for (int count = 0; count < good.size(); count++) {
            calls.add(Rpc.body(method, good.subList(0, count)));
        }
        for (int count = 1; count <= SURPLUS.size(); count++) {
            calls.add(Rpc.body(method, joined(good, SURPLUS.subList(0, count))));
        }
        for (int place = 0; place < good.size(); place++) {
            for (String bad : BAD) {
                List<String> parameters = new ArrayList<>(good);
                parameters.set(place, bad);
                calls.add(Rpc.body(method, parameters));
            }
        }
        return calls;
    }

    private static List<String> goodParameters(String method) {
        return GOOD.getOrDefault(method.replaceFirst(".*\\.", ""), List.of());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}

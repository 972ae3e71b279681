package org.supervisor4j.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every method, with parameters good and bad, is answered by our daemon as by Debian's: values, faults and statuses.
 */
@Timeout(180)
class RpcDifferencesIT {
    private static final String SIGNAL = string("CONT");

    /** What is sent for each parameter in turn, while the others are good. */
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
            string("12"),
            "<int>0</int>",
            "<int>-1</int>",
            "<int>2147483647</int>",
            "<int>99999999999999999999</int>",
            "<int>x</int>",
            "<double>1.9</double>",
            "<boolean>0</boolean>",
            "<boolean>true</boolean>",
            "<nil/>",
            "<base64>Y2F0</base64>",
            "<dateTime.iso8601>20200102T03:04:05</dateTime.iso8601>",
            "<array><data/></array>",
            "<array><data><value>cat</value></data></array>",
            "<struct/>",
            "<foo>cat</foo>");

    /** Parameters with which a method does its work. */
    private static final Map<String, List<String>> GOOD = good();

    /** What ends the daemon, or has it say what cannot be the same, is only called wrongly. */
    private static final Set<String> NEVER_WELL = Set.of("supervisor.shutdown", "supervisor.restart");

    private static final String PROGRAMS = """
            [program:talker]
            command=/bin/echo 0123456789
            startsecs=0
            autorestart=false
            stderr_logfile=NONE
            [program:hopeless]
            command=/bin/sh -c "exit 3"
            startretries=0
            [program:starting]
            command=/bin/sleep 3600
            startsecs=600
            [program:missing]
            command=/nonexistent/program
            autostart=false
            [program:forbidden]
            command=/etc/passwd
            autostart=false
            [program:folder]
            command=/etc
            autostart=false
            [program:unclosed]
            command=/bin/sh -c 'x
            autostart=false
            """;

    private static ClientStage theirs;
    private static ClientStage ours;

    private static Map<String, List<String>> good() {
        Map<String, List<String>> good = new LinkedHashMap<>();
        for (String method : List.of(
                "addProcessGroup",
                "removeProcessGroup",
                "getProcessInfo",
                "clearProcessLog",
                "clearProcessLogs",
                "startProcess",
                "stopProcess")) {
            good.put(method, List.of(string("lazy")));
        }
        for (String channel : List.of("ProcessLog", "ProcessStdoutLog", "ProcessStderrLog")) {
            good.put("read" + channel, List.of(string("talker"), "<int>2</int>", "<int>5</int>"));
            good.put("tail" + channel, List.of(string("talker"), "<int>0</int>", "<int>5</int>"));
        }
        good.put("readLog", List.of("<int>0</int>", "<int>0</int>"));
        good.put("readMainLog", List.of("<int>0</int>", "<int>0</int>"));
        good.put("startProcessGroup", List.of(string("g")));
        good.put("stopProcessGroup", List.of(string("g")));
        good.put("signalProcess", List.of(string("cat"), SIGNAL));
        good.put("signalProcessGroup", List.of(string("cat"), SIGNAL));
        good.put("signalAllProcesses", List.of(SIGNAL));
        good.put("sendProcessStdin", List.of(string("cat"), string("hello")));
        good.put("sendRemoteCommEvent", List.of(string("type"), string("data")));
        good.put("methodHelp", List.of(string("supervisor.getState")));
        good.put("methodSignature", List.of(string("supervisor.getState")));
        good.put("multicall", List.of(multicall()));
        return good;
    }

    private static String string(String text) {
        return "<string>" + text + "</string>";
    }

    private static String multicall() {
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

    @BeforeAll
    static void startBothDaemons() throws IOException {
        theirs = ClientStage.of(Installation.DEBIAN, PROGRAMS);
        ours = ClientStage.of(Installation.OURS, PROGRAMS);
        for (ClientStage stage : List.of(theirs, ours)) {
            stage.daemon().rpc().awaitState("talker", "EXITED");
            stage.daemon().rpc().awaitState("hopeless", "FATAL");
        }
    }

    @AfterAll
    static void stopBothDaemons() throws IOException {
        theirs.close();
        ours.close();
    }

    static Stream<String> methods() {
        return ask(theirs, call("system.listMethods"))
                .lines()
                .filter(line -> line.contains("<value><string>"))
                .map(line -> line.replaceAll(".*<string>|</string>.*", ""));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void methodIsAnsweredTheSame(String method) {
        List<String> good = GOOD.getOrDefault(method.replaceFirst(".*\\.", ""), List.of());
        List<String> calls = new ArrayList<>();
        if (!NEVER_WELL.contains(method)) {
            calls.add(call(method, good));
            calls.add(call(method, good));
        }
        for (int count = 0; count < good.size(); count++) {
            calls.add(call(method, good.subList(0, count)));
        }
        List<String> more = new ArrayList<>(good);
        for (String surplus : List.of("<boolean>1</boolean>", string("x"), string("y"))) {
            more.add(surplus);
            calls.add(call(method, more));
        }
        for (int place = 0; place < good.size(); place++) {
            for (String bad : BAD) {
                List<String> parameters = new ArrayList<>(good);
                parameters.set(place, bad);
                calls.add(call(method, parameters));
            }
        }

        assertSameAnswers(calls);
    }

    /** In each state that stays, what is asked of the process. */
    @ParameterizedTest
    @ValueSource(
            strings = {"cat", "lazy", "talker", "hopeless", "starting", "missing", "forbidden", "folder", "unclosed"})
    void processIsToldTheSame(String process) {
        String name = string(process);
        assertSameAnswers(List.of(
                call("supervisor.getProcessInfo", name),
                call("supervisor.signalProcess", name, SIGNAL),
                call("supervisor.signalProcess", name, string("nosuch")),
                call("supervisor.signalProcess", name, "<int>0</int>"),
                call("supervisor.sendProcessStdin", name, string("x")),
                call("supervisor.removeProcessGroup", string("g")),
                call("supervisor.startProcess", name, "<boolean>0</boolean>"),
                call("supervisor.startProcess", name, "<boolean>0</boolean>"),
                call("supervisor.stopProcess", name),
                call("supervisor.stopProcess", name),
                call("supervisor.getProcessInfo", name),
                call("supervisor.readProcessStdoutLog", name, "<int>-4</int>", "<int>0</int>"),
                call("supervisor.tailProcessStderrLog", name, "<int>0</int>", "<int>9</int>")));
    }

    @Test
    void namesThatAreNoMethodsAreAnsweredTheSame() {
        assertSameAnswers(Stream.of(
                        "",
                        "x",
                        ".",
                        "supervisor",
                        "supervisor.",
                        ".getState",
                        "supervisor.getstate",
                        " supervisor.getState",
                        "supervisor.getState ",
                        "supervisor._update",
                        "supervisor.__class__",
                        "supervisor.supervisord",
                        "supervisor.supervisord.options",
                        "system._listMethods",
                        "grüß.€")
                .map(RpcDifferencesIT::call)
                .toList());
    }

    private static String call(String method, String... parameters) {
        return call(method, List.of(parameters));
    }

    private static String call(String method, List<String> parameters) {
        return "<?xml version='1.0'?><methodCall><methodName>" + method + "</methodName><params>"
                + parameters.stream()
                        .map(parameter -> "<param><value>" + parameter + "</value></param>")
                        .collect(joining())
                + "</params></methodCall>";
    }

    private static void assertSameAnswers(List<String> calls) {
        List<String> differences = new ArrayList<>();
        for (String call : calls) {
            String reference = ask(theirs, call);
            String answer = ask(ours, call);
            if (!answer.equals(reference)) {
                String shown =
                        "%n%s%nDebian's: %s%nours:     %s%n".formatted(call, oneLine(reference), oneLine(answer));
                differences.add(shown);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String oneLine(String answer) {
        return answer.replaceAll("\n", "");
    }

    /** Status and body, without what cannot be the same: see docs/differences.md for what is not meant to be. */
    private static String ask(ClientStage stage, String call) {
        try {
            String answer = stage.daemon().rpc().post(call);
            String text = stage.normal(answer)
                    .replaceAll("(<name>(start|stop|now|pid)</name>\n<value><int>)[1-9]\\d*", "$1N")
                    .replaceAll("(<name>stop</name>\n<value><int>)\\w+", "$1N")
                    .replaceAll("-supervisor-\\w{8}\\.log", "-supervisor-X.log")
                    .replaceAll("pid \\d+, uptime \\d:\\d\\d:\\d\\d", "pid N, uptime T")
                    .replaceAll("[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d [AP]M", "DATE")
                    .replaceAll("(FAILED: )&lt;class[^<]*|(FAILED: )[^<]*sent for[^<]*", "FAILED: WORDS")
                    .replaceAll(
                            "<member>\n<name>autorestart</name>\n<value><\\w+>\\w+</\\w+></value>\n</member>\n", "");
            return call.contains("getPID")
                            || call.contains("getSupervisorVersion")
                            || call.contains("MainLog")
                            || call.contains("readLog")
                            || call.contains("methodHelp")
                    ? text.replaceAll(
                            "(?s)(<params>\n<param>\n<value><(string|int)>).*(</(string|int)></value>)", "$1X$3")
                    : text;
        } catch (IOException e) {
            throw new AssertionError(call + " at " + stage.socket(), e);
        }
    }
}

package org.supervisor4j.endtoend;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Just enough XML-RPC over a unix socket to ask a daemon how it is, with neither client in between. */
final class Rpc {
    private static final Pattern STATE = Pattern.compile("<name>statename</name>\\s*<value><string>(\\w+)</string>");

    private static final Pattern NAME = Pattern.compile("<name>name</name>\\s*<value><string>([^<]+)</string>");
    private static final Pattern PID = Pattern.compile("<name>pid</name>\\s*<value><int>(\\d+)</int>");

    private final Path socket;

    Rpc(Path socket) {
        this.socket = socket;
    }

    /** Whether somebody serves. */
    boolean answers() {
        try {
            return ask("supervisor.getState").contains("<name>statename</name>");
        } catch (IOException e) {
            return false;
        }
    }

    /** RUNNING, STOPPED, ...; NONE for a process that the daemon does not know. */
    String state(String process) {
        try {
            String answer = ask("supervisor.getProcessInfo", process);
            Matcher state = STATE.matcher(answer);
            return state.find() ? state.group(1) : "NONE";
        } catch (IOException e) {
            throw new AssertionError("cannot ask for " + process + " at " + socket, e);
        }
    }

    /** What is known of a process; the pid is 0 where there is none. */
    record Info(String state, long pid) {}

    /** All processes by their names. */
    Map<String, Info> processes() {
        try {
            Map<String, Info> found = new TreeMap<>();
            for (String struct : ask("supervisor.getAllProcessInfo").split("</struct>", -1)) {
                Matcher state = STATE.matcher(struct);
                Matcher name = NAME.matcher(struct);
                Matcher pid = PID.matcher(struct);
                if (state.find() && name.find() && pid.find()) {
                    found.put(name.group(1), new Info(state.group(1), Long.parseLong(pid.group(1))));
                }
            }
            return found;
        } catch (IOException e) {
            throw new AssertionError("cannot ask for all processes at " + socket, e);
        }
    }

    /** The pid of a process that there is; 0 where it does not run. */
    long pid(String process) {
        Info info = processes().get(process);
        assertThat(info).as("process %s", process).isNotNull();
        return requireNonNull(info).pid();
    }

    /** As {@link #ask}; nobody listening there is a failure of the test. */
    String call(String method, Object... params) {
        try {
            return ask(method, params);
        } catch (IOException e) {
            throw new AssertionError("cannot call " + method + " at " + socket, e);
        }
    }

    /** Waits until the process is in that state. */
    void awaitState(String process, String state) {
        Await.until(process + " is " + state, () -> state(process).equals(state));
    }

    /** Sends an event to whoever listens to REMOTE_COMMUNICATION. */
    void sendRemoteCommEvent(String type, String data) {
        send("supervisor.sendRemoteCommEvent", type, data);
    }

    /** The same for several data, in one call. */
    void sendRemoteCommEvents(String type, List<String> data) {
        StringBuilder calls = new StringBuilder("<array><data>");
        for (String each : data) {
            calls.append("<value><struct><member><name>methodName</name><value>supervisor.sendRemoteCommEvent</value>")
                    .append("</member><member><name>params</name><value><array><data><value>")
                    .append(value(type))
                    .append("</value><value>")
                    .append(value(each))
                    .append("</value></data></array></value></member></struct></value>");
        }
        try {
            String answer = exchange(body(
                    "system.multicall", List.of(calls.append("</data></array>").toString())));
            assertThat(answer.split("<boolean>1</boolean>", -1)).hasSize(data.size() + 1);
        } catch (IOException e) {
            throw new AssertionError("cannot send events to " + socket, e);
        }
    }

    /** Sends characters to a process's standard input. */
    void sendStdin(String process, String characters) {
        send("supervisor.sendProcessStdin", process, characters);
    }

    private void send(String method, String to, String text) {
        String answer = call(method, to, text);
        if (!answer.contains("<boolean>1</boolean>")) {
            throw new AssertionError(method + " answered " + answer);
        }
    }

    /**
     * Calls a method.
     *
     * @param params texts, whole numbers, truth values
     * @return the answer as it came, with its status line
     */
    String ask(String method, Object... params) throws IOException {
        return exchange(body(method, values(params)));
    }

    /** The same, with the answer taken apart. */
    Answer answer(String method, Object... params) throws IOException {
        return Answer.of(ask(method, params));
    }

    /** Texts, whole numbers and truth values, as they stand inside {@code <value>}. */
    static List<String> values(Object... params) {
        return Stream.of(params).map(Rpc::value).toList();
    }

    private static String value(Object param) {
        if (param instanceof Boolean truth) {
            return "<boolean>" + (truth ? 1 : 0) + "</boolean>";
        }
        return param instanceof Integer number
                ? "<int>" + number + "</int>"
                : "<string>"
                        + param.toString()
                                .replace("&", "&amp;")
                                .replace("<", "&lt;")
                                .replace(">", "&gt;") + "</string>";
    }

    /**
     * The body of a call.
     *
     * @param values what stands inside each {@code <value>}
     */
    static String body(String method, List<String> values) {
        return "<?xml version='1.0'?><methodCall><methodName>" + method + "</methodName><params>"
                + values.stream()
                        .map(value -> "<param><value>" + value + "</value></param>")
                        .collect(joining())
                + "</params></methodCall>";
    }

    /** Sends a body as it is; the status of the answer, and its body if that is 200. */
    String post(String body) throws IOException {
        String[] answer = exchange(body).split("\r\n\r\n", 2);
        String status = answer[0].replaceAll("(?s)^HTTP/1.[01] |\r\n.*", "");
        return status + "\n" + (status.startsWith("200") ? answer[1] : "");
    }

    private String exchange(String body) throws IOException {
        String request = "POST /RPC2 HTTP/1.0\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package org.supervisor4j.endtoend;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough XML-RPC over a unix socket to ask a daemon how it is, with neither client in between. */
final class Rpc {
    private static final Pattern STATE = Pattern.compile("<name>statename</name>\\s*<value><string>(\\w+)</string>");

    private final Path socket;

    Rpc(Path socket) {
        this.socket = socket;
    }

    /** Whether somebody serves. */
    boolean answers() {
        try {
            return call("supervisor.getState", "").contains("<name>statename</name>");
        } catch (IOException e) {
            return false;
        }
    }

    /** RUNNING, STOPPED, ...; NONE for a process that the daemon does not know. */
    String state(String process) {
        try {
            String answer = call("supervisor.getProcessInfo", "<param><value>" + process + "</value></param>");
            Matcher state = STATE.matcher(answer);
            return state.find() ? state.group(1) : "NONE";
        } catch (IOException e) {
            throw new AssertionError("cannot ask for " + process + " at " + socket, e);
        }
    }

    /** Waits until the process is in that state. */
    void awaitState(String process, String state) {
        Await.until(process + " is " + state, () -> state(process).equals(state));
    }

    private String call(String method, String params) throws IOException {
        String body = "<?xml version='1.0'?><methodCall><methodName>" + method + "</methodName><params>" + params
                + "</params></methodCall>";
        String request = "POST /RPC2 HTTP/1.0\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
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

package org.supervisor4j.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a web server says to a FastCGI application: one request on one connection. */
// contract: the FastCGI Specification 1.0, sections 3 to 5
final class FastCgiClient {
    private static final int VERSION = 1;
    private static final int BEGIN_REQUEST = 1;
    private static final int END_REQUEST = 3;
    private static final int PARAMS = 4;
    private static final int STDIN = 5;
    private static final int STDOUT = 6;

    /** The role RESPONDER, and that the connection is closed behind the answer. */
    private static final byte[] RESPONDER = {0, 1, 0, 0, 0, 0, 0, 0};

    private FastCgiClient() {}

    /**
     * Runs a script.
     *
     * @param parameters CGI variables; names and values of less than 128 bytes each
     * @return what the application wrote: headers, an empty line, the body
     */
    static String request(SocketAddress application, Map<String, String> parameters) throws IOException {
        try (SocketChannel channel = SocketChannel.open(application)) {
            var out = new DataOutputStream(Channels.newOutputStream(channel));
            send(out, BEGIN_REQUEST, RESPONDER);
            send(out, PARAMS, encoded(parameters));
            send(out, PARAMS, new byte[0]);
            send(out, STDIN, new byte[0]);
            return answer(new DataInputStream(Channels.newInputStream(channel)));
        }
    }

    private static void send(DataOutputStream out, int type, byte[] content) throws IOException {
        out.write(new byte[] {VERSION, (byte) type, 0, 1});
        out.writeShort(content.length);
        out.writeShort(0);
        out.write(content);
    }

    private static byte[] encoded(Map<String, String> parameters) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            byte[] name = parameter.getKey().getBytes(StandardCharsets.US_ASCII);
            byte[] value = parameter.getValue().getBytes(StandardCharsets.US_ASCII);
            bytes.write(name.length);
            bytes.write(value.length);
            bytes.write(name);
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    private static String answer(DataInputStream in) throws IOException {
        var output = new ByteArrayOutputStream();
        while (true) {
            in.readUnsignedByte();
            int type = in.readUnsignedByte();
            in.readUnsignedShort();
            int length = in.readUnsignedShort();
            int padding = in.readUnsignedByte();
            in.readUnsignedByte();
            byte[] content = in.readNBytes(length);
            in.skipNBytes(padding);
            if (type == STDOUT) {
                output.write(content);
            } else if (type == END_REQUEST) {
                return output.toString(StandardCharsets.UTF_8);
            }
        }
    }
}

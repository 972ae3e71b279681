package org.supervisor4j.ctl.xmlrpc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Calls a daemon's methods over one connection that is kept as long as the server keeps it. Calls block until the
 * answer begins, mostly without a time limit, as a start may take minutes. An answer that has begun must go on.
 *
 * <p>For one thread.
 */
public final class XmlRpcClient implements Closeable {
    private static final String PATH = "/RPC2";
    private static final int OK = 200;
    private static final int FOR_EVER = 0;

    private final Transport transport;
    private final @Nullable Credentials credentials;
    private final int patience;
    private @Nullable HttpConnection connection;

    /** @param credentials sent with every request, without waiting to be asked; null for none */
    public XmlRpcClient(Transport transport, @Nullable Credentials credentials) {
        this(transport, credentials, FOR_EVER);
    }

    /**
     * For calls that are answered at once wherever all is well.
     *
     * @param patience how many seconds an answer may take to begin
     */
    public XmlRpcClient(Transport transport, @Nullable Credentials credentials, int patience) {
        this.transport = transport;
        this.credentials = credentials;
        this.patience = patience;
    }

    /**
     * Calls a method.
     *
     * @param params strings, integers and booleans
     * @return a String, an Integer (Long, Double), a Boolean, an {@code Object[]} or a {@code Map<String, Object>} of
     *     these
     * @throws org.supervisor4j.model.RpcFault if the method failed
     * @throws HttpStatusException if the server answered with another status than 200
     * @throws IOException if there is no server, or what it sent is no answer
     */
    public Object call(String method, Object... params) throws IOException {
        byte[] body = XmlRpcRequestWriter.write(method, params);
        HttpConnection open = connection();
        boolean reusable = false;
        try {
            open.send(withHead(body));
            HttpHead head = open.readHead(patience);
            if (head.status() != OK) {
                throw new HttpStatusException(head.status(), head.reason());
            }
            byte[] answer = open.readBody(head);
            reusable = head.isKeptAlive() && (head.isChunked() || head.contentLength() == answer.length);
            return XmlRpcResponseReader.read(answer);
        } finally {
            if (!reusable) {
                close();
            }
        }
    }

    private HttpConnection connection() throws IOException {
        HttpConnection open = connection;
        if (open == null) {
            open = HttpConnection.open(transport);
            connection = open;
        }
        return open;
    }

    private byte[] withHead(byte[] body) {
        String authorization = credentials == null ? "" : "Authorization: " + credentials.header() + "\r\n";
        byte[] head = ("POST " + PATH + " HTTP/1.1\r\nHost: " + transport.host()
                        + "\r\nAccept-Encoding: identity\r\nUser-Agent: supervisor4j\r\nContent-Type: text/xml\r\n"
                        + "Accept: text/xml\r\n" + authorization + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    @Override
    public void close() throws IOException {
        HttpConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}

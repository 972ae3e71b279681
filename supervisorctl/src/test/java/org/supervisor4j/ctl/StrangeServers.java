package org.supervisor4j.ctl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers that answer what a daemon would not. */
final class StrangeServers implements AutoCloseable {
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<ServerSocket> sockets = new ArrayList<>();
    private final Map<String, String> ports = new HashMap<>();

    static StrangeServers start() throws IOException {
        StrangeServers all = new StrangeServers();
        all.http("api2", 200, request -> value("2.0"));
        all.http("http500", 500, request -> "oops");
        all.http("http503", 503, request -> "later");
        all.http("notxml", 200, request -> "hello");
        all.http("nomethods", 200, request -> fault(1, "UNKNOWN_METHOD"));
        all.http(
                "failed", 200, request -> request.contains("getVersion") ? value("3.0") : fault(30, "FAILED: it's so"));
        all.http("outcomes", 200, request -> request.contains("getVersion") ? value("3.0") : outcomes());
        all.http("shutting", 200, request -> fault(6, "SHUTDOWN_STATE"));
        all.raw("silent", "");
        all.ports.put("dead", Integer.toString(ReferenceDaemon.freePort()));
        all.ports.put("long", "x".repeat(200));
        return all;
    }

    /** What {@code {api2}} and the like stand for. */
    Map<String, String> names() {
        return ports;
    }

    private interface Answer {
        String to(String request);
    }

    private static String value(String text) {
        return "<?xml version='1.0'?><methodResponse><params><param><value><string>" + text
                + "</string></value></param></params></methodResponse>";
    }

    private static String fault(int code, String text) {
        return "<?xml version='1.0'?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>"
                + code + "</int></value></member><member><name>faultString</name><value><string>" + text
                + "</string></value></member></struct></value></fault></methodResponse>";
    }

    /** What a call for all processes answers: one that went well, and one that failed with something usual. */
    private static String outcomes() {
        return "<?xml version='1.0'?><methodResponse><params><param><value><array><data>" + outcome("a", "g", 80, "OK")
                + outcome("cat", "cat", 80, "OK") + outcome("b", "g", 10, "BAD_NAME")
                + outcome("odd", "odd", 30, "FAILED: of all things") + "</data></array></value></param></params>"
                + "</methodResponse>";
    }

    private static String outcome(String name, String group, int status, String description) {
        return "<value><struct><member><name>name</name><value><string>" + name + "</string></value></member><member>"
                + "<name>group</name><value><string>" + group + "</string></value></member><member><name>status</name>"
                + "<value><int>" + status + "</int></value></member><member><name>description</name><value><string>"
                + description + "</string></value></member></struct></value>";
    }

    private void http(String name, int status, Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> reply(exchange, status, answer));
        server.start();
        servers.add(server);
        ports.put(name, Integer.toString(server.getAddress().getPort()));
    }

    private static void reply(HttpExchange exchange, int status, Answer answer) throws IOException {
        String request;
        try (InputStream body = exchange.getRequestBody()) {
            request = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
        byte[] bytes = answer.to(request).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    /** Reads a request's head and answers with some bytes, or none. */
    private void raw(String name, String bytes) throws IOException {
        ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        sockets.add(listening);
        ports.put(name, Integer.toString(listening.getLocalPort()));
        Thread thread = new Thread(() -> serve(listening, bytes), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(ServerSocket listening, String bytes) {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                // the whole request, or closing would reset the connection
                InputStream in = client.getInputStream();
                StringBuilder request = new StringBuilder();
                while (request.indexOf("</methodCall>\n") < 0) {
                    request.append((char) in.read());
                }
                client.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // the next one, or the end
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (HttpServer server : servers) {
            server.stop(0);
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }
}

package org.supervisor4j.daemon.http.routes;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.WallClock;

/** One TRAC line for each request that was answered, in the reference's form; times are UTC. */
public final class AccessLog implements RequestLog {
    /** The attribute of a request that was let in with a login: its name. */
    static final String LOGIN = AccessLog.class.getName() + ".login";

    private static final String BYTES_BEFORE = AccessLog.class.getName() + ".bytes";

    private final ActivityLog log;
    private final WallClock clock;

    public AccessLog(ActivityLog log, WallClock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void log(Request request, Response response) {
        log.trace(clientOf(request) + " - " + loginOf(request) + " [" + time() + "] \"" + request.getMethod() + " "
                + request.getHttpURI().getPathQuery() + " "
                + request.getConnectionMetaData().getHttpVersion().asString() + "\" " + response.getStatus() + " "
                + bytesOf(request.getConnectionMetaData()));
    }

    /** Whose login the request came with; what was refused may claim anything. */
    private static Object loginOf(Request request) {
        Object login = request.getAttribute(LOGIN);
        return login == null ? "-" : login;
    }

    private String time() {
        return DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.US)
                .format(Instant.ofEpochMilli(clock.millis()).atOffset(ZoneOffset.UTC));
    }

    /** What the connection has sent since its last request, headers included. */
    private static long bytesOf(ConnectionMetaData connection) {
        long sent = connection.getConnection().getBytesOut();
        Object before = connection.setAttribute(BYTES_BEFORE, sent);
        return before instanceof Long bytes ? sent - bytes : sent;
    }

    /** {@code 127.0.0.1:60414}, or {@code localhost:0} for a client on a Unix socket. Nothing is looked up. */
    static String clientOf(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? AskedAddress.authority(address)
                : "localhost:0";
    }
}

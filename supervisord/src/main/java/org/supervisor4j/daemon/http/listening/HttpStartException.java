package org.supervisor4j.daemon.http.listening;

import java.util.regex.Pattern;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.rpc.RpcInterfaceException;

/** A server that can't be opened. The message is the reference's usage error, without {@code Error: }. */
public final class HttpStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** contract: options.py, openhttpservers (two blanks after the full stop) */
    private static final String IN_USE = "Another program is already listening on a port that one of our HTTP servers"
            + " is configured to use.  Shut this program down first before starting supervisord.";

    /** What a path has become that was written as {@code unix:///run/x.sock}, or with another scheme. */
    private static final Pattern URL = Pattern.compile(" file=(?:.*/)?[a-z]+:/");

    /** Which server; empty if it is not known. */
    private final String server;

    private HttpStartException(HttpStartException refusal, String server) {
        super(refusal.getMessage(), refusal);
        this.server = server;
    }

    public HttpStartException(String message, Throwable cause) {
        super(message, cause);
        this.server = "";
    }

    public HttpStartException(String message) {
        super(message);
        this.server = "";
    }

    /** The same, with the server that it is about. */
    public HttpStartException of(HttpServerConfig config) {
        String address = config instanceof Inet inet
                ? "port=" + (inet.host() == null ? "*" : inet.host()) + ":" + inet.port()
                : "file=" + ((Unix) config).path();
        return server.isEmpty() ? new HttpStartException(this, "[" + config.section() + "] " + address) : this;
    }

    /**
     * What the message, a contract, does not say: which server it is, and what is usually the reason. Empty if nothing
     * is known, or the message says it all.
     */
    public String detail() {
        if (getCause() instanceof RpcInterfaceException refused) {
            return refused.detail();
        }
        String message = String.valueOf(getMessage());
        if (server.isEmpty() || message.endsWith("] section")) {
            return "";
        }
        String reason = "";
        if (message.contains("errno.ENOENT") && URL.matcher(server).find()) {
            reason = "; file= takes a path and no URL: leave out what stands before the path";
        } else if (message.contains("errno.ENOENT")) {
            reason = "; its folder is not there, make it";
        } else if (message.contains("errno.EADDRNOTAVAIL")) {
            reason = "; this machine has no such address";
        } else if (message.contains("errno.EACCES")) {
            reason = server.contains(" file=")
                    ? "; this user may not write the folder"
                    : "; this user may not open a port below 1024";
        } else if (message.endsWith("path too long")) {
            reason = "; " + Place.LONGEST_ADDRESS + " bytes are the most";
        } else if (message.contains("reported -2")) {
            reason = "; there is no such host";
        }
        return "it is " + server + reason;
    }

    /** The message, and what it does not say in brackets. */
    public String sentence() {
        String detail = detail();
        return getMessage() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }

    /** Whether somebody else has the address. */
    public boolean isAddressInUse() {
        return IN_USE.equals(getMessage());
    }

    public static HttpStartException addressInUse() {
        return new HttpStartException(IN_USE);
    }
}

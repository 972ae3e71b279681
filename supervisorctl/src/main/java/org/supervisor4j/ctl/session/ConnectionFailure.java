package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.supervisor4j.ctl.xmlrpc.HttpProtocolException;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/**
 * Why there is no connection, in the words of the operating system, which Java hides behind a few classes and a text.
 *
 * @param className the class of Python's exception
 * @param number errno, or the resolver's number; 0 for none
 * @param text the system's sentence
 */
record ConnectionFailure(String className, int number, String text) {
    static final int ENOENT = 2;
    static final int ECONNREFUSED = 111;

    private static final ConnectionFailure REFUSED =
            new ConnectionFailure("ConnectionRefusedError", ECONNREFUSED, "Connection refused");
    private static final ConnectionFailure NO_FILE =
            new ConnectionFailure("FileNotFoundError", ENOENT, "No such file or directory");

    /** Whether there is no connection: everything that is not about an answer. */
    static boolean is(Exception failure) {
        return failure instanceof IOException
                && !(failure instanceof HttpStatusException)
                && !(failure instanceof HttpProtocolException)
                && !(failure instanceof XmlRpcSyntaxException);
    }

    /** @param url where it was tried: for a socket file the file says more than Java's text, which may be translated */
    static ConnectionFailure of(IOException failure, ServerUrl url) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnknownHostException) {
            return new ConnectionFailure("socket.gaierror", -2, "Name or service not known");
        }
        if (failure instanceof NoRouteToHostException) {
            return new ConnectionFailure("OSError", 113, "No route to host");
        }
        if (message.contains("timed out")) {
            return new ConnectionFailure("TimeoutError", 110, "Connection timed out");
        }
        if (message.contains("reset")) {
            return new ConnectionFailure("ConnectionResetError", 104, "Connection reset by peer");
        }
        if (message.contains("Broken pipe")) {
            return new ConnectionFailure("BrokenPipeError", 32, "Broken pipe");
        }
        if (failure instanceof ConnectException) {
            return REFUSED;
        }
        if (failure instanceof SocketException && url.isUnix()) {
            return ofSocketFile(url.socketPath(), message);
        }
        return new ConnectionFailure("OSError", 0, message);
    }

    private static ConnectionFailure ofSocketFile(String path, String message) {
        if (message.contains("too long")) {
            return new ConnectionFailure("OSError", 0, "AF_UNIX path too long");
        }
        if (message.contains("Permission denied")) {
            return new ConnectionFailure("PermissionError", 13, "Permission denied");
        }
        if (message.contains("Not a directory")) {
            return new ConnectionFailure("NotADirectoryError", 20, "Not a directory");
        }
        return message.contains("No such file") || !Files.exists(Path.of(path))
                ? NO_FILE
                : new ConnectionFailure("OSError", 0, message);
    }

    boolean isRefused() {
        return number == ECONNREFUSED;
    }

    boolean isNoSuchFile() {
        return number == ENOENT;
    }

    /** As Python prints it: {@code [Errno 111] Connection refused}. */
    String message() {
        return number == 0 ? text : "[Errno " + number + "] " + text;
    }
}

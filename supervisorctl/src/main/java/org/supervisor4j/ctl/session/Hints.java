package org.supervisor4j.ctl.session;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to try when the daemon cannot be reached. Goes to standard error, behind the reference's own words on standard
 * output, which stay as scripts know them.
 */
public final class Hints {
    private Hints() {}

    /** @param origin where the URL comes from: {@code option -s} */
    static void unreachable(Output errors, ServerUrl url, String origin, ConnectionFailure failure) {
        errors.line("Hint: this server URL comes from " + origin + ".");
        errors.line(
                "Hint: " + (url.isUnix() ? aboutSocket(Path.of(url.socketPath()), failure) : aboutAddress(failure)));
        errors.line("Hint: the command \"doctor\" looks closer.");
        errors.flush();
    }

    /** What lies behind an error line. */
    static void reason(Output errors, String reason) {
        errors.line("Hint: " + reason);
        errors.flush();
    }

    /** Where to go on after a start that failed; for people only, a script has its exit code. */
    public static void failedStart(Output errors, String process) {
        forPeople(errors, "Hint: \"explain " + process + "\" tells why.");
    }

    /** Prints a line if a terminal shows it. */
    public static void forPeople(Output errors, String line) {
        if (errors.isTerminal()) {
            errors.line(line);
            errors.flush();
        }
    }

    private static String aboutSocket(Path socket, ConnectionFailure failure) {
        if (failure.isNoSuchFile()) {
            return "there is no such socket; is supervisord running, and is this the file= of its [unix_http_server]?";
        }
        if (failure.isRefused()) {
            boolean other = Files.isRegularFile(socket) || Files.isDirectory(socket);
            return other
                    ? "that is not a socket; serverurl must name the file= of supervisord's [unix_http_server]."
                    : "the socket is a leftover that nobody listens on; supervisord is not running, and removes the"
                            + " file itself when it is started again.";
        }
        return failure.text().equals("Permission denied")
                ? "the socket is not open to this user; run as its owner, or set chmod and chown in [unix_http_server]."
                : "check the path.";
    }

    private static String aboutAddress(ConnectionFailure failure) {
        return failure.isRefused()
                ? "nobody listens there; is supervisord running, and is this the port= of its [inet_http_server]?"
                : "check host, port and network.";
    }
}

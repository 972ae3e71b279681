package org.supervisor4j.ctl.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Spelling;

/**
 * Advice for when the daemon cannot be reached. Goes to standard error, after the reference's own words on standard
 * output, which stay as scripts know them.
 */
public final class Hints {
    /** Those that no action has for itself. */
    private static final Set<String> OPTIONS = Set.of(
            "-c",
            "-s",
            "-u",
            "-p",
            "-i",
            "--configuration",
            "--serverurl",
            "--username",
            "--password",
            "--interactive");

    private Hints() {}

    /** @param origin where the URL comes from: {@code option -s} */
    static void unreachable(Output errors, DaemonUrl url, String origin, ConnectionFailure failure) {
        errors.line("Hint: this server URL comes from " + origin + ".");
        errors.line(
                "Hint: " + (url.isUnix() ? aboutSocket(Path.of(url.socketPath()), failure) : aboutAddress(failure)));
        errors.line("Hint: the command \"doctor\" looks closer.");
        errors.flush();
    }

    /** The reason for an error line. */
    public static void reason(Output errors, String reason) {
        errors.line("Hint: " + reason);
        errors.flush();
    }

    /** Where to go on after a start that failed; for people only, a script has its exit code. */
    public static void failedStart(Output errors, String process) {
        forPeople(errors, "Hint: \"explain " + process + "\" tells why.");
    }

    /** For a word that is no action: the original says no more than that. */
    public static void unknownAction(Output errors, String typed, List<String> actions) {
        String word = typed.split("[ \t]", 2)[0];
        @Nullable String near = Spelling.nearest(word, actions);
        forPeople(errors, near == null ? "Hint: \"help\" lists the actions." : "Hint: did you mean \"" + near + "\"?");
    }

    /** For options of the program that follow the action, which takes them for names. */
    static void optionsAfter(Output errors, TypedLine line) {
        if (!errors.isTerminal()) {
            return;
        }
        List<String> words = List.of(line.argument().split("[ \t]+"));
        if (words.contains("-h") || words.contains("--help")) {
            forPeople(errors, "Hint: \"help " + line.word() + "\" tells about this action; options stand before it.");
        } else if (words.stream().anyMatch(OPTIONS::contains)) {
            forPeople(errors, "Hint: options stand before the action: supervisorctl -c FILE " + line.word() + " ...");
        }
    }

    /**
     * Which login was refused.
     *
     * @param origin where both parts come from, or which one is missing
     */
    static void refusedLogin(
            Output errors, @Nullable String username, @Nullable String password, String origin, DaemonUrl url) {
        if (username == null || password == null) {
            forPeople(
                    errors,
                    "Hint: no login was tried: " + origin + "; give both by -u and -p, by username= and password= in"
                            + " [supervisorctl], or at the prompt of supervisorctl without an action.");
        } else {
            forPeople(errors, "Hint: the login that was refused is " + username + " (" + origin + ").");
        }
        if (url.hasLogin()) {
            forPeople(errors, "Hint: what stands before @ in the server URL is not used.");
        }
    }

    /** Where nothing was found that could have named another server. */
    static void noConfiguration(Output errors, ConfigurationSource source) {
        if (source.path().isEmpty() && !source.searched().isEmpty()) {
            forPeople(
                    errors,
                    "Hint: there is no configuration file at " + String.join(", ", source.searched())
                            + "; name one by -c, or the server by -s.");
        }
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

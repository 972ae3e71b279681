package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.ServerUrl;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.session.Unreachable;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xmlrpc.HttpStatusException;
import org.supervisor4j.xmlrpc.HttpTransport;

/** What {@code doctor} looks at: the way from the configuration file to a daemon that answers, step by step. */
public final class Examination {
    private static final int UNAUTHORIZED = 401;

    private final Session session;
    private final ServerUrl url;
    private final @Nullable DaemonConfiguration daemon;
    private final List<Finding> findings = new ArrayList<>();

    /** @param environment for {@code %(ENV_x)s} in the configuration */
    public Examination(Session session, Map<String, String> environment) {
        this.session = session;
        this.url = session.url();
        String path = session.configuration().path();
        this.daemon = path.isEmpty() ? null : DaemonConfiguration.read(Path.of(path), environment);
    }

    /** Looks, and says what it found. */
    public List<Finding> run() {
        configuration();
        findings.add(Finding.ok("server URL " + url.text() + ", from " + session.origin()));
        compareWithDaemon();
        if (url.isUnix()) {
            findings.addAll(new SocketFile(Path.of(url.socketPath())).look());
        }
        if (!answers()) {
            lookForDaemon();
        }
        return List.copyOf(findings);
    }

    private void configuration() {
        String path = session.configuration().path();
        List<String> searched = session.configuration().searched();
        if (path.isEmpty()) {
            findings.add(Finding.warning("no configuration file was read"
                    + (searched.isEmpty() ? "" : "; none of these is there: " + String.join(", ", searched))));
            return;
        }
        int place = searched.indexOf(path);
        String why = searched.isEmpty()
                ? " (option -c)"
                : place <= 0
                        ? " (the first place that is searched)"
                        : " (not there: " + String.join(", ", searched.subList(0, place)) + ")";
        findings.add(Finding.ok("configuration " + Path.of(path).toAbsolutePath() + why));
    }

    /** A supervisorctl and a supervisord that read the same file may still mean different places. */
    private void compareWithDaemon() {
        if (daemon == null || !session.origin().startsWith("[supervisorctl]")) {
            return;
        }
        String socket = daemon.socket();
        if (url.isUnix() && socket != null && !samePlace(socket, url.socketPath())) {
            findings.add(Finding.bad(
                    "[unix_http_server] in the same file says " + socket + ", which is another place than serverurl="));
        } else if (url.isUnix() && socket == null) {
            findings.add(
                    Finding.bad("the same file has no [unix_http_server] with file=, so supervisord makes no socket"));
        }
        if (!url.isUnix() && daemon.port() == null) {
            findings.add(Finding.warning(
                    "the same file has no [inet_http_server] with port=, so supervisord listens on no port"));
        }
        if (!daemon.hasRpcInterface()) {
            findings.add(Finding.bad("the same file has no [rpcinterface:supervisor], without which supervisord answers"
                    + " no supervisorctl"));
        }
    }

    private static boolean samePlace(String one, String other) {
        return Path.of(one)
                .toAbsolutePath()
                .normalize()
                .equals(Path.of(other).toAbsolutePath().normalize());
    }

    private boolean answers() {
        try {
            String api = String.valueOf(session.call("getVersion"));
            findings.add(Finding.ok("it answers: supervisord " + session.call("getSupervisorVersion") + " (API " + api
                    + "), pid " + session.call("getPID") + ", identifier " + session.call("getIdentification") + ", "
                    + Struct.of(session.call("getState")).text("statename")));
            processes();
        } catch (HttpStatusException refused) {
            findings.add(Finding.bad(aboutStatus(refused)));
        } catch (RpcFault fault) {
            findings.add(Finding.bad(
                    fault.is(Fault.UNKNOWN_METHOD)
                            ? "it answers, but does not know the supervisor.* methods: [rpcinterface:supervisor] is"
                                    + " missing from its configuration"
                            : "it answers " + Session.describe(fault)));
        } catch (PythonError nonsense) {
            findings.add(Finding.bad(nonsense.text()));
            return false;
        } catch (IOException failure) {
            findings.add(Finding.bad(aboutFailure(failure)));
            return false;
        }
        return true;
    }

    private static String aboutStatus(HttpStatusException refused) {
        return refused.status() == UNAUTHORIZED
                ? "it answers, but wants another user name and password than it was given: username= and password= in"
                        + " [supervisorctl], or -u and -p"
                : "it answers with HTTP status " + refused.status() + " " + refused.reason() + ": is that supervisord?";
    }

    private String aboutFailure(IOException failure) {
        boolean refused = session.whyUnreachable(failure) == Unreachable.REFUSED;
        if (refused && url.isUnix()) {
            return "nobody listens on the socket: it is a leftover of a supervisord that is gone. The next start"
                    + " replaces it";
        }
        return refused ? "nobody listens there" : "it cannot be reached: " + session.describe(failure);
    }

    private void processes() throws IOException {
        Map<String, Integer> states = new TreeMap<>();
        for (Struct process : Struct.listOf(session.call("getAllProcessInfo"))) {
            states.merge(process.text("statename"), 1, Integer::sum);
        }
        List<String> counts = new ArrayList<>();
        states.forEach((state, count) -> counts.add(count + " " + state));
        boolean failed = states.containsKey("FATAL") || states.containsKey("BACKOFF");
        String text = "processes: " + (counts.isEmpty() ? "none" : String.join(", ", counts));
        findings.add(failed ? Finding.warning(text + "; \"explain\" tells why") : Finding.ok(text));
    }

    private void lookForDaemon() {
        if (daemon != null && daemon.pidfile() != null) {
            findings.add(PidFile.look(Path.of(daemon.pidfile())));
        }
        Integer port = port();
        if (port == null) {
            return;
        }
        String owner = PortOwner.of(port);
        if (!owner.isEmpty()) {
            findings.add(Finding.bad("port " + port + " is taken by process " + owner));
        } else if (PortOwner.isTaken(port)) {
            findings.add(
                    Finding.bad("port " + port + " is taken by a process of somebody else (as root you see whose)"));
        } else {
            findings.add(Finding.ok("port " + port + " is free on this machine"));
        }
    }

    /** The port that the daemon would need; null if it needs none, or that cannot be told. */
    private @Nullable Integer port() {
        String configured = daemon == null ? null : daemon.port();
        if (configured != null) {
            String digits =
                    configured.substring(configured.lastIndexOf(':') + 1).strip();
            return digits.matches("\\d{1,5}") ? Integer.valueOf(digits) : null;
        }
        try {
            return !url.isUnix() && session.transport() instanceof HttpTransport http ? http.port() : null;
        } catch (PythonError unusable) {
            return null;
        }
    }
}

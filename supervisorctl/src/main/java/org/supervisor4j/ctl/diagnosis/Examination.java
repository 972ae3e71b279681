package org.supervisor4j.ctl.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.DaemonUrl;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.xmlrpc.HttpTransport;
import org.supervisor4j.diagnosis.LocalProcess;

/**
 * The examination of {@code doctor}: the way from the configuration file to a daemon that answers, step by step. None
 * of them takes longer than a few seconds.
 */
public final class Examination {
    private static final int PATIENCE = 5;

    private final Session session;
    private final Map<String, String> environment;
    private final DaemonUrl url;
    private final TimeLimit limit;
    private final List<DoctorFinding> findings = new ArrayList<>();
    private @Nullable DaemonConfiguration daemon;

    /** @param environment for {@code %(ENV_x)s} in the configuration */
    public Examination(Session session, Map<String, String> environment) {
        this(session, environment, new TimeLimit(PATIENCE));
    }

    Examination(Session session, Map<String, String> environment, TimeLimit limit) {
        this.session = session;
        this.environment = environment;
        this.url = session.url();
        this.limit = limit;
    }

    /** Looks, and says what it found. */
    public List<DoctorFinding> run() {
        configuration();
        findings.add(DoctorFinding.ok("server URL " + url.text() + ", from " + session.origin()));
        compareWithDaemon();
        boolean isClosed = false;
        if (url.isUnix()) {
            String path = url.socketPath();
            List<DoctorFinding> socket = limit.run(
                    () -> new SocketFile(Path.of(path)).look(),
                    "the socket " + path + " could not be looked at within " + limit.seconds()
                            + " s: a folder of a file server that is gone, or a name service that does not answer?");
            findings.addAll(socket);
            isClosed = socket.stream().anyMatch(finding -> finding.verdict() == DoctorFinding.Verdict.BAD);
        }
        DaemonAnswers answers = new DaemonAnswers(session);
        List<DoctorFinding> heard = limit.orNull(answers::ask);
        if (heard == null) {
            findings.addAll(answers.soFar());
            findings.add(DoctorFinding.bad("no answer within " + limit.seconds()
                    + " s: is it stopped (SIGSTOP, a debugger)," + " or overloaded, or is that another server?"));
        } else if (answers.isThere() || !isClosed) {
            // Why there is no way through the socket has been said.
            findings.addAll(heard);
        }
        if ((heard == null || !answers.isThere()) && Boolean.TRUE.equals(limit.orNull(url::isOnThisMachine))) {
            lookForDaemon();
        }
        return List.copyOf(findings);
    }

    private void configuration() {
        String path = session.configuration().path();
        List<String> searched = session.configuration().searched();
        if (path.isEmpty()) {
            findings.add(DoctorFinding.warning("no configuration file was read"
                    + (searched.isEmpty() ? "" : "; none of these is there: " + String.join(", ", searched))));
            return;
        }
        int place = searched.indexOf(path);
        String why = searched.isEmpty()
                ? " (option -c)"
                : place <= 0
                        ? " (the first place that is searched)"
                        : " (not there: " + String.join(", ", searched.subList(0, place)) + ")";
        findings.add(DoctorFinding.ok("configuration " + Path.of(path).toAbsolutePath() + why));
        DaemonConfiguration read = limit.orNull(() -> DaemonConfiguration.read(Path.of(path), environment));
        if (read != null && read.isForClientsOnly()) {
            findings.add(DoctorFinding.ok("the file is for clients only: a supervisord reads another one"));
        } else {
            daemon = read;
        }
    }

    /** A supervisorctl and a supervisord that read the same file may still mean different places. */
    private void compareWithDaemon() {
        DaemonConfiguration same = daemon;
        if (same == null || !session.origin().startsWith("[supervisorctl]")) {
            return;
        }
        String socket = same.socket();
        if (url.isUnix() && socket != null && !samePlace(socket, url.socketPath())) {
            findings.add(DoctorFinding.bad(
                    "[unix_http_server] in the same file says " + socket + ", which is another place than serverurl="));
        }
        if (same.hasIncludes()) {
            // What is missing in this file may be in another one.
            return;
        }
        if (url.isUnix() && socket == null) {
            findings.add(DoctorFinding.bad(
                    "the same file has no [unix_http_server] with file=, so supervisord makes no socket"));
        }
        if (!url.isUnix() && same.port() == null) {
            findings.add(DoctorFinding.warning(
                    "the same file has no [inet_http_server] with port=, so supervisord listens on no port"));
        }
        if (!same.hasRpcInterface()) {
            findings.add(DoctorFinding.bad(
                    "the same file has no [rpcinterface:supervisor], without which supervisord answers"
                            + " no supervisorctl"));
        }
    }

    private static boolean samePlace(String one, String other) {
        return Path.of(one)
                .toAbsolutePath()
                .normalize()
                .equals(Path.of(other).toAbsolutePath().normalize());
    }

    private void lookForDaemon() {
        LocalProcess running = null;
        DaemonConfiguration configured = daemon;
        if (configured != null && configured.pidfile() != null) {
            Path file = Path.of(configured.pidfile());
            PidFileCheck pidfile = limit.orNull(() -> PidFileCheck.look(file));
            findings.add(
                    pidfile == null
                            ? DoctorFinding.bad(
                                    "the pid file " + file + " could not be read within " + limit.seconds() + " s")
                            : pidfile.finding());
            running = pidfile == null ? null : pidfile.daemon();
        }
        Integer port = port();
        if (port != null) {
            LocalProcess known = running;
            findings.addAll(limit.run(
                    () -> List.of(new PortCheck(port, known).look()),
                    "who has port " + port + " could not be found out within " + limit.seconds() + " s"));
        }
    }

    /** The port that the daemon would need; null if it needs none, or that cannot be told. */
    private @Nullable Integer port() {
        DaemonConfiguration configured = daemon;
        if (configured != null && configured.port() != null) {
            return configured.portNumber();
        }
        try {
            return !url.isUnix() && session.transport() instanceof HttpTransport http ? http.port() : null;
        } catch (PythonError unusable) {
            return null;
        }
    }
}

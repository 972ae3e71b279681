package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.session.Unreachable;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;
import org.supervisor4j.diagnosis.PoolReport;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Release;
import org.supervisor4j.model.RpcFault;

/** Asks a daemon who it is and how its processes are, over a connection of its own. */
final class DaemonAnswers {
    private static final int UNAUTHORIZED = 401;
    private static final int MOST_NAMES = 5;

    private final Session session;
    /** Added to by the thread that asks. */
    private final List<DoctorFinding> findings = Collections.synchronizedList(new ArrayList<>());

    private volatile boolean isThere;

    DaemonAnswers(Session session) {
        this.session = session;
    }

    /** Whether anybody answered at all. */
    boolean isThere() {
        return isThere;
    }

    /** The findings up to now, for when the rest takes too long. */
    List<DoctorFinding> soFar() {
        synchronized (findings) {
            return List.copyOf(findings);
        }
    }

    /** Asks; waits as long as it takes. */
    List<DoctorFinding> ask() {
        try (XmlRpcClient client = session.newClient()) {
            ask(client);
            isThere = true;
        } catch (HttpStatusException refused) {
            isThere = true;
            findings.add(DoctorFinding.bad(aboutStatus(refused)));
        } catch (RpcFault fault) {
            isThere = true;
            findings.add(DoctorFinding.bad(
                    fault.is(Fault.UNKNOWN_METHOD)
                            ? "it answers, but does not know the supervisor.* methods: [rpcinterface:supervisor] is"
                                    + " missing from its configuration"
                            : "it answers " + Session.describe(fault)));
        } catch (PythonError nonsense) {
            findings.add(DoctorFinding.bad(nonsense.text()));
        } catch (IOException failure) {
            findings.add(DoctorFinding.bad(aboutFailure(failure)));
        }
        return soFar();
    }

    private void ask(XmlRpcClient client) throws IOException {
        String api = Struct.textOf(client.call("supervisor.getVersion"));
        findings.add(DoctorFinding.ok(
                "it answers: supervisord " + Struct.textOf(client.call("supervisor.getSupervisorVersion")) + " (API "
                        + api + "), pid " + Struct.textOf(client.call("supervisor.getPID")) + ", identifier "
                        + Struct.textOf(client.call("supervisor.getIdentification")) + ", "
                        + Struct.of(client.call("supervisor.getState")).text("statename")));
        release(client);
        processes(client);
        pools(client);
    }

    /** After an upgrade the old one runs until it is told to end. */
    private void release(XmlRpcClient client) throws IOException {
        try {
            String theirs = Struct.textOf(client.call("supervisor4j.getVersion"));
            findings.add(
                    theirs.equals(Release.version())
                            ? DoctorFinding.ok("it is supervisor4j " + theirs + ", as this supervisorctl is")
                            : DoctorFinding.warning("it is supervisor4j " + theirs + ", but this supervisorctl is "
                                    + Release.version() + ": a supervisord that runs through an upgrade stays what it"
                                    + " was until it is ended and started"));
        } catch (RpcFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                throw fault;
            }
            findings.add(DoctorFinding.ok("it is not supervisor4j, as this supervisorctl is (" + Release.version()
                    + "): the additions know less of it"));
        }
    }

    private String aboutStatus(HttpStatusException refused) {
        return refused.status() == UNAUTHORIZED
                ? "it answers, but wants "
                        + (session.hasLogin()
                                ? "another user name and password than it was given"
                                : "a user name and a password, and was given none")
                        + ": username= and password= in [supervisorctl], or -u and -p"
                : "it answers with HTTP status " + refused.status() + " " + refused.reason() + ": is that supervisord?";
    }

    private String aboutFailure(IOException failure) {
        boolean refused = session.whyUnreachable(failure) == Unreachable.REFUSED;
        if (refused && session.url().isUnix()) {
            return "nobody listens on the socket: it is a leftover of a supervisord that is gone. The next start"
                    + " replaces it";
        }
        return refused ? "nobody listens there" : "it cannot be reached: " + session.describe(failure);
    }

    private void processes(XmlRpcClient client) throws IOException {
        Map<String, Integer> states = new TreeMap<>();
        List<String> troubled = new ArrayList<>();
        ProcessInquiry inquiry = new ProcessInquiry(session.url(), client::call);
        for (Struct process : Struct.listOf(client.call("supervisor.getAllProcessInfo"))) {
            states.merge(process.text("statename"), 1, Integer::sum);
            if (inquiry.isInTrouble(process)) {
                troubled.add(process.name());
            }
        }
        List<String> counts = new ArrayList<>();
        states.forEach((state, count) -> counts.add(count + " " + state));
        String text = "processes: " + (counts.isEmpty() ? "none" : String.join(", ", counts));
        findings.add(
                troubled.isEmpty()
                        ? DoctorFinding.ok(text)
                        : DoctorFinding.warning(
                                text + "; in trouble: " + firstOf(troubled) + "; \"explain\" tells why"));
    }

    private static String firstOf(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? first : first + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private void pools(XmlRpcClient client) throws IOException {
        for (PoolReport pool : PoolReport.all(client::call)) {
            if (pool.isInTrouble()) {
                findings.add(
                        DoctorFinding.warning("event listeners " + pool.name() + ": " + pool.summary() + "; \"explain "
                                + pool.troubled() + "\" tells why"
                                + (pool.isAnybodyRunning() ? ", and what a right answer looks like" : "")));
            } else if (pool.discarded() > 0) {
                findings.add(DoctorFinding.ok("event listeners " + pool.name() + ": " + pool.summary()));
            }
        }
    }
}

package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.DaemonUrl;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.diagnosis.Facts;
import org.supervisor4j.diagnosis.HealthReport;
import org.supervisor4j.diagnosis.LocalUsers;
import org.supervisor4j.diagnosis.Members;
import org.supervisor4j.diagnosis.NeedReport;
import org.supervisor4j.diagnosis.PastEnd;
import org.supervisor4j.diagnosis.PastEnds;
import org.supervisor4j.diagnosis.PoolReport;
import org.supervisor4j.diagnosis.RestartReport;
import org.supervisor4j.diagnosis.SocketOwner;
import org.supervisor4j.diagnosis.TakenPort;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.RpcCall;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/**
 * Asks the daemon about processes. A daemon of the original knows less: then its log has to tell how runs ended. What
 * cannot be had is left out; for the connection itself an exception is thrown.
 */
public final class ProcessInquiry {
    private static final int LOG_BYTES = 256 * 1024;
    private static final int OUTPUT_BYTES = 4096;
    /** As many runs as our daemon remembers. */
    private static final int HISTORY = 10;

    private static final int NEW_SECONDS = 60;

    private final DaemonUrl url;
    private final RpcCall daemon;
    private @Nullable List<Struct> configs;
    private @Nullable Map<String, Struct> healths;
    private @Nullable String log;
    private @Nullable List<PoolReport> pools;
    private @Nullable Map<String, List<String>> needs;

    public ProcessInquiry(Session session) {
        this(session.url(), session::callAny);
    }

    ProcessInquiry(DaemonUrl url, RpcCall daemon) {
        this.url = url;
        this.daemon = daemon;
    }

    /**
     * Gathers the facts about one process, and their meaning.
     *
     * @param process what {@code getProcessInfo} answers
     */
    public ProcessDiagnosis explain(Struct process) throws IOException {
        String namespec = process.namespec();
        Map<?, ?> config = config(process);
        Facts.Output output = output(process, namespec);
        return new ProcessDiagnosis(new Facts(
                withHealth(process),
                config,
                new PastEnds(ends(process, namespec)),
                output,
                user(config),
                portOwner(output.lines()),
                pool(process),
                restart(namespec),
                needs().getOrDefault(process.name(), List.of())));
    }

    /** Null where the daemon is one of the original, or of an older version. */
    private @Nullable RestartReport restart(String namespec) throws IOException {
        Object answer = daemon.callIfKnown("supervisor4j.getRestartState", namespec);
        return answer == null
                ? null
                : new RestartReport(new Members(Struct.of(answer).members()));
    }

    private Map<String, List<String>> needs() throws IOException {
        Map<String, List<String>> known = needs;
        if (known == null) {
            known = NeedReport.all(daemon);
            needs = known;
        }
        return known;
    }

    /**
     * Whether somebody should look after a process: it is FATAL or in BACKOFF, ended in a way that its configuration
     * does not expect, comes and goes, is unhealthy, or leaves events waiting.
     */
    public boolean isInTrouble(Struct process) throws IOException {
        String state = process.text("statename");
        if (isHeldUp(process)
                || state.equals("FATAL")
                || state.equals("BACKOFF")
                || (state.equals("EXITED") && isUnexpected(process))) {
            return true;
        }
        if (state.equals("RUNNING") && isUnhealthy(process)) {
            return true;
        }
        PoolReport pool = pool(process);
        boolean isNew = process.number("now") - process.number("start") <= NEW_SECONDS;
        boolean isWanted = !state.startsWith("STOP");
        return (isWanted && isNew && isFlapping(process)) || (pool != null && pool.isInTrouble(process.text("name")));
    }

    /** What getProcessInfo answers, and what is known of its health besides. */
    private Members withHealth(Struct process) throws IOException {
        Map<Object, Object> members = new HashMap<>(process.members());
        Struct health = healths().get(process.namespec());
        if (health != null) {
            members.put(HealthReport.MEMBER, health.members());
        }
        return new Members(members);
    }

    /** None from a daemon of the original. */
    private Map<String, Struct> healths() throws IOException {
        Map<String, Struct> known = healths;
        if (known == null) {
            known = Struct.byNamespec(daemon.callIfKnown("supervisor4j.getAllProcessHealth"));
            healths = known;
        }
        return known;
    }

    private boolean isUnhealthy(Struct process) throws IOException {
        Struct health = healths().get(process.namespec());
        return health != null && health.text("health").equals("unhealthy");
    }

    /** Whether its start waits for somebody who will not come by himself. */
    private static boolean isHeldUp(Struct process) {
        return process.text("description").startsWith(NeedsOfProcess.WAITING)
                && !process.text("spawnerr").isEmpty();
    }

    private boolean isUnexpected(Struct process) throws IOException {
        Object exitcodes = config(process).get("exitcodes");
        Integer status = process.number("exitstatus");
        return exitcodes instanceof Object[] expected ? !List.of(expected).contains(status) : status != 0;
    }

    private boolean isFlapping(Struct process) throws IOException {
        try {
            return new PastEnds(ends(process, process.namespec())).isFlapping(process.number("now"));
        } catch (RpcFault gone) {
            if (!gone.is(Fault.BAD_NAME)) {
                throw gone;
            }
            return false;
        }
    }

    /** Its output since its last start; from a daemon of the original, the end of its logs. */
    private Facts.Output output(Struct process, String namespec) throws IOException {
        String stderr;
        String stdout;
        Object answer = daemon.callIfKnown("supervisor4j.getLastOutput", namespec);
        if (answer != null) {
            Struct last = Struct.of(answer);
            stderr = last.text("stderr");
            stdout = last.text("stdout");
        } else {
            boolean hasStderr = !process.text("stderr_logfile").isEmpty();
            boolean hasStdout = !process.text("stdout_logfile").isEmpty();
            stderr = hasStderr ? tail("tailProcessStderrLog", namespec) : "";
            stdout = hasStdout && stderr.isBlank() ? tail("tailProcessStdoutLog", namespec) : "";
        }
        boolean isStderr = !stderr.isBlank();
        return new Facts.Output(
                process.text(isStderr ? "stderr_logfile" : "stdout_logfile"),
                Facts.Output.lastLines(isStderr ? stderr : stdout));
    }

    /** Only the daemon's machine knows its users and its ports. */
    private boolean isDaemonHere() {
        return url.isOnThisMachine();
    }

    private String user(Map<?, ?> config) {
        if (!(config.get("uid") instanceof Integer uid)) {
            return "";
        }
        return isDaemonHere() ? LocalUsers.of(uid) : "uid " + uid;
    }

    private String portOwner(List<String> lines) {
        OptionalInt port = isDaemonHere() ? TakenPort.in(lines) : OptionalInt.empty();
        if (port.isEmpty()) {
            return "";
        }
        String owner = SocketOwner.ofPort(port.getAsInt()).words();
        return owner.isEmpty() ? "" : "port " + port.getAsInt() + " is held by " + owner;
    }

    private @Nullable PoolReport pool(Struct process) throws IOException {
        List<PoolReport> known = pools;
        if (known == null) {
            known = PoolReport.all(daemon);
            pools = known;
        }
        for (PoolReport pool : known) {
            if (pool.name().equals(process.text("group"))) {
                return pool;
            }
        }
        return null;
    }

    private List<PastEnd> ends(Struct process, String namespec) throws IOException {
        Object answer = daemon.callIfKnown("supervisor4j.getProcessHistory", namespec);
        if (answer == null) {
            List<PastEnd> ends = PastEnd.inLog(log(), process.text("name"));
            return ends.subList(Math.max(0, ends.size() - HISTORY), ends.size());
        }
        List<PastEnd> ends = new ArrayList<>();
        for (Struct run : Struct.listOf(answer)) {
            ends.add(PastEnd.of(new Members(run.members())));
        }
        return ends;
    }

    private String log() throws IOException {
        String known = log;
        if (known == null) {
            known = orEmpty(() -> Struct.textOf(daemon.call("supervisor.readLog", -LOG_BYTES, 0)));
            log = known;
        }
        return known;
    }

    private Map<?, ?> config(Struct process) throws IOException {
        List<Struct> known = configs;
        if (known == null) {
            known = configs();
            configs = known;
        }
        for (Struct config : known) {
            if (config.text("group").equals(process.text("group"))
                    && config.text("name").equals(process.text("name"))) {
                return config.members();
            }
        }
        return Map.of();
    }

    /** The original's 4.4.0.dev0 cannot answer where a program has {@code autorestart=true}. */
    private List<Struct> configs() throws IOException {
        try {
            return Struct.listOf(daemon.call("supervisor.getAllConfigInfo"));
        } catch (HttpStatusException | RpcFault refused) {
            return List.of();
        }
    }

    private String tail(String method, String namespec) throws IOException {
        return orEmpty(
                () -> Struct.textOf(Struct.array(daemon.call("supervisor." + method, namespec, 0, OUTPUT_BYTES))[0]));
    }

    private interface Question {
        String ask() throws IOException;
    }

    /**
     * A log that cannot be read, or (the original's daemon) that begins within a character or has control characters:
     * nothing.
     */
    private static String orEmpty(Question question) throws IOException {
        try {
            return question.ask();
        } catch (HttpStatusException | XmlRpcSyntaxException | RpcFault | PythonError refused) {
            return "";
        }
    }
}

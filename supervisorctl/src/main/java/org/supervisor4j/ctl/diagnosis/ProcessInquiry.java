package org.supervisor4j.ctl.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xmlrpc.HttpStatusException;
import org.supervisor4j.xmlrpc.XmlRpcSyntaxException;

/**
 * Asks the daemon about processes. A daemon of the original knows less: then its log has to tell how runs ended. What
 * cannot be had is left out; for the connection itself an exception is thrown.
 */
public final class ProcessInquiry {
    private static final int LOG_BYTES = 256 * 1024;
    private static final int ERROR_BYTES = 4096;
    private static final int ERROR_LINES = 10;

    private final Session session;
    private @Nullable List<Struct> configs;
    private @Nullable String log;

    public ProcessInquiry(Session session) {
        this.session = session;
    }

    /**
     * Lines for people about one process.
     *
     * @param process what {@code getProcessInfo} answers
     */
    public List<String> explain(Struct process) throws IOException {
        String namespec = process.text("group") + ":" + process.text("name");
        boolean hasStderr = !process.text("stderr_logfile").isEmpty();
        List<String> lines = hasStderr ? tail("tailProcessStderrLog", namespec) : List.of();
        boolean isStderr = !lines.isEmpty();
        if (!isStderr && !process.text("stdout_logfile").isEmpty()) {
            lines = tail("tailProcessStdoutLog", namespec);
        }
        String file = process.text(isStderr ? "stderr_logfile" : "stdout_logfile");
        return Explanation.of(new Facts(process, config(process), ends(process, namespec), file, lines));
    }

    private List<PastEnd> ends(Struct process, String namespec) throws IOException {
        try {
            List<PastEnd> ends = new ArrayList<>();
            for (Struct run : Struct.listOf(session.callAny("supervisor4j.getProcessHistory", namespec))) {
                ends.add(PastEnd.of(run));
            }
            return PastEnd.last(ends);
        } catch (RpcFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                throw fault;
            }
            return PastEnd.inLog(log(), process.text("name"));
        }
    }

    private String log() throws IOException {
        String known = log;
        if (known == null) {
            known = orEmpty(() -> String.valueOf(session.call("readLog", -LOG_BYTES, 0)));
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
            return Struct.listOf(session.call("getAllConfigInfo"));
        } catch (HttpStatusException | RpcFault refused) {
            return List.of();
        }
    }

    private List<String> tail(String method, String namespec) throws IOException {
        String text = orEmpty(() -> String.valueOf(Struct.array(session.call(method, namespec, 0, ERROR_BYTES))[0]));
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                lines.add(line.stripTrailing());
            }
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - ERROR_LINES), lines.size()));
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

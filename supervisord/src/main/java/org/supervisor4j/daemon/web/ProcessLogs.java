package org.supervisor4j.daemon.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.RpcFault;

/** The ends of a process's logs, as far as it has any. */
final class ProcessLogs {
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";

    /** What is shown of a log where no script follows it, in bytes. */
    private static final int TAIL = 16 * 1024;

    private final SupervisorApi api;
    private final ProcessInfo process;
    private final String namespec;

    /**
     * The end of one of the two.
     *
     * @param channels those that have a file
     */
    record Shown(List<String> channels, String channel, String text) {}

    ProcessLogs(SupervisorApi api, ProcessInfo process) {
        this.api = api;
        this.process = process;
        this.namespec = Namespec.of(process.group(), process.name());
    }

    /** What was asked for; else standard output, or standard error where there is only something in that. */
    Shown shown(Optional<String> asked) {
        if (asked.isPresent()) {
            String channel = asked.get().equals(STDERR) ? STDERR : STDOUT;
            return new Shown(channels(), channel, end(channel));
        }
        String output = end(STDOUT);
        String errors = output.isEmpty() ? end(STDERR) : "";
        return errors.isEmpty() && !process.stdoutLogfile().isEmpty()
                ? new Shown(channels(), STDOUT, output)
                : new Shown(channels(), STDERR, errors);
    }

    private List<String> channels() {
        List<String> channels = new ArrayList<>();
        if (!process.stdoutLogfile().isEmpty()) {
            channels.add(STDOUT);
        }
        if (!process.stderrLogfile().isEmpty()) {
            channels.add(STDERR);
        }
        return channels;
    }

    private String end(String channel) {
        try {
            return channel.equals(STDOUT)
                    ? api.readProcessStdoutLog(namespec, -TAIL, 0)
                    : api.readProcessStderrLog(namespec, -TAIL, 0);
        } catch (RpcFault nothing) {
            return "";
        }
    }
}

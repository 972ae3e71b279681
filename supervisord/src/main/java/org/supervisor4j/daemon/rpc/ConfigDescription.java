package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.supervisor.ProcessSnapshot;
import org.supervisor4j.daemon.supervisor.Snapshot;

/** What {@code getAllConfigInfo} says of the configuration that was read last. */
final class ConfigDescription {
    /** How the reference shows a value that is not set. */
    private static final String UNSET = "none";

    private final Snapshot snapshot;
    private final boolean reread;

    private ConfigDescription(Snapshot snapshot, boolean reread) {
        this.snapshot = snapshot;
        this.reread = reread;
    }

    /** One struct a process, by process name. */
    static List<Map<String, Object>> of(LastRead lastRead, Snapshot snapshot) {
        ConfigDescription description = new ConfigDescription(snapshot, lastRead.reread());
        List<Map<String, Object>> structs = new ArrayList<>();
        for (GroupConfig group : lastRead.config().groups()) {
            boolean inUse = snapshot.hasGroup(group.name());
            group.processes().forEach(process -> structs.add(description.struct(group, process, inUse)));
        }
        structs.sort(Comparator.comparing(struct -> (String) struct.get("name")));
        return structs;
    }

    /** The members in the reference's order. */
    private Map<String, Object> struct(GroupConfig group, ProcessConfig process, boolean inUse) {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("autostart", process.autostart());
        struct.put("autorestart", autorestart(process));
        struct.put("directory", process.directory() == null ? UNSET : process.directory());
        struct.put(
                "uid", process.user() == null ? UNSET : (Object) process.user().uid());
        struct.put("command", process.command());
        struct.put("exitcodes", process.exitcodes());
        struct.put("group", group.name());
        struct.put("group_prio", group.priority());
        struct.put("inuse", inUse);
        struct.put("killasgroup", process.killasgroup());
        struct.put("name", process.name());
        struct.put("process_prio", process.priority());
        struct.put("redirect_stderr", process.redirectStderr());
        struct.put("startretries", process.startretries());
        struct.put("startsecs", process.startsecs());
        struct.put("stdout_capture_maxbytes", wire(process.stdout().captureMaxbytes()));
        struct.put("stdout_events_enabled", process.stdout().eventsEnabled());
        struct.put("stdout_logfile", logfile(group, process, true));
        output(struct, "stdout", process.stdout());
        struct.put("stopsignal", process.stopsignal());
        struct.put("stopwaitsecs", process.stopwaitsecs());
        struct.put("stderr_capture_maxbytes", wire(process.stderr().captureMaxbytes()));
        struct.put("stderr_events_enabled", process.stderr().eventsEnabled());
        struct.put("stderr_logfile", logfile(group, process, false));
        output(struct, "stderr", process.stderr());
        struct.put("serverurl", process.serverurl() == null ? UNSET : process.serverurl());
        return struct;
    }

    private static void output(Map<String, Object> struct, String channel, OutputConfig output) {
        struct.put(channel + "_logfile_backups", output.backups());
        struct.put(channel + "_logfile_maxbytes", wire(output.maxbytes()));
        struct.put(channel + "_syslog", output.syslog());
    }

    /** XML-RPC has no larger numbers. */
    private static int wire(long bytes) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, bytes));
    }

    private static Object autorestart(ProcessConfig process) {
        return switch (process.autorestart()) {
            case NEVER -> false;
            case UNEXPECTED -> "unexpected";
            // The reference cannot answer at all here; its documentation and version 4.2.5 mean a boolean.
            case ALWAYS -> true;
        };
    }

    private String logfile(GroupConfig group, ProcessConfig process, boolean stdout) {
        OutputConfig output = stdout ? process.stdout() : process.stderr();
        if (output.logfile() instanceof LogTarget.File file) {
            return !stdout && process.redirectStderr() ? UNSET : file.path();
        }
        if (output.logfile() instanceof LogTarget.Auto && (stdout || !process.redirectStderr())) {
            return reread
                    ? "auto"
                    : snapshot.process(group.name(), process.name())
                            .map(active -> path(active, stdout))
                            .orElse("auto");
        }
        return UNSET;
    }

    private static String path(ProcessSnapshot process, boolean stdout) {
        return stdout ? process.stdoutLogfile() : process.stderrLogfile();
    }
}

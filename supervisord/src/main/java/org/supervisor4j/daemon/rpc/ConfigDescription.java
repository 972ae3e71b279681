package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.model.Int32;

/** What {@code getAllConfigInfo} says of the configuration that was read last. */
final class ConfigDescription {
    /** How the reference shows a value that is not set. */
    private static final String UNSET = "none";

    /** The members in the reference's order. There will be no others: clients compare. */
    private static final List<String> MEMBERS = List.of(("autostart autorestart directory uid command exitcodes"
                    + " group group_prio inuse killasgroup name process_prio redirect_stderr startretries startsecs"
                    + " stdout_capture_maxbytes stdout_events_enabled stdout_logfile stdout_logfile_backups"
                    + " stdout_logfile_maxbytes stdout_syslog stopsignal stopwaitsecs"
                    + " stderr_capture_maxbytes stderr_events_enabled stderr_logfile stderr_logfile_backups"
                    + " stderr_logfile_maxbytes stderr_syslog serverurl")
            .split(" "));

    /** Those that bear another name than their key. */
    private static final Map<String, String> KEYS =
            Map.of("uid", "user", "process_prio", "priority", "name", "process_name");

    private static final Map<String, Key<?>> TABLE =
            ProcessConfig.KEYS.stream().collect(Collectors.toMap(Key::key, Function.identity()));

    private final Snapshot snapshot;
    private final boolean reread;

    private ConfigDescription(Snapshot snapshot, boolean reread) {
        this.snapshot = snapshot;
        this.reread = reread;
    }

    /** One struct a process, by process name. */
    static List<Map<String, Object>> of(ConfigCalls.LastRead lastRead, Snapshot snapshot) {
        ConfigDescription description = new ConfigDescription(snapshot, lastRead.reread());
        List<Map<String, Object>> structs = new ArrayList<>();
        for (GroupConfig group : lastRead.config().groups()) {
            boolean inUse = snapshot.hasGroup(group.name());
            group.processes().forEach(process -> structs.add(description.struct(group, process, inUse)));
        }
        structs.sort(Comparator.comparing(struct -> (String) struct.get("name")));
        return structs;
    }

    private Map<String, Object> struct(GroupConfig group, ProcessConfig process, boolean inUse) {
        Map<String, Object> struct = new LinkedHashMap<>();
        for (String member : MEMBERS) {
            struct.put(
                    member,
                    switch (member) {
                        case "group" -> group.name();
                        case "group_prio" -> group.priority();
                        case "inuse" -> inUse;
                        case "stdout_logfile" -> logfile(group, process, true);
                        case "stderr_logfile" -> logfile(group, process, false);
                        default -> wire(key(KEYS.getOrDefault(member, member)).of(process));
                    });
        }
        return struct;
    }

    private static Key<?> key(String name) {
        return Objects.requireNonNull(TABLE.get(name));
    }

    private static Object wire(@Nullable Object value) {
        if (value instanceof Long bytes) {
            return Int32.nearest(bytes);
        }
        if (value instanceof Restart restart) {
            // The reference cannot answer at all to ALWAYS; its documentation and version 4.2.5 mean a boolean.
            return restart == Restart.UNEXPECTED ? "unexpected" : (Object) (restart == Restart.ALWAYS);
        }
        return value == null ? UNSET : value;
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

package org.supervisor4j.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The struct that {@code getProcessInfo} answers. Times are whole seconds since the epoch; 0 means never.
 *
 * @param start when the child was last spawned
 * @param stop when a child last ended; not cleared by a later start
 * @param now the daemon's clock
 * @param spawnerr why the last start failed, or empty
 * @param exitstatus the last exit code, -1 after a death by signal
 * @param stdoutLogfile the path, or empty where there is none
 * @param pid 0 where there is no child
 * @param description what {@code status} prints in its third column
 */
public record ProcessInfo(
        String name,
        String group,
        int start,
        int stop,
        int now,
        ProcessState state,
        String spawnerr,
        int exitstatus,
        String stdoutLogfile,
        String stderrLogfile,
        int pid,
        String description) {

    /** The struct's members in the order in which the reference sends them. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("group", group);
        map.put("start", start);
        map.put("stop", stop);
        map.put("now", now);
        map.put("state", state.code());
        map.put("statename", state.name());
        map.put("spawnerr", spawnerr);
        map.put("exitstatus", exitstatus);
        map.put("logfile", stdoutLogfile);
        map.put("stdout_logfile", stdoutLogfile);
        map.put("stderr_logfile", stderrLogfile);
        map.put("pid", pid);
        map.put("description", description);
        return map;
    }
}

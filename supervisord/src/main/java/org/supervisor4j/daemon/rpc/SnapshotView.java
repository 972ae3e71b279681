package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.OutputConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.FileAccess;
import org.supervisor4j.daemon.supervisor.ProcessSnapshot;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.Signal;

/** Shows pages the published snapshot. */
public final class SnapshotView implements DaemonView {
    private final Supervisor supervisor;

    public SnapshotView(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public Look look() {
        Snapshot snapshot = supervisor.snapshot();
        long now = supervisor.context().wallClock().seconds();
        long nowNanos = supervisor.context().loop().now();
        List<ProcessInfo> processes = new ArrayList<>(snapshot.processes().size());
        snapshot.processes().forEach(process -> processes.add(ProcessDescription.of(process, now, nowNanos)));
        return new Look(snapshot.mood(), processes);
    }

    @Override
    public void whenChanged(Runnable hint) {
        supervisor.whenPublished(hint);
    }

    @Override
    public Optional<Settings> settings(String namespec) {
        Namespec name = Namespec.parse(namespec);
        String process = name.process();
        return process == null
                ? Optional.empty()
                : supervisor
                        .snapshot()
                        .process(name.group(), process)
                        .map(found -> new Settings(keys(found), environment(found.config())));
    }

    private static List<Setting> environment(ProcessConfig config) {
        List<Setting> variables = new ArrayList<>();
        for (Map.Entry<String, String> variable : config.environment().entrySet()) {
            variables.add(new Setting(variable.getKey(), variable.getValue()));
        }
        return variables;
    }

    /** In the order of the manual. */
    private static List<Setting> keys(ProcessSnapshot process) {
        ProcessConfig config = process.config();
        List<Setting> keys = new ArrayList<>();
        add(keys, "command", config.command());
        add(keys, "directory", config.directory() == null ? "" : config.directory());
        add(keys, "user", config.user() == null ? "" : "uid " + config.user().uid());
        add(keys, "umask", config.umask().isEmpty() ? "" : octal(config.umask().getAsInt()));
        add(keys, "priority", config.priority());
        add(keys, "autostart", config.autostart());
        add(keys, "autorestart", autorestart(config));
        add(keys, "startsecs", config.startsecs());
        add(keys, "startretries", config.startretries());
        add(keys, "exitcodes", joined(config.exitcodes()));
        add(keys, "stopsignal", Signal.name(config.stopsignal()));
        add(keys, "stopwaitsecs", config.stopwaitsecs());
        add(keys, "stopasgroup", config.stopasgroup());
        add(keys, "killasgroup", config.killasgroup());
        add(keys, "redirect_stderr", config.redirectStderr());
        addOutput(keys, "stdout", config.stdout(), process.stdoutLogfile());
        if (!config.redirectStderr()) {
            addOutput(keys, "stderr", config.stderr(), process.stderrLogfile());
        }
        return keys;
    }

    private static void addOutput(List<Setting> keys, String channel, OutputConfig output, String path) {
        boolean automatic = output.logfile() instanceof LogTarget.Auto;
        add(keys, channel + "_logfile", path.isEmpty() ? "NONE" : path + (automatic ? " (AUTO)" : ""));
        if (!path.isEmpty()) {
            add(keys, channel + "_logfile_maxbytes", output.maxbytes());
            add(keys, channel + "_logfile_backups", output.backups());
            addAccess(keys, channel, output.access());
            add(keys, channel + "_logfile_format", output.format().name().toLowerCase(Locale.ROOT));
        }
        add(keys, channel + "_capture_maxbytes", output.captureMaxbytes());
        add(keys, channel + "_events_enabled", output.eventsEnabled());
        add(keys, channel + "_syslog", output.syslog());
    }

    private static void addAccess(List<Setting> keys, String channel, FileAccess access) {
        if (access.mode() != FileAccess.ANY) {
            add(keys, channel + "_logfile_mode", octal(access.mode()));
        }
        if (access.uid() != FileAccess.ANY) {
            add(keys, channel + "_logfile_owner", "uid " + access.uid() + ", gid " + access.gid());
        }
    }

    private static String octal(int bits) {
        return String.format(Locale.ROOT, "%03o", bits);
    }

    private static void add(List<Setting> keys, String key, Object value) {
        keys.add(new Setting(key, value.toString()));
    }

    private static String joined(List<Integer> numbers) {
        StringBuilder out = new StringBuilder();
        numbers.forEach(number -> out.append(out.isEmpty() ? "" : ",").append(number));
        return out.toString();
    }

    private static String autorestart(ProcessConfig config) {
        return switch (config.autorestart()) {
            case NEVER -> "false";
            case UNEXPECTED -> "unexpected";
            case ALWAYS -> "true";
        };
    }
}

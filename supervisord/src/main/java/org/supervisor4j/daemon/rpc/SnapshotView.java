package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.config.LogTarget;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.process.NextStart;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RestartState;

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
        return new Look(snapshot.mood(), new ProcessList(snapshot, now, nowNanos), asides(snapshot));
    }

    @Override
    public Map<String, Aside> asides() {
        return asides(supervisor.snapshot());
    }

    private Map<String, Aside> asides(Snapshot snapshot) {
        Map<String, Aside> asides = new HashMap<>();
        for (ProcessSnapshot process : snapshot.processes()) {
            Verdict verdict = process.health().verdict();
            NextStart next = process.next();
            boolean comes = next.isStoppable() || !process.waiting().isEmpty();
            // Not the moment that the original, too, has them wait.
            boolean isCounted = next.at() != Phase.NEVER && (comes || process.state() == ProcessState.BACKOFF);
            if (comes || isCounted || verdict != Verdict.NONE) {
                asides.put(
                        Namespec.of(process.group(), process.name()),
                        new Aside(
                                verdict == Verdict.NONE ? "" : verdict.word(),
                                comes,
                                isCounted ? secondOf(next.at()) : 0));
            }
        }
        return asides;
    }

    /** The next whole second of the time of day, so that whoever counts down to it has done so when it comes. */
    private long secondOf(long nanos) {
        long now = supervisor.context().loop().now();
        long left = nanos <= now ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos - now);
        return Math.floorDiv(supervisor.context().wallClock().millis() + left + 999, 1000);
    }

    @Override
    public void whenChanged(Runnable observer) {
        supervisor.whenPublished(observer);
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

    @Override
    public Optional<RestartState> restart(String namespec) {
        Namespec name = Namespec.parse(namespec);
        String process = name.process();
        return process == null
                ? Optional.empty()
                : supervisor.snapshot().process(name.group(), process).map(found -> new RestartDescription(supervisor)
                        .of(found));
    }

    private static List<Setting> environment(ProcessConfig config) {
        return config.launch().environment().entrySet().stream()
                .map(variable -> new Setting(variable.getKey(), variable.getValue()))
                .toList();
    }

    private static List<Setting> keys(ProcessSnapshot process) {
        ProcessConfig config = process.config();
        List<Setting> keys = new ArrayList<>();
        ProcessConfig.page().forEach(key -> add(keys, key, config, ""));
        ProcessConfig.STDOUT.page().forEach(key -> add(keys, key, config, process.stdoutLogfile()));
        if (!config.redirectStderr()) {
            ProcessConfig.STDERR.page().forEach(key -> add(keys, key, config, process.stderrLogfile()));
        }
        return keys;
    }

    /** @param path of the log that the key is about; empty for none */
    private static void add(List<Setting> keys, Key<?> key, ProcessConfig config, String path) {
        Shown shown = key.shown();
        if (shown == Shown.AS_PATH) {
            boolean automatic = key.of(config) instanceof LogTarget.Auto;
            keys.add(new Setting(key.key(), path.isEmpty() ? "NONE" : path + (automatic ? " (AUTO)" : "")));
        } else if (shown == Shown.IF_OTHER
                && !key.text(config).equals(Objects.requireNonNullElse(key.fallback(), ""))) {
            keys.add(new Setting(key.key(), key.text(config)));
        } else if (shown == Shown.ALWAYS || (shown == Shown.WITH_FILE && !path.isEmpty())) {
            keys.add(new Setting(key.key(), key.text(config)));
        }
    }
}

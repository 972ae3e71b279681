package org.supervisor4j.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Namespec;

/** Finds the logs that clients follow. */
final class SnapshotLogs implements LogLocator {
    private final Supervisor supervisor;

    SnapshotLogs(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public Optional<Path> processLog(Namespec name, ChannelName channel) {
        String process = name.process();
        if (process == null) {
            return Optional.empty();
        }
        return supervisor
                .snapshot()
                .process(name.group(), process)
                .map(found -> channel == ChannelName.STDOUT ? found.stdoutLogfile() : found.stderrLogfile())
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    @Override
    public Optional<Path> mainLog() {
        String path = supervisor.context().settings().daemon().logfile();
        return path.equals("syslog") ? Optional.empty() : Optional.of(Path.of(path));
    }
}

package org.supervisor4j.daemon.supervisor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/** Keeps every line as {@code LEVL message}. */
public final class RecordingLog implements ActivityLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile LogLevel belowAll = LogLevel.DEBUG;

    /** From now on debug lines are wanted, too: those that are expensive are not made before. */
    public void mirrorOutput() {
        belowAll = LogLevel.BLATHER;
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return level.number() > belowAll.number();
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level.word() + " " + message);
    }

    public List<String> lines() {
        return lines;
    }
}

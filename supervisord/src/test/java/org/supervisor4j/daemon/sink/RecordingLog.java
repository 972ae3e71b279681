package org.supervisor4j.daemon.sink;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/** Keeps what was logged, as {@code LEVL message}. */
public final class RecordingLog implements ActivityLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public boolean isEnabled(LogLevel level) {
        return true;
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level.word() + " " + message);
    }

    public List<String> lines() {
        return lines;
    }
}

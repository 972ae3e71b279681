package org.supervisor4j.daemon.supervisor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/** Keeps every line as {@code LEVL message}. */
final class RecordingLog implements ActivityLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public boolean isEnabled(LogLevel level) {
        return level.number() > LogLevel.DEBUG.number();
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level.word() + " " + message);
    }

    List<String> lines() {
        return lines;
    }
}

package org.supervisor4j.daemon.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/** Keeps the lines, each behind its level's word. */
final class RecordingLog implements ActivityLog {
    final List<String> lines = new CopyOnWriteArrayList<>();

    /** Whether it takes what is traced, too. */
    volatile boolean traces = true;

    @Override
    public boolean isEnabled(LogLevel level) {
        return traces || level != LogLevel.TRACE;
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level.word() + " " + message);
    }
}

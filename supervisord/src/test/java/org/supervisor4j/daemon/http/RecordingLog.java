package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/** Keeps the lines, each behind its level's word. */
public final class RecordingLog implements ActivityLog {
    public final List<String> lines = new CopyOnWriteArrayList<>();

    /** Whether it takes what is traced, too. */
    volatile boolean traces = true;

    /** Waits for a line: of a request that was answered, it comes behind the answer. */
    public void awaitLine(String regex) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (lines.stream().noneMatch(line -> line.matches(regex))) {
            assertThat(System.nanoTime())
                    .as("no line like %s in %s", regex, lines)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public boolean isEnabled(LogLevel level) {
        return traces || level != LogLevel.TRACE;
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level.word() + " " + message);
    }
}

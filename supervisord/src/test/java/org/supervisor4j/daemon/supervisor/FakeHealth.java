package org.supervisor4j.daemon.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.NotifyMessage;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.health.probing.HealthMonitor;
import org.supervisor4j.daemon.health.probing.ProbeAnswer;
import org.supervisor4j.daemon.health.probing.RunObserver;
import org.supervisor4j.daemon.health.probing.WatchOrder;
import org.supervisor4j.daemon.health.probing.WatchedRun;

/** Watches nothing: the test says what was found out. */
public final class FakeHealth implements HealthMonitor {
    private final Map<String, Run> runs = new HashMap<>();
    private int open;

    /** One run. */
    public final class Run implements WatchedRun {
        public final WatchOrder order;
        private final RunObserver observer;
        private boolean isClosed;
        private @Nullable ProbeAnswer answer;

        private Run(WatchOrder order, RunObserver observer) {
            this.order = order;
            this.observer = observer;
        }

        @Override
        public Map<String, String> environment() {
            return order.ready() instanceof Ready.Notify ? Map.of("NOTIFY_SOCKET", "@fake") : Map.of();
        }

        @Override
        public int readyDescriptor() {
            return order.ready() instanceof Ready.Descriptor ? 99 : NONE;
        }

        @Override
        public void spawned(int pid) {}

        @Override
        public void readyByLog() {
            ready();
        }

        @Override
        public @Nullable ProbeAnswer lastAnswer() {
            return answer;
        }

        @Override
        public void close() {
            if (isClosed) {
                throw new AssertionError("closed twice");
            }
            isClosed = true;
            open--;
        }

        public boolean isClosed() {
            return isClosed;
        }

        public void ready() {
            observer.ready();
        }

        public void says(String message) {
            observer.notified(NotifyMessage.parse(message.getBytes(StandardCharsets.UTF_8)));
        }

        public void judged(Verdict verdict, String text) {
            answer = new ProbeAnswer(verdict == Verdict.HEALTHY, text, 0, 0);
            observer.judged(verdict);
        }
    }

    @Override
    public WatchedRun open(WatchOrder order, RunObserver observer) {
        Run run = new Run(order, observer);
        runs.put(order.name(), run);
        open++;
        return run;
    }

    @Override
    public boolean reaped(int pid, int exitCode, String ending) {
        return false;
    }

    /** The present run, or the last one. */
    public Run of(String process) {
        return Objects.requireNonNull(runs.get(process), process);
    }

    /** How many runs are watched. */
    public int open() {
        return open;
    }
}

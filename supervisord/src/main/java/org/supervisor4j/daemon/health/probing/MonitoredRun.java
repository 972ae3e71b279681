package org.supervisor4j.daemon.health.probing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.HealthCheck;
import org.supervisor4j.daemon.health.HealthTally;
import org.supervisor4j.daemon.health.NotifyMessage;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.NotifySocket;
import org.supervisor4j.daemon.os.OsException;

/**
 * One run that is watched. What is called by others is called on the control loop; the rest happens on the loop of the
 * {@link Prober}.
 */
final class MonitoredRun implements WatchedRun {
    /** How often it is looked whether a program is ready: soon at first, then each second. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);

    private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

    private final Prober prober;
    private final WatchOrder order;
    private final RunObserver observer;
    private final Probes probes;
    private final @Nullable NotifyEar ear;
    private final @Nullable Pipe pipe;
    private final Loop.Timer watchdogTimer;

    /** On the control loop. */
    private boolean isClosed;

    private boolean isChildsEndOpen;

    private volatile @Nullable ProbeAnswer lastAnswer;

    // From here on: on the loop of the prober.
    private @Nullable ProbeCycle looking;
    private @Nullable ProbeCycle checking;
    private @Nullable HealthTally checks;
    private @Nullable HealthTally watchdog;
    private Verdict verdict = Verdict.STARTING;
    private long watchdogNanos;
    private long pause = FIRST_LOOK.toNanos();
    private boolean isReady;
    private boolean isOver;
    private boolean isPipeWatched;

    MonitoredRun(Prober prober, WatchOrder order, RunObserver observer) throws OsException {
        this.prober = prober;
        this.order = order;
        this.observer = observer;
        probes = new Probes(prober, order);
        watchdogNanos = order.watchdog().toNanos();
        watchdogTimer = prober.timer("watchdog", this::missed);
        NotifySocket socket = order.hears() ? prober.system.sockets().open() : null;
        ear = socket == null ? null : new NotifyEar(prober, socket, order.name(), order.uid(), this::heard);
        try {
            pipe = order.ready() instanceof Ready.Descriptor ? openPipe() : null;
        } catch (OsException refused) {
            if (socket != null) {
                socket.close();
            }
            throw refused;
        }
        isChildsEndOpen = pipe != null;
    }

    private Pipe openPipe() throws OsException {
        Pipe opened = descriptors().pipe();
        descriptors().setNonBlocking(opened.readEnd());
        return opened;
    }

    private Descriptors descriptors() {
        return prober.system.descriptors();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (ear != null) {
            variables.put("NOTIFY_SOCKET", ear.address());
        }
        if (!order.watchdog().isZero()) {
            variables.put(
                    "WATCHDOG_USEC",
                    Long.toString(TimeUnit.NANOSECONDS.toMicros(order.watchdog().toNanos())));
        }
        return variables;
    }

    @Override
    public int readyDescriptor() {
        return pipe == null ? NONE : pipe.writeEnd();
    }

    @Override
    public void spawned(int pid) {
        closeChildsEnd();
        prober.post("a run's begin", () -> begin(pid));
    }

    private void closeChildsEnd() {
        if (pipe != null && isChildsEndOpen) {
            isChildsEndOpen = false;
            descriptors().close(pipe.writeEnd());
        }
    }

    @Override
    public void readyByLog() {
        prober.post("a line of a log", this::becomeReady);
    }

    @Override
    public @Nullable ProbeAnswer lastAnswer() {
        return lastAnswer;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            closeChildsEnd();
            prober.post("a run's end", this::end);
        }
    }

    private void tell(Runnable news) {
        prober.control.post("news of " + order.name(), () -> {
            if (!isClosed) {
                news.run();
            }
        });
    }

    private void begin(int pid) {
        if (ear != null) {
            ear.listen(pid);
        }
        Ready ready = order.ready();
        if (ready == null) {
            isReady = true;
            beginChecks();
        } else if (ready instanceof Ready.Asked asked) {
            ProbeCycle.Launcher launcher =
                    probes.launcher(asked.probe(), order.timeout().toNanos(), order.expect(), null, order.header());
            looking = new ProbeCycle(prober, order.timeout(), launcher, this::looked);
            looking.begin(FIRST_LOOK.toNanos());
        } else if (pipe != null) {
            try {
                prober.watch(pipe.readEnd(), true, false, this::readPipe);
                isPipeWatched = true;
            } catch (OsException unwatchable) {
                prober.system.log().error(order.name() + ": " + unwatchable.getMessage());
            }
        }
    }

    private void looked(ProbeAnswer answer) {
        lastAnswer = answer;
        ProbeCycle cycle = looking;
        if (answer.good()) {
            becomeReady();
        } else if (cycle != null) {
            pause = Math.min(2 * pause, LAST_PAUSE.toNanos());
            cycle.again(answer, pause);
        }
    }

    private void readPipe() {
        if (pipe == null) {
            return;
        }
        var buffer = prober.scratch();
        int count;
        try {
            count = descriptors().read(pipe.readEnd(), buffer);
        } catch (OsException broken) {
            count = 0;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (buffer.get() == '\n') {
                becomeReady();
                return;
            }
        }
        if (count == 0) {
            unwatchPipe();
        }
    }

    private void unwatchPipe() {
        if (pipe != null && isPipeWatched) {
            isPipeWatched = false;
            prober.unwatch(pipe.readEnd());
        }
    }

    private void becomeReady() {
        if (isReady || isOver) {
            return;
        }
        isReady = true;
        unwatchPipe();
        if (looking != null) {
            looking.close();
            looking = null;
        }
        tell(observer::ready);
        beginChecks();
    }

    private void beginChecks() {
        HealthCheck check = order.check();
        long now = prober.now();
        if (watchdogNanos > 0) {
            watchdog = HealthTally.begin(now);
            watchdogTimer.set(now + watchdogNanos);
        }
        if (check == null || check.probe() instanceof Probe.Watchdog) {
            return;
        }
        checks = HealthTally.begin(now);
        ProbeCycle.Launcher launcher =
                probes.launcher(check.probe(), check.timeout().toNanos(), check.expect(), check.body(), check.header());
        ProbeCycle cycle = new ProbeCycle(prober, check.timeout(), launcher, answer -> checked(check, answer));
        checking = cycle;
        // A thousand that start together are not asked together.
        cycle.begin((long) (Math.min(check.interval().toNanos(), LAST_PAUSE.toNanos()) * prober.random(0.3, 1)));
    }

    private void checked(HealthCheck check, ProbeAnswer answer) {
        lastAnswer = answer;
        HealthTally before = checks;
        ProbeCycle cycle = checking;
        if (before == null || cycle == null) {
            return;
        }
        HealthTally after = before.after(answer.good(), check, answer.at());
        checks = after;
        // While a failure does not count, a look is worth more than patience.
        boolean early = after.verdict() == Verdict.STARTING
                && answer.at() - after.startedAt() < check.startPeriod().toNanos();
        long interval = check.interval().toNanos();
        cycle.again(answer, (long)
                ((early ? Math.min(interval, LAST_PAUSE.toNanos()) : interval) * prober.random(0.95, 1.05)));
        judge();
    }

    private void missed() {
        long now = prober.now();
        lastAnswer = new ProbeAnswer(
                false, "no WATCHDOG=1 within " + TimeUnit.NANOSECONDS.toMillis(watchdogNanos) + " ms", now, 0);
        watchdogTimer.set(now + watchdogNanos);
        barked(false);
    }

    /** @param alive whether it has said that it lives; else it has not, or has said that something is wrong */
    private void barked(boolean alive) {
        HealthTally before = watchdog;
        if (before == null) {
            return;
        }
        HealthCheck check = order.check();
        Duration grace = check == null ? Duration.ZERO : check.startPeriod();
        boolean forgiven =
                !alive && before.verdict() == Verdict.STARTING && prober.now() - before.startedAt() < grace.toNanos();
        Verdict verdictOfIt = alive ? Verdict.HEALTHY : forgiven ? Verdict.STARTING : Verdict.UNHEALTHY;
        watchdog = new HealthTally(verdictOfIt, before.startedAt(), 0, 0);
        judge();
    }

    /** All who have an opinion must find it healthy; one is enough for the opposite. */
    private void judge() {
        Verdict one = checks == null ? Verdict.HEALTHY : checks.verdict();
        Verdict other = watchdog == null ? Verdict.HEALTHY : watchdog.verdict();
        Verdict now = one == Verdict.UNHEALTHY || other == Verdict.UNHEALTHY
                ? Verdict.UNHEALTHY
                : one == Verdict.HEALTHY && other == Verdict.HEALTHY ? Verdict.HEALTHY : verdict;
        if (now != verdict) {
            verdict = now;
            tell(() -> observer.judged(now));
        }
    }

    private void heard(NotifyMessage message, Runnable dealtWith) {
        prober.control.post("message of " + order.name(), () -> {
            if (!isClosed) {
                observer.notified(message);
            }
            dealtWith.run();
        });
        if (message.ready() && order.ready() instanceof Ready.Notify) {
            becomeReady();
        }
        if (message.watchdogMicros() > 0) {
            watchdogNanos = TimeUnit.MICROSECONDS.toNanos(message.watchdogMicros());
            if (isReady && watchdog == null) {
                watchdog = HealthTally.begin(prober.now());
            }
        }
        if (message.alive() || message.watchdogMicros() > 0) {
            if (isReady && watchdogNanos > 0) {
                watchdogTimer.set(prober.now() + watchdogNanos);
            }
        }
        if (message.trigger()) {
            lastAnswer = new ProbeAnswer(false, "it has said WATCHDOG=trigger", prober.now(), 0);
            barked(false);
        } else if (message.alive()) {
            lastAnswer = new ProbeAnswer(true, "WATCHDOG=1", prober.now(), 0);
            barked(true);
        }
    }

    private void end() {
        isOver = true;
        watchdogTimer.clear();
        if (looking != null) {
            looking.close();
        }
        if (checking != null) {
            checking.close();
        }
        if (ear != null) {
            ear.close();
        }
        unwatchPipe();
        if (pipe != null) {
            descriptors().close(pipe.readEnd());
        }
    }
}

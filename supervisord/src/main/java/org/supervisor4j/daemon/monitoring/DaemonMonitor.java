package org.supervisor4j.daemon.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.monitoring.ProbeReport.Failing;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

/**
 * Answers from the published snapshot, and from what the control loop notes of its turns: it is never asked itself. Any
 * thread.
 */
public final class DaemonMonitor implements Monitor {
    /** How long a turn of the control loop may take. */
    static final long LONGEST_TURN = TimeUnit.SECONDS.toNanos(5);

    private static final String DAEMON = "supervisord";

    private final Supervisor supervisor;
    private final Predicate<ProcessSnapshot> essential;
    private final LongAdder lostBytes;
    private final Map<String, String> build;
    private final UsageMeter usage;
    private final LoopLag lag;
    private final CallMeter calls = new CallMeter();

    /**
     * @param essential whether the daemon is no good without the process
     * @param lostBytes what logs could not take
     * @param build what is to be said of this program, by labels
     */
    public DaemonMonitor(
            Supervisor supervisor,
            Predicate<ProcessSnapshot> essential,
            ProcessTable processes,
            LongAdder lostBytes,
            Map<String, String> build) {
        this.supervisor = supervisor;
        this.essential = essential;
        this.lostBytes = lostBytes;
        this.build = Map.copyOf(build);
        EventLoop loop = supervisor.context().loop();
        usage = new UsageMeter(processes, loop::now);
        lag = new LoopLag(loop);
    }

    @Override
    public byte[] metrics(boolean openMetrics) {
        EventLoop loop = supervisor.context().loop();
        Numbers numbers = new Numbers(
                supervisor.snapshot(),
                usage.last(),
                calls,
                loop.now(),
                loop.meter().turns(),
                loop.meter().busyNanos(),
                lag.nanos(),
                lostBytes.sum(),
                build);
        return new PrometheusPage(numbers, openMetrics).write();
    }

    @Override
    public String metricsType(boolean openMetrics) {
        return PrometheusPage.contentType(openMetrics);
    }

    @Override
    public void measure() {
        Set<Integer> pids = new HashSet<>();
        for (ProcessSnapshot process : supervisor.snapshot().processes()) {
            if (process.pid() != 0) {
                pids.add(process.pid());
            }
        }
        usage.measure(pids);
    }

    @Override
    public CallMeter calls() {
        return calls;
    }

    @Override
    public ProbeReport alive() {
        List<Failing> failing = new ArrayList<>();
        EventLoop loop = supervisor.context().loop();
        long busy = loop.meter().busyFor(loop.now());
        if (busy > LONGEST_TURN) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(busy);
            failing.add(new Failing(DAEMON, "its control loop has not turned for " + seconds + " seconds"));
        }
        for (ProcessSnapshot process : supervisor.snapshot().processes()) {
            if (process.state() == ProcessState.FATAL && essential.test(process)) {
                failing.add(new Failing(name(process), ProcessState.FATAL + ", and essential"));
            }
        }
        return new ProbeReport(failing);
    }

    @Override
    public ProbeReport ready() {
        Snapshot snapshot = supervisor.snapshot();
        List<Failing> failing = new ArrayList<>();
        if (snapshot.mood() != SupervisorState.RUNNING) {
            failing.add(new Failing(DAEMON, snapshot.mood().name()));
        }
        for (ProcessSnapshot process : snapshot.processes()) {
            if (process.config().policy().autostart()) {
                look(process, failing);
            }
        }
        return new ProbeReport(failing);
    }

    @Override
    public Optional<ProbeReport> ready(List<String> names) {
        Snapshot snapshot = supervisor.snapshot();
        List<Failing> failing = new ArrayList<>();
        for (String name : names) {
            List<ProcessSnapshot> named = named(name, snapshot);
            if (named.isEmpty()) {
                return Optional.empty();
            }
            named.forEach(process -> look(process, failing));
        }
        return Optional.of(new ProbeReport(failing));
    }

    /** A group's name alone stands for all of the group. */
    private static List<ProcessSnapshot> named(String name, Snapshot snapshot) {
        Namespec parsed = Namespec.parse(name);
        boolean wholeGroup = parsed.process() == null || !name.contains(":");
        return snapshot.processes().stream()
                .filter(process -> process.group().equals(parsed.group())
                        && (wholeGroup || process.name().equals(parsed.process())))
                .toList();
    }

    private static void look(ProcessSnapshot process, List<Failing> failing) {
        String why = obstacle(process);
        if (!why.isEmpty()) {
            failing.add(new Failing(name(process), why));
        }
    }

    /** Whether it does what it is there for, or has done it. */
    public static boolean isReady(ProcessSnapshot process) {
        return obstacle(process).isEmpty();
    }

    /** Empty if it is ready. */
    private static String obstacle(ProcessSnapshot process) {
        Verdict verdict = process.health().verdict();
        return switch (process.state()) {
            case RUNNING ->
                switch (verdict) {
                    case NONE, HEALTHY -> "";
                    case STARTING -> "RUNNING, not known to be healthy";
                    case UNHEALTHY -> "RUNNING, unhealthy";
                };
            case EXITED -> hasCompleted(process) ? "" : process.state().name();
            case STOPPED ->
                process.waiting().isEmpty()
                        ? process.state().name()
                        : process.state().name() + ", waits for " + process.waiting();
            case STARTING, BACKOFF, STOPPING, FATAL, UNKNOWN -> process.state().name();
        };
    }

    /** Whether its exit was expected, and it does not come back by itself. */
    private static boolean hasCompleted(ProcessSnapshot process) {
        return process.config().policy().exitcodes().contains(process.exitstatus())
                && process.next().at() == Phase.NEVER
                && !process.next().waitsForBudget();
    }

    private static String name(ProcessSnapshot process) {
        return Namespec.of(process.group(), process.name());
    }
}

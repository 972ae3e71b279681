package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.RestartBudget;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.PhaseMatrix;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.supervisor.SimulatedChild.Manners;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Signal;
import org.supervisor4j.model.SupervisorState;

/**
 * What must be true of processes, whatever happens: by what is announced of them, by what is done to their children,
 * and by what the snapshot shows.
 */
final class ProcessRules {
    private static final Set<PhaseMatrix.Step> STEPS = PhaseMatrix.steps();
    /** SIGKILL is not repeated faster. */
    private static final long LEAST_PAUSE = Phase.SECOND / 10;

    private final SimulationTrace trace;
    private final LoopHarness harness;
    private final EndRules ends;
    private final Map<String, Known> processes = new LinkedHashMap<>();
    /** How often each name has come to each state. */
    private final Map<String, Map<ProcessState, Integer>> reached = new HashMap<>();

    private final IdentityHashMap<ProcessGroup, RestartWaits.Starts> budgets = new IdentityHashMap<>();
    private long decisions;
    private boolean isStarved;
    /** What may have been asked for since the loop slept. */
    private final Set<String> startsRequested = new HashSet<>();

    private final Set<String> stopsRequested = new HashSet<>();
    /** The same object as long as no process has come or gone. */
    private List<GroupConfig> seenGroups = List.of();

    /** Children whose processes were removed while nobody could say what they did. */
    private final Set<Integer> orphans = new HashSet<>();

    /** What is known of one process. */
    private static final class Known {
        private final Subprocess bearer;
        private final String group;
        private final ProcessConfig config;
        private final String name;
        private ProcessState state = ProcessState.STOPPED;
        private ProcessState before = ProcessState.STOPPED;
        /** Of the last change, in monotonic nanoseconds. */
        private long since;

        private boolean neverStarted = true;
        private int failures;
        private final RestartWaits waits;
        /** Whether it was stopped so that it is started anew. */
        private boolean isReplaced;

        /** Whether somebody may have asked it to stay down. */
        private boolean mayStayDown;

        private boolean endedAsExpected;
        /** How the child of its last start ended; null if it has not, or there was none. */
        private @Nullable Integer lastCode;

        private int exitCode;
        /** The turn in which its last start was decided upon, and which of all starts it was. */
        private long decidedIn;

        private long decided;
        private @Nullable SimulatedChild child;
        /** When the present child's last end began: by its stop signal, or by SIGKILL. */
        private long lastKill;

        /** When the present child was asked to end. */
        private long lastAsked;

        /** When it was last sent SIGKILL. */
        private long killedAt;

        private boolean stopSignalled;

        private Known(Subprocess bearer) {
            this.bearer = bearer;
            group = bearer.group();
            config = bearer.config();
            name = bearer.namespec();
            waits = new RestartWaits(config.policy().again());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    ProcessRules(SimulationTrace trace, LoopHarness harness, EndRules ends) {
        this.trace = trace;
        this.harness = harness;
        this.ends = ends;
    }

    private long now() {
        return harness.clock.nanos();
    }

    private boolean isUp() {
        return harness.supervisor.mood() == SupervisorState.RUNNING;
    }

    /** Who bears the name now. */
    private Known known(String group, String process) {
        Subprocess bearer = harness.supervisor
                .process(group, process)
                .orElseThrow(() -> trace.breach(Namespec.of(group, process) + " is nobody's process"));
        Known known = processes.get(bearer.namespec());
        if (known == null || known.bearer != bearer) {
            forget(known);
            known = new Known(bearer);
            processes.put(bearer.namespec(), known);
        }
        return known;
    }

    private void forget(@Nullable Known removed) {
        if (removed != null) {
            trace.must(removed.state.isStopped(), "%s was removed while %s", removed, removed.state);
            if (removed.child != null) {
                orphans.add(removed.child.pid);
            }
        }
    }

    /** Processes may have come and gone. */
    void look() {
        processes.values().removeIf(known -> {
            boolean isGone = harness.supervisor
                    .process(known.group, known.config.name())
                    .filter(bearer -> bearer == known.bearer)
                    .isEmpty();
            if (isGone) {
                forget(known);
            }
            return isGone;
        });
        harness.supervisor.groups().forEach(group -> group.processes()
                .forEach(process -> known(process.group(), process.name())));
    }

    /** How often the process has come to one of these states. */
    int reached(String namespec, ProcessState... states) {
        Map<ProcessState, Integer> counts = reached.getOrDefault(namespec, Map.of());
        return Stream.of(states)
                .mapToInt(state -> counts.getOrDefault(state, 0))
                .sum();
    }

    /** The same, but that it is STOPPING now is for later. */
    int reachedBefore(String namespec, ProcessState... states) {
        Known known = processes.get(namespec);
        boolean isStopping = known != null && known.state == ProcessState.STOPPING;
        return reached(namespec, states) - (isStopping && List.of(states).contains(ProcessState.STOPPING) ? 1 : 0);
    }

    boolean isDown(String namespec) {
        Known known = processes.get(namespec);
        return known != null && known.state.isStopped();
    }

    List<String> names() {
        return List.copyOf(processes.keySet());
    }

    /** The names of those that have stopped. */
    List<String> stopped() {
        return processes.values().stream()
                .filter(known -> known.state.isStopped())
                .map(Known::toString)
                .toList();
    }

    /** Somebody asks for the start of all whose names begin so. */
    void startRequested(String prefix) {
        startsRequested.add(prefix);
    }

    /** Somebody asks for the stop of all whose names begin so. */
    void stopRequested(String prefix) {
        stopsRequested.add(prefix);
        processes.values().stream()
                .filter(known -> known.toString().startsWith(prefix))
                .forEach(known -> known.mayStayDown = true);
    }

    private static boolean isAnyOf(Set<String> prefixes, Known known) {
        return prefixes.stream().anyMatch(known.toString()::startsWith);
    }

    /** A child has come into being. */
    SimulatedChild spawned(int pid, String group, String process, Manners manners) {
        Known known = known(group, process);
        trace.must(known.state == ProcessState.STARTING, "%s got a child while %s", known, known.state);
        trace.must(known.child == null, "%s got a second child beside %s", known, known.child);
        for (Known other : processes.values()) {
            boolean isDue = other.state == ProcessState.STARTING && other.child == null;
            trace.must(
                    !isDue || other.decidedIn != known.decidedIn || other.decided >= known.decided,
                    "%s is launched before %s, whose turn it was",
                    known,
                    other);
        }
        SimulatedChild child = new SimulatedChild(pid, group, known.config, now(), manners);
        known.child = child;
        known.stopSignalled = false;
        return child;
    }

    /** There was no descriptor for what is being started. */
    void starved() {
        isStarved = true;
    }

    /** A child is to get a signal. */
    void signalled(SimulatedChild child, int target, int signal) {
        if (orphans.contains(child.pid)) {
            throw trace.breach("signal to " + child + ", whose process was removed");
        }
        Known known = known(child.group, child.config.name());
        trace.must(known.child == child, "signal to %s, which is no more %s", child, known);
        if (signal == Signal.SIGKILL) {
            long pause = known.stopSignalled ? stopwait(known) : Long.MAX_VALUE;
            trace.must(known.state == ProcessState.STOPPING, "SIGKILL for %s while %s", known, known.state);
            trace.must(
                    now() - known.lastKill >= pause || now() == known.killedAt || ends.isKilling(),
                    "SIGKILL for %s %d ns after its last signal, stopwaitsecs is %d",
                    known,
                    now() - known.lastKill,
                    known.config.policy().stopwaitsecs());
            mustReach(known, target, known.config.policy().killasgroup());
            known.lastKill = now();
            known.killedAt = now();
        } else if (signal == known.config.policy().stopsignal()
                && known.state == ProcessState.STOPPING
                && !known.stopSignalled) {
            mustReach(known, target, known.config.policy().stopasgroup());
            known.stopSignalled = true;
        }
    }

    private void mustReach(Known known, int target, boolean asGroup) {
        // Where it has left its group, and where the group is said to be gone, the child gets it alone.
        trace.must(asGroup || target > 0, "the group of %s is signalled, not asked for", known);
    }

    private static long stopwait(Known known) {
        return known.config.policy().stopwaitsecs() * Phase.SECOND;
    }

    /** Something has been announced. */
    void announced(EventType type, String payload) {
        boolean isChange = type.isA(EventType.PROCESS_STATE);
        if (isChange || type.isA(EventType.PROCESS_LOG)) {
            lookAgain(field(payload, "groupname"), field(payload, "processname"));
        }
        int pid = number(payload, "pid");
        if (orphans.contains(pid)) {
            trace.answer(payload + " (removed before)");
        } else if (isChange) {
            changed(ProcessState.valueOf(type.name().substring("PROCESS_STATE_".length())), payload);
        } else if (type.isA(EventType.PROCESS_LOG)) {
            logged(payload);
        }
    }

    /** Where the name has gone to another, who had it before is not asked any more. */
    private void lookAgain(String group, String process) {
        Known known = processes.get(Namespec.of(group, process));
        Subprocess bearer = harness.supervisor.process(group, process).orElse(null);
        if (known != null && known.bearer != bearer) {
            look();
        }
    }

    private static String field(String payload, String name) {
        int from = payload.indexOf(name + ":");
        if (from < 0) {
            return "";
        }
        int begin = from + name.length() + 1;
        int end = begin;
        while (end < payload.length() && payload.charAt(end) != ' ' && payload.charAt(end) != '\n') {
            end++;
        }
        return payload.substring(begin, end);
    }

    private static int number(String payload, String name) {
        String text = field(payload, name);
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }

    private void logged(String payload) {
        int pid = number(payload, "pid");
        Known known = known(field(payload, "groupname"), field(payload, "processname"));
        SimulatedChild child = known.child;
        if (child == null || child.pid != pid) {
            throw trace.breach(known + " is said to have written something as " + pid + ", its child is " + child);
        }
        child.heard(
                field(payload, "channel").equals("stderr") ? Channel.STDERR : Channel.STDOUT,
                payload.substring(payload.indexOf('\n') + 1));
    }

    private void changed(ProcessState to, String payload) {
        int pid = number(payload, "pid");
        ProcessState from = ProcessState.valueOf(field(payload, "from_state"));
        Known known = known(field(payload, "groupname"), field(payload, "processname"));
        trace.answer(known + " " + from + " -> " + to);
        trace.must(from == known.state, "%s is said to come from %s, it was %s", known, from, known.state);
        trace.must(STEPS.contains(new PhaseMatrix.Step(from, to)), "%s: no state leads from %s to %s", known, from, to);
        SimulatedChild child = known.child;
        trace.must(
                pid <= 0 || (child != null && child.pid == pid),
                "%s is said to be %d, its child is %s",
                known,
                pid,
                child);
        switch (to) {
            case STARTING -> starting(known, number(payload, "tries"));
            case RUNNING -> running(known);
            case BACKOFF -> backoff(known, number(payload, "tries"));
            case STOPPING -> stopping(known);
            case EXITED -> exited(known, number(payload, "expected") == 1);
            case FATAL -> fatal(known);
            case STOPPED -> stopped(known);
            case UNKNOWN ->
                trace.must(child != null && child.forbidden, "%s is UNKNOWN, and no signal was forbidden", known);
        }
        known.before = known.state;
        known.state = to;
        known.since = now();
        reached.computeIfAbsent(known.toString(), fresh -> new EnumMap<>(ProcessState.class))
                .merge(to, 1, Integer::sum);
    }

    private void starting(Known known, int tries) {
        trace.must(isUp(), "%s is started while the daemon ends", known);
        trace.must(known.child == null, "%s is started beside its child %s", known, known.child);
        trace.must(
                isAnyOf(startsRequested, known) || startsByItself(known, now()),
                "%s is started from %s, which nobody asked for",
                known,
                known.state);
        boolean mayBeAsked = isAnyOf(startsRequested, known);
        trace.must(
                tries == known.failures || (mayBeAsked && tries == 0 && known.waits.forgetsOnRequest()),
                "%s is at try %d, it should be %d",
                known,
                tries,
                known.failures);
        known.failures = tries;
        if (!known.neverStarted) {
            trace.must(
                    mayBeAsked || known.waits.allows(now()),
                    "%s is started by itself more often than %s allows",
                    known,
                    known.config.policy().again().limit());
            RestartWaits.Starts ofGroup = ofGroup(known);
            trace.must(
                    mayBeAsked || ofGroup.allows(now()),
                    "%s is started by itself, and its group has done so too often within its budget",
                    known);
            ofGroup.begun(now(), !mayBeAsked);
        }
        known.waits.begun(now(), mayBeAsked || known.neverStarted, !known.neverStarted);
        known.neverStarted = false;
        known.isReplaced = false;
        known.mayStayDown = false;
        known.decidedIn = trace.turns();
        known.decided = decisions++;
        known.lastCode = null;
        known.exitCode = 0;
    }

    /** What the budget of its group has seen; a group that is made anew begins anew. */
    private RestartWaits.Starts ofGroup(Known known) {
        ProcessGroup group = harness.supervisor.group(known.group).orElseThrow();
        return budgets.computeIfAbsent(
                group,
                fresh -> new RestartWaits.Starts(
                        group.budget().map(RestartBudget::rate).orElse(Rate.NONE)));
    }

    /** Whether it is for the daemon to start it, at this time. */
    private boolean startsByItself(Known known, long time) {
        return switch (known.state) {
            case STOPPED -> isFirst(known) || (known.isReplaced && time >= known.waits.earliest());
            case BACKOFF -> !isGivenUp(known) && time > known.waits.earliest();
            case EXITED -> isReplaced(known) && time >= known.waits.earliest();
            case FATAL -> known.waits.retriesFatal() && time >= known.waits.earliest();
            case STARTING, RUNNING, STOPPING, UNKNOWN -> false;
        };
    }

    private static boolean isFirst(Known known) {
        return known.neverStarted && known.config.policy().autostart();
    }

    private static boolean isGivenUp(Known known) {
        return known.failures > known.config.policy().startretries()
                && !known.config.policy().again().endless();
    }

    private static boolean isReplaced(Known known) {
        return known.before == ProcessState.RUNNING
                && (known.config.policy().restart() == Restart.ALWAYS
                        || (known.config.policy().restart() == Restart.UNEXPECTED && !known.endedAsExpected));
    }

    private void running(Known known) {
        SimulatedChild child = known.child;
        trace.must(child != null, "%s runs without a child", known);
        if (child != null) {
            trace.must(
                    now() - child.since >= known.config.policy().startsecs() * Phase.SECOND,
                    "%s counts as started after %d ns, startsecs is %d",
                    known,
                    now() - child.since,
                    known.config.policy().startsecs());
        }
        known.failures = 0;
    }

    private void backoff(Known known, int tries) {
        // What fails for want of descriptors does so in the moment in which one is refused.
        int failures = isStarved ? known.failures : known.failures + 1;
        trace.must(tries == failures, "%s failed %d times, not %d", known, failures, tries);
        known.failures = failures;
        if (isStarved) {
            known.waits.starved(now());
        } else if (known.child == null) {
            known.waits.failed(now(), failures, 0);
        } else {
            known.waits.failed(known.child.reapedAt, failures, known.child.reapedAt - known.child.since);
        }
        if (known.child != null) {
            gone(known);
        }
        if (!isStarved) {
            endedByItself(known, false, false);
        }
        isStarved = false;
    }

    private void fatal(Known known) {
        trace.must(
                !isUp() || isGivenUp(known) || known.waits.mayBeExceeded(now()),
                "%s is given up after %d failures, startretries is %d",
                known,
                known.failures,
                known.config.policy().startretries());
        endedByItself(known, false, true);
        known.failures = 0;
        known.waits.givenUp(now());
        known.mayStayDown = !isUp();
    }

    private void exited(Known known, boolean expected) {
        SimulatedChild child = known.child;
        gone(known);
        known.failures = 0;
        if (child != null) {
            known.waits.exited(child.reapedAt, child.reapedAt - child.since);
        }
        known.endedAsExpected = expected;
        known.exitCode = child == null ? 0 : child.exitCode();
        trace.must(
                child != null && child.endedAsExpected() == expected,
                "%s is said to have ended %s",
                known,
                expected ? "as expected" : "unexpectedly");
        if (known.state != ProcessState.UNKNOWN) {
            endedByItself(known, expected, false);
        }
    }

    private void endedByItself(Known known, boolean expected, boolean fatal) {
        int code = known.lastCode == null ? EndRules.NO_CHILD : known.lastCode;
        ends.ended(known.name, known.config.essential(), code, expected, fatal);
    }

    /** How the last child of a process ended, or that. */
    int lastCode(String namespec, int other) {
        Known known = processes.get(namespec);
        Integer code = known == null ? null : known.lastCode;
        if (known == null || code == null) {
            return other;
        }
        Subprocess bearer =
                harness.supervisor.process(known.group, known.config.name()).orElse(null);
        return bearer == known.bearer ? code : other;
    }

    /** Whether no program runs, nor will by itself. */
    boolean isAtRest() {
        return programs().allMatch(known -> known.state.isStopped() && !comesBack(known));
    }

    /** The same, as far as it is not known whether somebody wants one to stay down. */
    boolean mayBeAtRest() {
        return programs().allMatch(known -> known.state.isStopped() && (known.mayStayDown || !comesBack(known)));
    }

    private Stream<Known> programs() {
        return processes.values().stream().filter(known -> harness.supervisor
                .group(known.group)
                .orElseThrow()
                .pool()
                .isEmpty());
    }

    private static boolean comesBack(Known known) {
        return switch (known.state) {
            case STOPPED -> isFirst(known) || known.isReplaced;
            case EXITED -> isReplaced(known);
            case FATAL -> known.waits.retriesFatal();
            case STARTING, RUNNING, BACKOFF, STOPPING, UNKNOWN -> true;
        };
    }

    private void stopped(Known known) {
        SimulatedChild child = known.child;
        if (child != null) {
            gone(known);
            known.exitCode = child.exitCode();
            known.waits.replaced(child.reapedAt, known.lastAsked - child.since);
        } else {
            mayStop(known);
        }
    }

    /** The end of the present child has been announced. */
    private void gone(Known known) {
        SimulatedChild child = known.child;
        if (child == null || !child.reaped) {
            throw trace.breach(known + " is said to have ended, its child is " + child);
        }
        for (Channel channel : Channel.values()) {
            trace.must(
                    child.wrote(channel).equals(child.heard(channel)),
                    "%s wrote \"%s\" to %s, and listeners heard \"%s\" before its end",
                    known,
                    child.wrote(channel),
                    channel.word(),
                    child.heard(channel));
        }
        known.lastCode = child.shellCode();
        known.child = null;
    }

    private void stopping(Known known) {
        HealthAction action = known.config.health().action();
        boolean isUnwell = known.child != null && known.child.unhealthy && known.state == ProcessState.RUNNING;
        known.isReplaced = isUnwell && action == HealthAction.RESTART;
        if (!isUnwell || (action != HealthAction.RESTART && action != HealthAction.STOP)) {
            mayStop(known);
        }
        known.mayStayDown = isAnyOf(stopsRequested, known) || !isUp();
        known.lastAsked = now();
        known.lastKill = now();
        known.stopSignalled = false;
    }

    private void mayStop(Known known) {
        if (isAnyOf(stopsRequested, known)) {
            return;
        }
        trace.must(!isUp(), "%s is stopped, which nobody asked for", known);
        if (ends.isHurried()) {
            return;
        }
        List<ProcessGroup> order = stopOrder();
        for (ProcessGroup group : order) {
            if (group.name().equals(known.group)) {
                break;
            }
            trace.must(group.isStopped(), "%s is stopped before the group %s", known, group.name());
        }
    }

    /** The highest priority number first, of equals the one that was activated last. */
    private List<ProcessGroup> stopOrder() {
        List<ProcessGroup> order = new ArrayList<>(harness.supervisor.byPriority());
        Collections.reverse(order);
        return order;
    }

    /** After each turn: what can be seen is what was announced and what there is. */
    void checkSnapshot() {
        Snapshot snapshot = harness.supervisor.snapshot();
        if (snapshot.groups() != seenGroups) {
            seenGroups = snapshot.groups();
            look();
        }
        trace.must(
                snapshot.processes().size() == processes.size(),
                "the snapshot has %d processes of %d",
                snapshot.processes().size(),
                processes.size());
        for (Known known : processes.values()) {
            ProcessSnapshot shown =
                    snapshot.process(known.group, known.config.name()).orElse(null);
            if (shown == null) {
                throw trace.breach(known + " is not in the snapshot");
            }
            trace.must(shown.state() == known.state, "%s shows as %s, it is %s", known, shown.state(), known.state);
            int pid = known.child == null ? 0 : known.child.pid;
            trace.must(shown.pid() == pid, "%s shows as pid %d, it is %d", known, shown.pid(), pid);
            trace.must(
                    shown.exitstatus() == known.exitCode,
                    "%s shows exit status %d, it was %d",
                    known,
                    shown.exitstatus(),
                    known.exitCode);
            trace.must(
                    known.child == null || shown.startedAt() == known.child.since,
                    "%s shows a start that is not that of %s",
                    known,
                    known.child);
        }
    }

    /** Whether whoever is told now finds what he is told about. */
    void checkThatSnapshotIsPublished() {
        for (ProcessSnapshot shown : harness.supervisor.snapshot().processes()) {
            ProcessState state = harness.supervisor
                    .process(shown.group(), shown.name())
                    .map(Subprocess::state)
                    .orElse(shown.state());
            trace.must(state == shown.state(), "%s is told about before it shows", shown.name());
        }
    }

    /** When the daemon would sleep: nothing is overdue. */
    void checkRest() {
        for (Known known : processes.values()) {
            SimulatedChild child = known.child;
            boolean drains = child != null && child.reaped;
            trace.must(!drains || harness.outputs.held() > 0, "%s: nobody tells that %s has ended", known, child);
            if (!drains) {
                checkRest(known, child);
            }
        }
        startsRequested.clear();
        stopsRequested.clear();
        if (!isUp() && !harness.loop.isStopped()) {
            trace.must(!ends.isOver(), "the daemon has not ended within its budget");
            checkEnd();
        }
    }

    private void checkRest(Known known, @Nullable SimulatedChild child) {
        switch (known.state) {
            case STARTING -> {
                if (child == null) {
                    trace.must(harness.outputs.held() > 0, "%s has no child, and waits for nothing", known);
                } else {
                    trace.must(
                            child.ended
                                    || now() - child.since
                                            <= known.config.policy().startsecs() * Phase.SECOND,
                            "%s is not RUNNING after startsecs",
                            known);
                }
            }
            case RUNNING, UNKNOWN -> {
                trace.must(child != null || known.state == ProcessState.UNKNOWN, "%s has no child", known);
                HealthAction action = known.config.health().action();
                trace.must(
                        known.state == ProcessState.UNKNOWN
                                || child == null
                                || !child.unhealthy
                                || action == HealthAction.MARK
                                || action == HealthAction.EVENT,
                        "%s is unhealthy, and goes on running",
                        known);
            }
            case STOPPING -> {
                trace.must(child != null, "%s is STOPPING without a child", known);
                trace.must(known.stopSignalled, "%s was not sent its stop signal", known);
                trace.must(
                        now() - known.lastKill < Math.max(stopwait(known), LEAST_PAUSE),
                        "%s has not got SIGKILL after stopwaitsecs",
                        known);
            }
            case STOPPED, BACKOFF, EXITED, FATAL -> {
                trace.must(child == null, "%s has a child while %s", known, known.state);
                trace.must(!isUp() || !isOverdue(known), "%s is %s, and should have been started", known, known.state);
            }
        }
    }

    /** A second is what a program has to wait that ended at once. */
    private boolean isOverdue(Known known) {
        if (known.state == ProcessState.BACKOFF && isGivenUp(known)) {
            return true;
        }
        if (!startsByItself(known, now())) {
            return false;
        }
        if (isFirst(known)) {
            return now() > known.since;
        }
        long grace = known.state == ProcessState.EXITED ? Phase.SECOND : 0;
        boolean hasRoom = ofGroup(known).hasRoom(now()) && known.waits.hasRoom(now());
        return hasRoom && !known.mayStayDown && now() > Math.max(known.since + grace, known.waits.latest());
    }

    /** The daemon ends: the group whose turn it is has been asked to stop. */
    private void checkEnd() {
        if (ends.isHurried()) {
            processes
                    .values()
                    .forEach(known -> trace.must(
                            known.state.isStopped() || known.state == ProcessState.STOPPING,
                            "%s has not been asked to stop, and half of the time is over",
                            known));
        }
        ProcessGroup next = stopOrder().stream()
                .filter(group -> !group.isStopped())
                .findFirst()
                .orElseThrow(() -> trace.breach("all has stopped, and the daemon does not end"));
        next.processes()
                .forEach(process -> trace.must(
                        process.state().isStopped() || process.state() == ProcessState.STOPPING,
                        "%s has not been asked to stop, and it is the turn of its group",
                        process.namespec()));
    }

    /** The daemon has ended. */
    void checkEnded() {
        processes
                .values()
                .forEach(known -> trace.must(
                        known.state.isStopped() || ends.isOver(), "the daemon ends and leaves %s behind", known));
    }

    /** Whether its process was removed while nobody could say what the child did. */
    boolean isOrphan(SimulatedChild child) {
        return orphans.contains(child.pid);
    }

    /** Children that nobody can say anything about: signals to them were refused. */
    boolean isGivenUp(SimulatedChild child) {
        return isOrphan(child) || known(child.group, child.config.name()).state == ProcessState.UNKNOWN;
    }
}

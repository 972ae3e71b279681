package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.listener.PublishedEvent;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

/**
 * One graph by chance, and what may happen to it: children that end when they like, starts and stops of one and of all,
 * waits that take too long. What is said here of conditions and orders is said a second time, and not asked of the
 * daemon.
 */
final class GraphSimulation {
    private static final int STEPS = 30;
    private static final int MOST_ROUNDS = 60;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Dice dice;
    private final LoopHarness harness = new LoopHarness();
    private final ClientCalls calls = ClientCalls.of(harness);
    private final SimulationTrace trace;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final boolean isOfOnePriority;
    /** Those that have been asked to stop one by one since all were. */
    private final Set<String> stoppedAlone = new HashSet<>();

    private enum Condition {
        STARTED,
        RUNNING,
        READY,
        COMPLETED,
        COMPLETED_SUCCESSFULLY
    }

    private record Edge(String on, Condition condition) {}

    private record Asked(String what, CompletableFuture<?> answer) {}

    private record Program(String name, boolean isJob, int priority, List<Edge> needs) {}

    GraphSimulation(long seed, int kept) {
        dice = new Dice(seed);
        trace = new SimulationTrace(harness.clock, kept);
        isOfOnePriority = dice.oneIn(2);
    }

    SimulationTrace trace() {
        return trace;
    }

    void run() {
        harness.hearNoMore();
        harness.supervisor.context().events().subscribe(EventType.PROCESS_STATE, this::changed);
        harness.with(groups());
        checkRest();
        for (int step = 0; step < STEPS; step++) {
            happen();
            checkRest();
        }
        comeTogether();
        if (dice.oneIn(2)) {
            stopAll();
        }
        shutDown();
    }

    private GroupConfig[] groups() {
        int count = 2 + dice.below(10);
        List<GroupConfig> groups = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Program program = program("p" + (char) ('a' + dice.below(26)) + number);
            programs.put(program.name(), program);
            groups.add(group(program));
            trace.input(program.toString());
        }
        groups.sort(Comparator.comparingInt(GroupConfig::priority).thenComparing(GroupConfig::name));
        return groups.toArray(new GroupConfig[0]);
    }

    private Program program(String name) {
        boolean isJob = dice.oneIn(3);
        List<Edge> needs = new ArrayList<>();
        for (Program other : programs.values()) {
            if (dice.oneIn(3)) {
                needs.add(new Edge(
                        other.name(),
                        other.isJob()
                                ? dice.any(Condition.STARTED, Condition.COMPLETED, Condition.COMPLETED_SUCCESSFULLY)
                                : dice.any(Condition.STARTED, Condition.RUNNING, Condition.RUNNING, Condition.READY)));
            }
        }
        return new Program(name, isJob, isOfOnePriority ? 999 : dice.any(1, 5, 999), List.copyOf(needs));
    }

    private GroupConfig group(Program program) {
        ProgramBuilder builder = ProgramBuilder.aProgram(program.name())
                .priority(program.priority())
                .startretries(dice.below(3))
                .startsecs(program.isJob() ? 0 : dice.any(0, 1, 1, 3))
                .autorestart(program.isJob() ? Restart.NEVER : dice.any(Restart.values()));
        StringBuilder words = new StringBuilder();
        program.needs().forEach(edge -> words.append(edge.on())
                .append(':')
                .append(edge.condition().name().toLowerCase(Locale.ROOT))
                .append(", "));
        builder.dependsOn(words.toString());
        if (dice.oneIn(6)) {
            builder.dependsOnTimeout(1 + dice.below(10));
        }
        if (dice.oneIn(4)) {
            builder.notAutostarted();
        }
        return builder.alone();
    }

    private Subprocess process(String name) {
        return harness.process(name);
    }

    private boolean holds(Edge edge) {
        Subprocess other = process(edge.on());
        ProcessState state = other.state();
        return switch (edge.condition()) {
            case STARTED -> other.hasChild() || state == ProcessState.EXITED;
            case RUNNING, READY -> state == ProcessState.RUNNING;
            case COMPLETED -> state == ProcessState.EXITED;
            case COMPLETED_SUCCESSFULLY ->
                state == ProcessState.EXITED && other.snapshot().exitstatus() == 0;
        };
    }

    private boolean isFree(Program program) {
        return program.needs().stream().allMatch(this::holds);
    }

    /** All that need it, by whatever is in between. */
    private Set<String> dependants(String name) {
        Set<String> found = new HashSet<>();
        for (Program program : programs.values()) {
            if (program.needs().stream().anyMatch(edge -> edge.on().equals(name))) {
                found.add(program.name());
                found.addAll(dependants(program.name()));
            }
        }
        return found;
    }

    /** All that are joined to it by any needs. */
    private Set<String> relatives(String name) {
        Set<String> found = new HashSet<>(Set.of(name));
        for (boolean more = true; more; ) {
            more = false;
            for (Program program : programs.values()) {
                for (Edge edge : program.needs()) {
                    if (found.contains(program.name()) || found.contains(edge.on())) {
                        more |= found.addAll(List.of(program.name(), edge.on()));
                    }
                }
            }
        }
        return found;
    }

    private void changed(PublishedEvent event) {
        String payload = event.payload();
        String name = field(payload, "processname");
        ProcessState from = ProcessState.valueOf(field(payload, "from_state"));
        trace.answer(name + " " + from + " -> " + event.type());
        Program program = programs.get(name);
        if (program == null) {
            throw trace.breach(name + " is nobody");
        }
        if (event.type() == EventType.PROCESS_STATE_STARTING) {
            starting(program, from);
        } else if (event.type() == EventType.PROCESS_STATE_STOPPING) {
            stopping(name);
        }
    }

    private static String field(String payload, String name) {
        int begin = payload.indexOf(name + ":") + name.length() + 1;
        int end = payload.indexOf(' ', begin);
        return payload.substring(begin, end < 0 ? payload.length() : end);
    }

    /** A child is what must not come too early: an attempt that fails for a wait's sake has none. */
    private void starting(Program program, ProcessState from) {
        trace.must(
                harness.supervisor.mood() == SupervisorState.RUNNING, "%s is started while the daemon ends", program);
        trace.must(!process(program.name()).hasChild(), "%s is started twice", program);
        boolean isAgain = from == ProcessState.BACKOFF
                || (from == ProcessState.EXITED && !program.isJob())
                || process(program.name()).config().dependencies().timeout().toNanos() > 0;
        trace.must(isAgain || isFree(program), "%s is started before those whom it needs are there", program);
    }

    private void stopping(String name) {
        if (stoppedAlone.contains(name)) {
            return;
        }
        for (String dependant : dependants(name)) {
            trace.must(
                    process(dependant).state().isStopped(),
                    "%s is stopped before %s, which needs it and is %s",
                    name,
                    dependant,
                    process(dependant).state());
        }
    }

    /** Something happens. */
    private void happen() {
        switch (dice.below(10)) {
            case 0, 1 -> pass(Duration.ofMillis(dice.upTo(1500)));
            case 2 -> pass(Duration.ofSeconds(1 + dice.below(12)));
            case 3, 4 -> endAny(false);
            case 5 -> start(dice.any(List.copyOf(programs.keySet())));
            case 6 -> stop(dice.any(List.copyOf(programs.keySet())));
            case 7 -> restart(dice.any(List.copyOf(programs.keySet())));
            case 8 -> startAll();
            default -> {
                if (dice.oneIn(2)) {
                    var unused = askToStopAll(dice.oneIn(2));
                } else {
                    endAny(true);
                }
            }
        }
        harness.turn();
        endStopping(false);
    }

    private void pass(Duration time) {
        trace.input("time passes: " + time);
        harness.advance(time);
    }

    private void endAny(boolean isWell) {
        List<String> alive = programs.keySet().stream()
                .filter(name -> process(name).hasChild())
                .toList();
        if (!alive.isEmpty()) {
            end(dice.any(alive), isWell ? 0 : dice.any(0, 1, 2));
        }
    }

    private void end(String name, int code) {
        trace.input(name + " ends with " + code);
        harness.exit(name, code);
    }

    /** Those that have been asked to end do so, by chance or all. */
    private void endStopping(boolean all) {
        for (String name : programs.keySet()) {
            if (process(name).state() == ProcessState.STOPPING && (all || dice.oneIn(2))) {
                trace.input(name + " ends as it was asked to");
                harness.end(name, LoopHarness.TERMINATED);
            }
        }
    }

    private void ask(String what, CompletableFuture<?> answer) {
        trace.input("call: " + what);
        asked.add(new Asked(what, answer));
    }

    private void start(String name) {
        boolean wait = dice.oneIn(2);
        ask("start " + name, calls.rpc().startProcess(name, wait));
    }

    private void stop(String name) {
        stoppedAlone.add(name);
        ask("stop " + name, calls.rpc().stopProcess(name, dice.oneIn(2)));
        harness.turn();
    }

    /** Whatever it does: also one that only waits. */
    private void restart(String name) {
        stop(name);
        endStopping(true);
        start(name);
        harness.turn();
        trace.must(
                process(name).state() != ProcessState.STOPPED || process(name).isWaiting(),
                "%s is neither started nor does it wait, after a restart",
                name);
    }

    private void startAll() {
        ask("start all", calls.rpc().startAllProcesses(dice.oneIn(2)));
    }

    private CompletableFuture<List<ProcessOutcome>> askToStopAll(boolean wait) {
        CompletableFuture<List<ProcessOutcome>> answer = calls.rpc().stopAllProcesses(wait);
        ask("stop all", answer);
        stoppedAlone.clear();
        harness.turn();
        checkThatStopsAreParallel();
        return answer;
    }

    /** Where the daemon would sleep: nobody waits whom nothing holds back. */
    private void checkRest() {
        trace.throwIfBroken();
        for (Program program : programs.values()) {
            Subprocess process = process(program.name());
            trace.must(
                    !process.isWaiting() || !isFree(program) || process.state() == ProcessState.STOPPING,
                    "%s waits for %s, and all are there whom it needs",
                    program,
                    process.snapshot().waiting());
        }
        Set<Subprocess> alive =
                new HashSet<>(harness.supervisor.context().children().values());
        trace.must(alive.size() == harness.supervisor.context().children().size(), "somebody has two children");
        harness.os.breaches().forEach(rule -> trace.must(false, "%s", rule));
        harness.log.lines().stream()
                .filter(line -> line.contains("unexpected failure"))
                .forEach(line -> trace.must(false, "%s", line));
        trace.throwIfBroken();
    }

    /** All have been asked to stop: whoever is still up has somebody up who needs it. */
    private void checkThatStopsAreParallel() {
        for (String name : programs.keySet()) {
            trace.must(
                    !process(name).state().isRunning() || isNeeded(name),
                    "%s is %s, and nobody needs it any more",
                    name,
                    process(name).state());
        }
    }

    private boolean isNeeded(String name) {
        return dependants(name).stream()
                .anyMatch(dependant -> !process(dependant).state().isStopped());
    }

    /** Children behave from now on: all that can be started is, and nothing is waited for in vain. */
    private void comeTogether() {
        trace.input("from now on all goes well");
        endStopping(true);
        harness.turn();
        Map<String, Integer> ended = new HashMap<>();
        for (int round = 0; round < MOST_ROUNDS && !isAllUp(); round++) {
            startAll();
            harness.turn();
            for (Program program : programs.values()) {
                if (program.isJob()
                        && process(program.name()).hasChild()
                        && ended.merge(program.name(), 1, Integer::sum) < MOST_ROUNDS) {
                    end(program.name(), 0);
                }
            }
            endStopping(true);
            pass(LONG);
            checkRest();
        }
        trace.must(
                isAllUp(),
                "not all is up at last: %s",
                programs.keySet().stream()
                        .map(name -> name + " " + process(name).state() + " "
                                + process(name).snapshot().waiting())
                        .toList());
        finishJobs();
        pass(LONG);
        checkThatAllIsAnswered();
    }

    private boolean isAllUp() {
        return programs.values().stream()
                .allMatch(program -> process(program.name()).state() == ProcessState.RUNNING
                        || (program.isJob()
                                && process(program.name()).state() == ProcessState.EXITED
                                && process(program.name()).snapshot().exitstatus() == 0));
    }

    private void finishJobs() {
        for (Program program : programs.values()) {
            if (program.isJob() && process(program.name()).hasChild()) {
                end(program.name(), 0);
            }
        }
    }

    private void checkThatAllIsAnswered() {
        for (Asked call : asked) {
            trace.must(call.answer().isDone(), "not answered: %s", call.what());
        }
        asked.clear();
    }

    private void stopAll() {
        stoppedAlone.clear();
        CompletableFuture<List<ProcessOutcome>> answer = askToStopAll(true);
        for (int round = 0; round <= programs.size(); round++) {
            endStopping(false);
            harness.turn();
            checkThatStopsAreParallel();
            checkRest();
        }
        for (int round = 0; round <= programs.size(); round++) {
            endStopping(true);
            harness.turn();
            checkThatStopsAreParallel();
        }
        trace.must(answer.isDone(), "stop all is not answered");
        trace.must(
                programs.keySet().stream()
                        .allMatch(name -> process(name).state().isStopped()),
                "not all has stopped");
        if (dice.oneIn(2)) {
            comeTogether();
        }
    }

    private void shutDown() {
        trace.input("the daemon gets SIGTERM");
        stoppedAlone.clear();
        harness.shutdown();
        for (int round = 0; round < 4 * programs.size() && !harness.loop.isStopped(); round++) {
            checkShutdown();
            endStopping(false);
            if (!harness.loop.isStopped()) {
                harness.turn();
            }
            trace.throwIfBroken();
        }
        for (int round = 0; round <= programs.size() && !harness.loop.isStopped(); round++) {
            endStopping(true);
            if (!harness.loop.isStopped()) {
                harness.turn();
            }
        }
        trace.must(harness.loop.isStopped(), "the daemon does not end");
        checkThatAllIsAnswered();
        trace.throwIfBroken();
    }

    /** Of one priority, all that are joined by needs have their turn together, as far as nobody needs them. */
    private void checkShutdown() {
        if (!isOfOnePriority || harness.loop.isStopped()) {
            return;
        }
        programs.keySet().stream()
                .filter(name -> !process(name).state().isStopped())
                .max(Comparator.naturalOrder())
                .ifPresent(turn -> {
                    for (String name : relatives(turn)) {
                        trace.must(
                                !process(name).state().isRunning() || isNeeded(name),
                                "%s is %s, nobody needs it any more, and it is the turn of its relative %s",
                                name,
                                process(name).state(),
                                turn);
                    }
                });
    }
}

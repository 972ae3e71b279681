package org.supervisor4j.daemon.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;

/** Who asks the daemon for anything, by the calls that clients make, and whether each is answered, once and rightly. */
final class SimulatedClients {
    /** Where one of these is reached, a call has done what it is to do. */
    private static final ProcessState[] STARTED = {ProcessState.RUNNING};

    /** As the original, a start says yes to a process that is STOPPING, and does nothing. */
    private static final ProcessState[] START_BEGUN = {ProcessState.STARTING, ProcessState.STOPPING};

    private static final ProcessState[] STOPPED = {
        ProcessState.STOPPED, ProcessState.EXITED, ProcessState.FATAL, ProcessState.UNKNOWN
    };
    private static final ProcessState[] STOP_BEGUN = {ProcessState.STOPPING, ProcessState.STOPPED};

    private final Dice dice;
    private final SimulationTrace trace;
    private final LoopHarness harness;
    private final ProcessRules rules;
    private final SimulatedPrograms programs;
    private final RestartTrial restart;
    private final ClientCalls calls;
    private final List<Call> pending = new ArrayList<>();
    /** For threads that may wait. */
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    /** What the files say. */
    private List<GroupConfig> files;

    private int asked;

    /** A call that has not been answered. */
    private static final class Call {
        private final int number;
        private final String what;
        private boolean waitsForDisk;
        private int answers;

        private Call(int number, String what) {
            this.number = number;
            this.what = what;
        }
    }

    /** @param running what the daemon was started with */
    SimulatedClients(
            Dice dice, SimulationTrace trace, LoopHarness harness, ProcessRules rules, List<GroupConfig> running) {
        this.dice = dice;
        this.trace = trace;
        this.harness = harness;
        this.rules = rules;
        programs = new SimulatedPrograms(dice);
        files = running;
        restart = new RestartTrial(this::refusal, elsewhere::add, harness.log);
        calls = ClientCalls.of(harness, new Edited(), restart, elsewhere::add);
    }

    /** What is looked at before a restart. */
    RestartTrial restart() {
        return restart;
    }

    /** What the files say now. */
    List<GroupConfig> files() {
        return files;
    }

    private Optional<RpcFault> refusal() {
        return dice.oneIn(4) ? Optional.of(new RpcFault(Fault.FAILED, "no")) : Optional.empty();
    }

    /** Has those threads go on that may wait. */
    void live() {
        for (Runnable task = elsewhere.poll(); task != null; task = elsewhere.poll()) {
            task.run();
        }
    }

    /** Asks for something. */
    void ask() {
        String name = name();
        boolean wait = dice.oneIn(2);
        switch (dice.below(18)) {
            case 0, 1, 2 -> start(name, wait);
            case 3, 4 -> stop(name, wait, SimulatedClients::nothing);
            case 5 -> stop(name, true, () -> start(name, true));
            case 6 -> startGroup(group(), wait);
            case 7 -> stopGroup(group(), wait, SimulatedClients::nothing);
            case 8 -> all(wait);
            case 9 -> {
                String signal = dice.any("HUP", "TERM", "USR1", "nonsense");
                call("signal " + signal + " to " + name, () -> calls.rpc().signalProcess(name, signal));
            }
            case 10 -> {
                String group = group();
                call("signal USR2 to group " + group, () -> calls.rpc().signalProcessGroup(group, "USR2"));
            }
            case 11 -> add(group());
            case 12 -> remove(group(), SimulatedClients::nothing);
            case 13 -> update();
            case 14 -> {
                if (!name.startsWith("watch") && !name.startsWith("guard")) {
                    call("send a line to " + name, () -> calls.rpc().sendProcessStdin(name, "line\n"));
                }
            }
            case 15 -> {
                String group = group();
                call("add a program to " + group, () -> calls.plugin().addProgram(group, "extra", Map.of()));
            }
            case 16 -> removeProcess();
            default -> {
                call("send an event", () -> calls.rpc().sendRemoteCommEvent("any", "thing"));
                call("clear all logs", calls.rpc()::clearAllProcessLogs);
            }
        }
    }

    private String group() {
        return dice.any(SimulatedPrograms.GROUPS);
    }

    /** A process, as a rule; else all of a group, or nobody. */
    private String name() {
        List<String> names = rules.names();
        return names.isEmpty() || dice.oneIn(20) ? group() + dice.any(":*", ":nobody", "") : dice.any(names);
    }

    /** What all names begin with that the name covers. */
    private static String covered(String name) {
        return name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
    }

    private void start(String name, boolean wait) {
        rules.startRequested(covered(name));
        ProcessState[] states = started(wait);
        int before = rules.reachedBefore(name, states);
        call("start " + name + waiting(wait), () -> calls.rpc().startProcess(name, wait), answer -> {
            if (answer.equals(true)) {
                mustReach(name, before, states);
            }
        });
    }

    private void stop(String name, boolean wait, Runnable then) {
        rules.stopRequested(covered(name));
        ProcessState[] states = stopped(wait);
        int before = before(name, states);
        call("stop " + name + waiting(wait), () -> calls.rpc().stopProcess(name, wait), answer -> {
            if (answer.equals(true)) {
                mustReach(name, before, states);
            }
            then.run();
        });
    }

    private static void nothing() {}

    private static ProcessState[] started(boolean wait) {
        return wait ? STARTED : START_BEGUN;
    }

    private static ProcessState[] stopped(boolean wait) {
        return wait ? STOPPED : STOP_BEGUN;
    }

    private static String waiting(boolean wait) {
        return wait ? " and wait" : "";
    }

    /** Who is down and is asked to stop, which he does by staying down, has been there all along. */
    private int before(String name, ProcessState... states) {
        boolean isStop = List.of(states).contains(ProcessState.STOPPED);
        return isStop && rules.isDown(name) ? -1 : rules.reachedBefore(name, states);
    }

    private void mustReach(String name, int before, ProcessState... states) {
        trace.must(
                !rules.names().contains(name) || rules.reached(name, states) > before,
                "somebody is told that %s has come to %s",
                name,
                List.of(states));
    }

    private void startGroup(String group, boolean wait) {
        rules.startRequested(group + ":");
        outcomes(
                "start group " + group + waiting(wait),
                () -> calls.rpc().startProcessGroup(group, wait),
                SimulatedClients::nothing,
                started(wait));
    }

    private void stopGroup(String group, boolean wait, Runnable then) {
        rules.stopRequested(group + ":");
        outcomes(
                "stop group " + group + waiting(wait),
                () -> calls.rpc().stopProcessGroup(group, wait),
                then,
                stopped(wait));
    }

    private void all(boolean wait) {
        if (dice.oneIn(2)) {
            rules.startRequested("");
            outcomes(
                    "start all" + waiting(wait),
                    () -> calls.rpc().startAllProcesses(wait),
                    SimulatedClients::nothing,
                    started(wait));
        } else {
            rules.stopRequested("");
            outcomes(
                    "stop all" + waiting(wait),
                    () -> calls.rpc().stopAllProcesses(wait),
                    SimulatedClients::nothing,
                    stopped(wait));
        }
    }

    /** A call on many processes, each of which comes to one of the states where it is said to have been done. */
    private void outcomes(
            String what,
            Supplier<CompletableFuture<List<ProcessOutcome>>> request,
            Runnable then,
            ProcessState... states) {
        Map<String, Integer> before = new HashMap<>();
        rules.names().forEach(name -> before.put(name, before(name, states)));
        call(what, request, outcomes -> {
            outcomes.stream()
                    .filter(outcome -> outcome.status() == Fault.SUCCESS.code())
                    .map(outcome -> Namespec.of(outcome.group(), outcome.name()))
                    .forEach(name -> mustReach(name, before.getOrDefault(name, 0), states));
            then.run();
        });
    }

    private void remove(String group, Runnable then) {
        call("remove group " + group, () -> calls.rpc().removeProcessGroup(group), answer -> then.run());
    }

    /** One that has stopped, as a rule. */
    private void removeProcess() {
        List<String> stopped = rules.stopped();
        Namespec name = Namespec.parse(stopped.isEmpty() ? name() : dice.any(stopped));
        call("remove " + name, () -> calls.plugin().removeProcess(name.group(), String.valueOf(name.process())));
    }

    private void add(String group) {
        call("add group " + group, () -> calls.rpc().addProcessGroup(group));
    }

    /** The files are edited, as a rule, and somebody says {@code update}. */
    private void update() {
        if (!dice.oneIn(4)) {
            files = programs.edited(files);
            trace.input("the files are edited");
        }
        call("reread", calls.rpc()::reloadConfig, this::update);
    }

    @SuppressWarnings("unchecked")
    private void update(List<Object> answer) {
        List<List<String>> changes = (List<List<String>>) answer.get(0);
        trace.answer("added, changed, removed: " + changes);
        changes.get(2).forEach(group -> stopGroup(group, true, () -> remove(group, SimulatedClients::nothing)));
        changes.get(1).forEach(group -> stopGroup(group, true, () -> remove(group, () -> add(group))));
        changes.get(0).forEach(this::add);
    }

    /** Asks for the daemon's end, and perhaps for its next life. */
    void end(boolean again) {
        call(again ? "restart" : "shut down", again ? calls.rpc()::restart : calls.rpc()::shutdown);
    }

    private <T> void call(String what, Supplier<CompletableFuture<T>> request) {
        call(what, request, answer -> {});
    }

    private <T> void call(String what, Supplier<CompletableFuture<T>> request, Consumer<T> judge) {
        Call call = new Call(asked++, what);
        trace.input("call " + call.number + ": " + what);
        pending.add(call);
        CompletableFuture<T> answer;
        int tasks = elsewhere.size();
        try {
            answer = request.get();
            call.waitsForDisk = elsewhere.size() > tasks;
        } catch (RpcFault refused) {
            answer = CompletableFuture.failedFuture(refused);
        }
        var unused = answer.whenComplete((value, failure) -> answered(call, value, failure, judge));
    }

    private <T> void answered(Call call, @Nullable T value, @Nullable Throwable failure, Consumer<T> judge) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        trace.answer("answer to call " + call.number + ": " + (value == null ? cause : value));
        trace.must(++call.answers == 1, "call %d (%s) is answered twice", call.number, call.what);
        pending.remove(call);
        trace.must(
                failure == null || cause instanceof RpcFault,
                "call %d (%s) is answered by %s",
                call.number,
                call.what,
                cause);
        rules.checkThatSnapshotIsPublished();
        if (value != null) {
            judge.accept(value);
        }
    }

    /** All that was asked for has been answered. */
    void checkThatAllIsAnswered() {
        trace.must(
                pending.isEmpty(),
                "not answered: %s",
                pending.stream()
                        .map(call -> call.number + " (" + call.what + ")")
                        .toList());
    }

    /**
     * The daemon has ended: what was asked for too late for it to hear of it is not waited for.
     *
     * @param from the number of the first call that it may have been too late for
     */
    void forgetUnheard(int from) {
        pending.removeIf(call -> call.number >= from || call.waitsForDisk);
    }

    /** The number that the next call will have. */
    int nextCall() {
        return asked;
    }

    /** What the files say, and plug-ins. */
    private final class Edited implements ClientCalls.Files {
        @Override
        public List<GroupConfig> groups() {
            return files;
        }

        @Override
        public ContainerConfig container() {
            return harness.supervisor.context().settings().daemon().container();
        }

        @Override
        public List<ProcessConfig> program(String group, String program, Map<String, String> settings) {
            return List.of(programs.extra(group));
        }
    }
}

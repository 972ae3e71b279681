package org.supervisor4j.daemon.rpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.daemon.process.CommandException;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.Signal;

/**
 * Starts, stops and signals processes: what these calls check, in which order, and what they wait for. On the control
 * loop.
 */
final class ProcessCalls {
    private final Supervisor supervisor;

    ProcessCalls(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * @param name as the caller wrote it: faults repeat it
     * @param wait whether to wait until it runs, or has failed to
     */
    CompletableFuture<Boolean> start(Subprocess process, String name, boolean wait) {
        return start(process, name, wait, true);
    }

    /** The same, whatever has become of those whom it needs. */
    CompletableFuture<Boolean> startAlone(Subprocess process, String name, boolean wait) {
        return start(process, name, wait, false);
    }

    private CompletableFuture<Boolean> start(Subprocess process, String name, boolean wait, boolean inOrder) {
        // One that was started before it by the same call may have failed at once, and the daemon ends with that one.
        SupervisorRpc.requireUp(supervisor.mood());
        CommandResolver.Command command;
        try {
            command = supervisor.context().commands().resolve(process.config());
        } catch (CommandException refused) {
            throw new RpcFault(refused.fault(), refused.text());
        }
        if (process.state().isRunning()) {
            throw new RpcFault(Fault.ALREADY_STARTED, name);
        }
        if (process.state() == ProcessState.UNKNOWN) {
            throw new RpcFault(Fault.FAILED, name + " is in an unknown process state");
        }
        if (inOrder && supervisor.gate().holdsBack(process)) {
            supervisor.gate().request(process);
        } else {
            supervisor.gate().leave(process);
            process.start(command);
        }
        return process.await(started -> wait ? startedForGood(started, name) : startedAtAll(started, name));
    }

    /** True once it runs. The first failed attempt ends the wait; further ones go on without us. */
    private static @Nullable Boolean startedForGood(Subprocess process, String name) {
        if (!process.spawnerr().isEmpty()) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        if (process.isWaiting()) {
            return null;
        }
        return switch (process.state()) {
            case RUNNING -> true;
            case STARTING -> null;
            case STOPPED, BACKOFF, STOPPING, EXITED, FATAL, UNKNOWN ->
                throw new RpcFault(Fault.ABNORMAL_TERMINATION, name);
        };
    }

    /** True once there is a child. */
    private static @Nullable Boolean startedAtAll(Subprocess process, String name) {
        boolean attemptFailed = process.state() == ProcessState.BACKOFF || process.state() == ProcessState.FATAL;
        if (attemptFailed && !process.spawnerr().isEmpty()) {
            throw new RpcFault(Fault.SPAWN_ERROR, name);
        }
        return (process.state() == ProcessState.STARTING && !process.hasChild()) ? null : Boolean.TRUE;
    }

    CompletableFuture<Boolean> stop(Subprocess process, String name, boolean wait) {
        if (supervisor.gate().callOff(process) && !process.state().isRunning()) {
            return wait ? process.awaitStopped() : CompletableFuture.completedFuture(true);
        }
        if (!process.state().isRunning() && !process.comesBack()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> refused = process.stop();
        if (refused.isPresent()) {
            throw new RpcFault(Fault.FAILED, refused.get());
        }
        return wait ? process.awaitStopped() : CompletableFuture.completedFuture(true);
    }

    CompletableFuture<Boolean> signal(Subprocess process, String name, String signal) {
        OptionalInt number = Signal.parse(signal);
        if (number.isEmpty()) {
            throw new RpcFault(Fault.BAD_SIGNAL, signal);
        }
        if (!process.state().isSignallable()) {
            throw new RpcFault(Fault.NOT_RUNNING, name);
        }
        Optional<String> refused = process.signal(number.getAsInt());
        if (refused.isPresent()) {
            throw new RpcFault(Fault.FAILED, refused.get());
        }
        return CompletableFuture.completedFuture(true);
    }

    CompletableFuture<List<ProcessOutcome>> startAll(List<Subprocess> processes, boolean wait) {
        return outcomes()
                .collect(
                        inStartOrder(processes),
                        process -> !process.state().isRunning(),
                        process -> start(process, process.namespec(), wait));
    }

    CompletableFuture<List<ProcessOutcome>> startAllAlone(List<Subprocess> processes, boolean wait) {
        return outcomes()
                .collect(
                        processes,
                        process -> !process.state().isRunning(),
                        process -> startAlone(process, process.namespec(), wait));
    }

    /** Those that others need come first: what is started because of another would not be told of. */
    private List<Subprocess> inStartOrder(List<Subprocess> processes) {
        DependencyGraph graph = supervisor.gate().graph();
        if (graph.isEmpty()) {
            return processes;
        }
        return graph.inStartOrder(processes.stream().map(Subprocess::fullName).toList()).stream()
                .flatMap(name -> supervisor.process(name).stream())
                .toList();
    }

    /** Whoever needs others of these is stopped before them; what no need joins is asked to stop at once. */
    CompletableFuture<List<ProcessOutcome>> stopAll(List<Subprocess> processes, boolean wait) {
        Predicate<Subprocess> selected = process -> process.state().isRunning()
                || process.comesBack()
                || supervisor.gate().isWaiting(process);
        DependencyGraph graph = supervisor.gate().graph();
        if (graph.isEmpty()) {
            return outcomes().collect(processes, selected, process -> stop(process, process.namespec(), wait));
        }
        List<Subprocess> all = processes.stream().filter(selected).toList();
        Map<Namespec, CompletableFuture<Boolean>> ends = new LinkedHashMap<>();
        for (Subprocess process : processes) {
            // Somebody else may have asked some of them already.
            ends.put(
                    process.fullName(),
                    process.state() == ProcessState.STOPPING ? ended(process) : new CompletableFuture<>());
        }
        return outcomes().collect(all, process -> true, process -> {
            List<Namespec> dependants = graph.allDependants(List.of(process.fullName())).stream()
                    .filter(ends::containsKey)
                    .toList();
            CompletableFuture<Boolean> end = Objects.requireNonNull(ends.get(process.fullName()));
            try {
                CompletableFuture<Boolean> stopped = stopAfter(process, dependants, ends);
                var unused = stopped.whenComplete((value, failure) -> end.complete(true));
                return wait || stopped.isDone() ? stopped : CompletableFuture.completedFuture(true);
            } catch (RpcFault refused) {
                end.complete(true);
                throw refused;
            }
        });
    }

    private static CompletableFuture<Boolean> ended(Subprocess process) {
        return process.await(stopping -> stopping.state().isStopped() ? true : null);
    }

    private CompletableFuture<Boolean> stopAfter(
            Subprocess process, List<Namespec> dependants, Map<Namespec, CompletableFuture<Boolean>> ends) {
        String name = process.namespec();
        CompletableFuture<?>[] before = dependants.stream()
                .filter(dependant -> isAny(dependant, found -> !found.state().isStopped() || found.isWaiting()))
                .map(ends::get)
                .map(Objects::requireNonNull)
                .toArray(CompletableFuture<?>[]::new);
        if (before.length == 0) {
            // Also where nobody waits for the answer: those that it needs wait for its end.
            return stop(process, name, true);
        }
        return inTurn(process, name, dependants, before);
    }

    private CompletableFuture<Boolean> inTurn(
            Subprocess process, String name, List<Namespec> dependants, CompletableFuture<?>[] before) {
        return CompletableFuture.allOf(before)
                .thenComposeAsync(
                        all -> stopInTurn(process, name, dependants),
                        task -> supervisor.context().loop().post("stop of " + name, task));
    }

    private boolean isAny(Namespec name, Predicate<Subprocess> so) {
        return supervisor.process(name).filter(so).isPresent();
    }

    private CompletableFuture<Boolean> stopInTurn(Subprocess process, String name, List<Namespec> dependants) {
        if (!process.state().isRunning() && !supervisor.gate().isWaiting(process)) {
            // It may have ended meanwhile, to come back after a pause.
            var unused = process.stop();
            return process.awaitStopped();
        }
        for (Namespec dependant : dependants) {
            if (isAny(dependant, found -> found.state().isRunning())) {
                // Whoever asked for that came later, and is right.
                throw new RpcFault(
                        Fault.FAILED,
                        name + " goes on running: " + dependant + ", which needs it, has been started again");
            }
        }
        // Another call may have asked them since.
        CompletableFuture<?>[] stopping = dependants.stream()
                .flatMap(dependant -> supervisor.process(dependant).stream())
                .filter(found -> found.state() == ProcessState.STOPPING)
                .map(ProcessCalls::ended)
                .toArray(CompletableFuture<?>[]::new);
        return stopping.length == 0 ? stop(process, name, true) : inTurn(process, name, dependants, stopping);
    }

    CompletableFuture<List<ProcessOutcome>> signalAll(List<Subprocess> processes, String signal) {
        return outcomes()
                .collect(
                        processes,
                        process -> process.state().isSignallable(),
                        process -> signal(process, process.namespec(), signal));
    }

    GroupOutcomes outcomes() {
        return new GroupOutcomes(supervisor.context().loop()::now);
    }
}

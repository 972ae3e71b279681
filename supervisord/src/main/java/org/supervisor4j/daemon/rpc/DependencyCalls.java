package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.graph.Condition;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.daemon.graph.DependencyGraph.Need;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.ProcessGroup;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;

/** Calls that are about who needs whom. On the control loop. */
final class DependencyCalls {
    private final Supervisor supervisor;
    private final ProcessCalls calls;

    DependencyCalls(Supervisor supervisor) {
        this.supervisor = supervisor;
        calls = new ProcessCalls(supervisor);
    }

    List<NeedsOfProcess> all() {
        DependencyGraph graph = supervisor.gate().graph();
        List<Namespec> joined = graph.nodes().stream()
                .map(DependencyGraph.Node::name)
                .filter(name ->
                        !graph.needs(name).isEmpty() || !graph.dependants(name).isEmpty())
                .toList();
        List<NeedsOfProcess> all = new ArrayList<>();
        for (Namespec name : graph.inStartOrder(joined)) {
            supervisor.process(name).ifPresent(process -> all.add(of(graph, name, process)));
        }
        return all;
    }

    private NeedsOfProcess of(DependencyGraph graph, Namespec name, Subprocess process) {
        List<NeedsOfProcess.Need> needs = new ArrayList<>();
        for (Need need : graph.needs(name)) {
            Dependency dependency = need.dependency();
            if (need.members().isEmpty()) {
                needs.add(new NeedsOfProcess.Need(
                        dependency.target(), dependency.state(), false, "", dependency.together()));
            }
            for (Namespec member : need.members()) {
                Optional<Subprocess> other = supervisor.process(member);
                needs.add(new NeedsOfProcess.Need(
                        member.toString(),
                        dependency.state(),
                        other.map(dependency::holds).orElse(false),
                        other.map(found -> found.state().name()).orElse(""),
                        dependency.together()));
            }
        }
        return new NeedsOfProcess(
                process.name(),
                process.group(),
                process.state(),
                graph.level(name),
                process.snapshot().waiting(),
                needs,
                graph.dependants(name).stream().map(Namespec::toString).toList());
    }

    CompletableFuture<Object> startAlone(String name, boolean wait) {
        Namespec namespec = Namespec.parse(name);
        if (namespec.isWholeGroup()) {
            return calls.startAllAlone(group(name).byPriority(), wait).thenApply(Object.class::cast);
        }
        return calls.startAlone(one(name), name, wait).thenApply(Object.class::cast);
    }

    CompletableFuture<List<ProcessOutcome>> stopWithDependants(String name, boolean wait) {
        List<Subprocess> named =
                Namespec.parse(name).isWholeGroup() ? group(name).byPriority() : List.of(one(name));
        Set<Namespec> names = new LinkedHashSet<>();
        named.forEach(process -> names.add(process.fullName()));
        names.addAll(supervisor.gate().graph().allDependants(names));
        List<Subprocess> all = names.stream()
                .flatMap(each -> supervisor.process(each).stream())
                .toList();
        return calls.stopAll(all, wait);
    }

    private ProcessGroup group(String name) {
        return supervisor.group(Namespec.parse(name).group()).orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    private Subprocess one(String name) {
        Namespec namespec = Namespec.parse(name);
        return Optional.of(namespec)
                .filter(one -> !one.isWholeGroup())
                .flatMap(supervisor::process)
                .orElseThrow(() -> new RpcFault(Fault.BAD_NAME, name));
    }

    /** Empty once the condition holds; the state that it is in if that can be no more, or the time is over. */
    CompletableFuture<String> waitFor(String name, String condition, int seconds) {
        Subprocess process = one(name);
        Goal goal = goal(condition);
        EventLoop loop = supervisor.context().loop();
        long until = seconds <= 0 ? Phase.NEVER : loop.now() + seconds * Phase.SECOND;
        CompletableFuture<String> answer = process.await(one -> {
            String reached = goal.reached(one);
            return reached == null && loop.now() >= until ? one.state().name() : reached;
        });
        if (seconds > 0 && !answer.isDone()) {
            Loop.Timer limit = loop.timer("wait for " + name, process::askWaiters);
            limit.set(until);
            var unused = answer.whenComplete((state, failure) -> limit.clear());
        }
        return answer;
    }

    @FunctionalInterface
    private interface Goal {
        /** Null as long as it is not clear. */
        @Nullable
        String reached(Subprocess process);
    }

    private static Goal goal(String word) {
        for (ProcessState state : List.of(ProcessState.EXITED, ProcessState.STOPPED, ProcessState.FATAL)) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return process -> process.state() == state && !process.isWaiting() ? "" : null;
            }
        }
        for (Condition condition : Condition.values()) {
            if (condition != Condition.REACHED && condition.word().equals(word)) {
                Dependency dependency = Dependency.on("", condition);
                return process -> dependency.holds(process)
                        ? ""
                        : isLost(process) ? process.state().name() : null;
            }
        }
        throw new RpcFault(
                Fault.INCORRECT_PARAMETERS,
                word + " is none of " + String.join(", ", Condition.words()) + ", exited, stopped, fatal");
    }

    /** Whether it comes to nothing without somebody's help. */
    private static boolean isLost(Subprocess process) {
        return process.state() == ProcessState.FATAL && !process.isWaiting();
    }
}

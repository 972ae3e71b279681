package org.supervisor4j.daemon.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.supervisor4j.model.ProcessState;

/** Every state with every input, as {@link Phase} answers it: what {@code docs/process-states.md} shows. */
public final class PhaseMatrix {
    private static final long LATER = 1000 * Phase.SECOND;
    private static final StartPolicy POLICY =
            new StartPolicy("web", true, StartPolicy.Restart.UNEXPECTED, 1, 3, List.of(0), 15, 10, false, false);
    /** One that gives up after one restart, and is tried again after that. */
    private static final StartPolicy LIMITED = new StartPolicy(
            "web",
            true,
            StartPolicy.Restart.UNEXPECTED,
            1,
            3,
            List.of(0),
            15,
            10,
            false,
            false,
            Again.policy().limit(1, 60).fatalRetry(9).build());

    private static final Restarts ONE =
            new Restarts(0, Recent.NONE.with(LIMITED.again().limit(), LATER));

    private static final Moment NOW = new Moment(LATER, true);
    private static final Moment SHUTTING_DOWN = new Moment(LATER, false);

    private static final Map<String, Phase> STATES = new LinkedHashMap<>();
    private static final Map<String, BiFunction<Phase, StartPolicy, Transition>> INPUTS = new LinkedHashMap<>();

    static {
        STATES.put("STOPPED, never started", new Phase.Stopped(0, true));
        STATES.put("STOPPED", new Phase.Stopped(0, false));
        STATES.put("STOPPED, being replaced", new Phase.Stopped(0, false, 0, Restarts.NONE));
        STATES.put("STOPPED, replaced too often", new Phase.Stopped(0, false, LATER, ONE));
        STATES.put("STARTING, no child yet", new Phase.Starting(LATER, 0, 0));
        STATES.put("STARTING, up for startsecs", new Phase.Starting(0, 0, 77));
        STATES.put("STARTING, not yet so long", new Phase.Starting(LATER, 0, 77));
        STATES.put("STARTING, must say that it is ready", new Phase.Unready(0, 2 * LATER, 0, 77, Restarts.NONE, false));
        STATES.put("STARTING, ready_timeout over", new Phase.Unready(0, 0, 0, 77, Restarts.NONE, false));
        STATES.put("RUNNING", new Phase.Running(0, 77));
        STATES.put("BACKOFF, retries left", new Phase.Backoff(0, 1));
        STATES.put("BACKOFF, retries used up", new Phase.Backoff(0, 4));
        STATES.put("STOPPING", new Phase.Stopping(2 * LATER, 0, 77));
        STATES.put("STOPPING, stopwaitsecs over", new Phase.Stopping(0, 0, 77));
        STATES.put("EXITED, as expected", new Phase.Exited(new ExitStatus.Exited(0), 0, true));
        STATES.put("EXITED, restarted too often", new Phase.Exited(new ExitStatus.Exited(1), LATER, true, ONE));
        STATES.put("EXITED, unexpectedly", new Phase.Exited(new ExitStatus.Exited(1), 0, true));
        STATES.put("FATAL, to be tried again", new Phase.Fatal(0, ONE));
        STATES.put("FATAL", new Phase.Fatal());
        STATES.put("UNKNOWN", new Phase.Unknown(77));

        INPUTS.put("time", (phase, policy) -> phase.onTick(policy, NOW));
        INPUTS.put("time, shutting down", (phase, policy) -> phase.onTick(policy, SHUTTING_DOWN));
        INPUTS.put("start", (phase, policy) -> phase.onStart(policy, NOW));
        INPUTS.put("spawned", (phase, policy) -> phase.onSpawned(policy, 77, NOW));
        INPUTS.put("spawn failed", (phase, policy) -> phase.onSpawnFailed(policy, "why", NOW));
        INPUTS.put("spawn starved", (phase, policy) -> phase.onSpawnStarved(policy, "why", false, NOW));
        INPUTS.put("ready", (phase, policy) -> phase.onReady(policy, NOW));
        INPUTS.put("stop", (phase, policy) -> phase.onStop(policy, NOW));
        INPUTS.put("shutdown", (phase, policy) -> phase.onShutdown(policy, NOW));
        INPUTS.put("exit 0", (phase, policy) -> phase.onReaped(policy, new ExitStatus.Exited(0), NOW));
        INPUTS.put("signal refused", (phase, policy) -> phase.onSignalRefused("why"));
    }

    private PhaseMatrix() {}

    /** A change that is announced. */
    public record Step(ProcessState from, ProcessState to) {}

    /** All that any state announces at any input. */
    public static Set<Step> steps() {
        Set<Step> steps = new LinkedHashSet<>();
        STATES.values().forEach(phase -> INPUTS.values().stream()
                .flatMap(input -> answer(phase, input).stream())
                .flatMap(transition -> transition.effects().stream())
                .forEach(effect -> {
                    if (effect instanceof Effect.Announce change) {
                        steps.add(new Step(change.from(), change.to()));
                    }
                }));
        return steps;
    }

    /** Empty for what cannot happen. */
    private static Optional<Transition> answer(Phase phase, BiFunction<Phase, StartPolicy, Transition> input) {
        try {
            return Optional.of(input.apply(phase, phase.restarts().equals(ONE) ? LIMITED : POLICY));
        } catch (IllegalStateException cannotHappen) {
            return Optional.empty();
        }
    }

    /** The page's lines, without blanks. */
    static List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("|state|" + String.join("|", INPUTS.keySet()) + "|");
        lines.add("|---|" + "---|".repeat(INPUTS.size()));
        STATES.forEach((name, phase) -> lines.add("|" + name + "|"
                + INPUTS.values().stream()
                        .map(input ->
                                answer(phase, input).map(PhaseMatrix::cell).orElse("–"))
                        .collect(Collectors.joining("|"))
                + "|"));
        return lines;
    }

    /** The states that are passed through, and what is done to the child; empty where the input is ignored. */
    private static String cell(Transition transition) {
        StringBuilder cell = new StringBuilder();
        for (Effect effect : transition.effects()) {
            if (effect instanceof Effect.Announce change) {
                cell.append(cell.isEmpty() ? "" : ", ").append(change.to());
            } else if (effect instanceof Effect.Spawn) {
                cell.append(" + spawn");
            } else if (effect instanceof Effect.Kill kill) {
                cell.append(cell.isEmpty() ? "" : " + ").append(kill.signal() == 9 ? "SIGKILL" : "stopsignal");
            }
        }
        boolean logOnly = cell.isEmpty() && !transition.effects().isEmpty();
        return logOnly ? "(log line)" : cell.toString();
    }
}

package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.SignalForwards;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.model.SupervisorState;

/**
 * What must be true of the daemon's end: that it comes with a process that it lives for, with the status of that one,
 * and never without a reason; and that it is over in time.
 */
final class EndRules {
    /** Stands for no child at all, as in the daemon's exit status. */
    static final int NO_CHILD = 1;

    private final SimulationTrace trace;
    private final LoopHarness harness;
    private final ContainerConfig config;

    /** What the last end of each was, in the order of these ends: its exit status, or 0 where that was expected. */
    private final Map<String, Integer> lastEnds = new LinkedHashMap<>();

    /** The first that has ended with which the daemon has to end; null for none. */
    private @Nullable String reason;

    /** That one's exit status. */
    private int status;

    private boolean isAsked;
    private boolean hasSomeEnded;

    /** When the time for a shutdown began to run; negative before. */
    private long begun = -1;

    EndRules(Dice dice, SimulationTrace trace, LoopHarness harness) {
        this.trace = trace;
        this.harness = harness;
        config = new ContainerConfig(
                false,
                true,
                true,
                dice.oneIn(3) ? Duration.ofMillis(dice.any(500, 1500, 9000, 60_000)) : null,
                dice.oneIn(3) ? new ExitRule(dice.oneIn(2), dice.oneIn(2)) : ExitRule.NONE,
                dice.oneIn(4) ? "web:web_0" : null,
                SignalForwards.NONE);
        harness.container(config);
    }

    @Override
    public String toString() {
        return "exit_on " + config.exits() + ", exit_code_from " + config.exitCodeFrom() + ", stop_budget "
                + config.stopBudget();
    }

    /** Somebody wants the daemon to end, or to start over. */
    void asked() {
        isAsked = true;
    }

    private boolean isUp() {
        return harness.supervisor.mood() == SupervisorState.RUNNING;
    }

    /**
     * A process has ended, and nobody had asked for that.
     *
     * @param code as the daemon's exit status would be
     */
    void ended(String name, Essential essential, int code, boolean isExpected, boolean isFatal) {
        if (!isUp()) {
            return;
        }
        hasSomeEnded = true;
        int failure = isFatal && code == 0 ? NO_CHILD : code;
        lastEnds.remove(name);
        lastEnds.put(name, isExpected ? 0 : failure);
        boolean isMarked = essential.kind() == Essential.Kind.TRUE
                || (isFatal && essential.kind() == Essential.Kind.FATAL)
                || (isExpected ? essential.onSuccess() : essential.onFailure());
        if (reason == null && (isMarked || (isFatal && config.exits().onAnyFatal()))) {
            reason = name;
            status = failure;
        }
    }

    /** After each turn. */
    void check(ProcessRules rules) {
        if (reason == null && config.exits().onAllExited() && !lastEnds.isEmpty()) {
            checkAllExited(rules);
        }
        hasSomeEnded = false;
        trace.must(reason == null || !isUp(), "%s has ended, and the daemon goes on", reason);
        trace.must(reason != null || isAsked || isUp(), "the daemon ends, and there is no reason");
        int expected = reason == null
                ? 0
                : config.exitCodeFrom() == null ? status : rules.lastCode(config.exitCodeFrom(), status);
        trace.must(
                harness.supervisor.exitStatus() == expected,
                "the daemon's exit status is %d, because of %s it should be %d",
                harness.supervisor.exitStatus(),
                reason,
                expected);
        if (begun < 0 && harness.supervisor.mood() == SupervisorState.SHUTDOWN) {
            begun = harness.clock.nanos();
        }
    }

    private void checkAllExited(ProcessRules rules) {
        // Who asked before may have been refused; only an end that nobody asked for has a status.
        boolean hasEnded = !isUp() && (!isAsked || harness.supervisor.exitStatus() != 0);
        trace.must(!hasEnded || rules.mayBeAtRest(), "the daemon ends, and not all have ended");
        trace.must(!isUp() || !hasSomeEnded || !rules.isAtRest(), "all have ended, and the daemon goes on");
        if (hasEnded) {
            reason = "exit_on=all_exited";
            status = lastEnds.values().stream()
                    .filter(failure -> failure != 0)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Whether so many hundredths of the budget are over, and no more than that time of it is left. */
    private boolean isOver(int hundredths, long left) {
        Duration budget = config.stopBudget();
        if (budget == null || begun < 0) {
            return false;
        }
        long nanos = budget.toNanos();
        return harness.clock.nanos() - begun >= Math.max(nanos * hundredths / 100, nanos - left);
    }

    /** Whether nobody waits for others any more before he is asked to end. */
    boolean isHurried() {
        return isOver(50, Long.MAX_VALUE);
    }

    /** Whether whoever is alive is killed. */
    boolean isKilling() {
        return isOver(66, Phase.SECOND);
    }

    /** Whether nobody is waited for any more. */
    boolean isOver() {
        return isOver(80, Phase.SECOND * 3 / 10);
    }
}

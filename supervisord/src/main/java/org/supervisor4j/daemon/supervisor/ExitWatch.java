package org.supervisor4j.daemon.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.Ending;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.state.ExitRule.DaemonEnd;

/**
 * Remembers how processes have ended by themselves, and asks the rule whether the daemon ends with them. The first
 * verdict counts. On the control loop only.
 */
final class ExitWatch {
    /** How each ended last, in the order of these ends. */
    private final Map<String, Ending> last = new LinkedHashMap<>();

    private boolean mayBeAtRest;
    private @Nullable DaemonEnd verdict;

    /** @return that the daemon has to end with this, if nothing has said so before */
    Optional<DaemonEnd> ended(Ending ending, ExitRule rule) {
        last.remove(ending.process());
        last.put(ending.process(), ending);
        mayBeAtRest = rule.onAllExited();
        return keep(rule.with(ending));
    }

    /**
     * To be asked at the end of a turn.
     *
     * @param isAtRest whether no program runs or will by itself; only asked if one has ended
     * @return as {@link #ended}
     */
    Optional<DaemonEnd> atRest(ExitRule rule, BooleanSupplier isAtRest) {
        if (!mayBeAtRest) {
            return Optional.empty();
        }
        mayBeAtRest = false;
        return isAtRest.getAsBoolean() ? keep(rule.atRest(last.values())) : Optional.empty();
    }

    /** What it has come to; empty where the daemon does not end by itself. */
    Optional<DaemonEnd> verdict() {
        return Optional.ofNullable(verdict);
    }

    private Optional<DaemonEnd> keep(Optional<DaemonEnd> found) {
        if (verdict != null) {
            return Optional.empty();
        }
        verdict = found.orElse(null);
        return found;
    }
}

package org.supervisor4j.daemon.process;

import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Recent;
import org.supervisor4j.daemon.state.Restarts;

/**
 * What can be seen of a process's starts by itself.
 *
 * @param at when the next one is due, in monotonic nanoseconds; {@link Phase#NEVER} if none is, or if its turn has not
 *     come
 * @param isStoppable whether it is down, and a stop is what keeps it so
 * @param waitsForBudget whether it is due, and its group's budget has none left
 * @param restarts how many there were since somebody asked for a start, or since the first one
 * @param failures failed starts in a row
 * @param row runs in a row that were too short to forget those before; 0 where nobody counts them
 * @param recent those that {@code restart_limit} counts
 */
public record NextStart(
        long at, boolean isStoppable, boolean waitsForBudget, int restarts, int failures, int row, Recent recent) {
    public static final NextStart NONE = new NextStart(Phase.NEVER, false, false, 0, 0, 0, Recent.NONE);

    static NextStart of(Phase phase, long at, boolean isStoppable, boolean waitsForBudget, int restarts) {
        boolean isNone = at == Phase.NEVER && !isStoppable && !waitsForBudget && restarts == 0 && phase.failures() == 0;
        return isNone && phase.restarts().equals(Restarts.NONE)
                ? NONE
                : new NextStart(
                        at,
                        isStoppable,
                        waitsForBudget,
                        restarts,
                        phase.failures(),
                        phase.restarts().row(),
                        phase.restarts().recent());
    }
}

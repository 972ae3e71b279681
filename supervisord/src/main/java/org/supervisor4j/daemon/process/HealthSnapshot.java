package org.supervisor4j.daemon.process;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.health.probing.ProbeAnswer;
import org.supervisor4j.daemon.health.probing.WatchedRun;

/**
 * What can be seen of how a process is, at one moment.
 *
 * @param ready as {@link Subprocess#isReady}
 * @param watch knows the last answer; null where nothing is watched
 * @param status what the program says of itself; empty if it does not
 * @param mainPid the process that it says is the program; 0 if it does not say
 */
public record HealthSnapshot(
        Verdict verdict,
        boolean ready,
        @Nullable WatchedRun watch,
        String status,
        int mainPid,
        boolean reloading,
        boolean stopping) {
    /** Of a process that has not been started. */
    public static final HealthSnapshot NONE = new HealthSnapshot(Verdict.NONE, false, null, "", 0, false, false);

    /** The last answer of a probe; null if there was none. Any thread. */
    public @Nullable ProbeAnswer lastAnswer() {
        return watch == null ? null : watch.lastAnswer();
    }
}

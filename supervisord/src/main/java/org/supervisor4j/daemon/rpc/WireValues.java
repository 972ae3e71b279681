package org.supervisor4j.daemon.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessHealth;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RestartState;

/** Turns what a method returns into what is sent. */
final class WireValues {
    private WireValues() {}

    /** Records become structs or arrays, inside lists too; everything else stays. */
    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof ProcessInfo info) {
            return info.toMap();
        } else if (value instanceof ProcessOutcome outcome) {
            return outcome.toMap();
        } else if (value instanceof PastRun run) {
            return run.toMap();
        } else if (value instanceof RestartState restart) {
            return restart.toMap();
        } else if (value instanceof ProcessHealth health) {
            return health.toMap();
        } else if (value instanceof ConfigChanges changes) {
            return changes.toMap();
        } else if (value instanceof EventPool pool) {
            return pool.toMap();
        } else if (value instanceof NeedsOfProcess needs) {
            return needs.toMap();
        } else if (value instanceof LastOutput output) {
            return output.toMap();
        } else if (value instanceof LogTail tail) {
            return tail.toList();
        } else if (value instanceof List<?> list) {
            return list.stream().map(WireValues::of).toList();
        }
        return value;
    }
}

package org.supervisor4j.daemon.os.posix;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.posix.libc.Errors;

/** One child between clone and exec. */
final class PosixPendingExec implements PendingExec {
    private final PosixSpawner spawner;
    private final int descriptor;
    private final SpawnMemory memory;
    private final List<SpawnStep> steps;

    PosixPendingExec(PosixSpawner spawner, int descriptor, SpawnMemory memory, List<SpawnStep> steps) {
        this.spawner = spawner;
        this.descriptor = descriptor;
        this.memory = memory;
        this.steps = steps;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public @Nullable Failure finish() {
        spawner.forget(this);
        spawner.awaitExec(descriptor);
        int error = memory.error();
        int row = memory.failedRow();
        memory.unmap();
        if (error == 0) {
            return null;
        }
        // A child that its new user traces can write what it likes into a status that it shares with us.
        boolean plausible = row >= 0 && row < steps.size();
        return new Failure(plausible ? steps.get(row) : SpawnStep.EXEC, Errors.errno(error));
    }
}

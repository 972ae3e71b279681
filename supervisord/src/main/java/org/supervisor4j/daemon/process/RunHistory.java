package org.supervisor4j.daemon.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.state.ExitStatus;
import org.supervisor4j.diagnosis.PastEnds;
import org.supervisor4j.model.Int32;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.PastRun.Outcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Signal;

/** How the last runs of a process ended. On the control loop only; the list that it gives out never changes. */
final class RunHistory {
    /** A thousand processes keep about a megabyte. */
    static final int MOST = PastEnds.MOST;

    private List<PastRun> runs = List.of();
    private @Nullable FailedChild failedChild;

    /** What the child of the present run could not do on its way to the program. */
    private record FailedChild(PendingExec.Failure failure, String text) {}

    /** The oldest first. */
    List<PastRun> runs() {
        return runs;
    }

    /**
     * The child of the present run never became the program; its end follows.
     *
     * @param text what could not be done, and why
     */
    void childFailed(PendingExec.Failure failure, String text) {
        failedChild = new FailedChild(failure, text);
    }

    /** These came before. */
    void inherit(List<PastRun> earlier) {
        List<PastRun> all = new ArrayList<>(earlier);
        all.addAll(runs);
        runs = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    /**
     * There was no child: the attempt ended with this error.
     *
     * @param nanos how long it lasted
     */
    void notSpawned(long start, long now, long nanos, String error, ProcessState next) {
        add(new PastRun(
                Int32.nearest(start),
                Int32.nearest(now),
                milliseconds(nanos),
                0,
                Outcome.NOT_SPAWNED,
                -1,
                "",
                false,
                error,
                "",
                "",
                "",
                next));
    }

    /**
     * The child has ended.
     *
     * @param nanos how long the run lasted
     */
    void ended(long start, long stop, long nanos, int pid, ExitStatus status, ProcessState next) {
        FailedChild failed = failedChild;
        failedChild = null;
        Outcome outcome = status instanceof ExitStatus.Exited
                ? Outcome.EXITED
                : status instanceof ExitStatus.Killed ? Outcome.KILLED : Outcome.UNKNOWN;
        String signal = status instanceof ExitStatus.Killed killed ? Signal.name(killed.signal()) : "";
        boolean core = status instanceof ExitStatus.Killed killed && killed.coreDumped();
        add(new PastRun(
                Int32.nearest(start),
                Int32.nearest(stop),
                milliseconds(nanos),
                pid,
                outcome,
                status.code(),
                signal,
                core,
                status.text(),
                failed == null ? "" : failed.failure().step().name(),
                failed == null ? "" : failed.failure().errno().name(),
                failed == null ? "" : failed.text(),
                next));
    }

    private void add(PastRun run) {
        List<PastRun> longer = new ArrayList<>(runs.subList(Math.max(0, runs.size() - MOST + 1), runs.size()));
        longer.add(run);
        runs = List.copyOf(longer);
    }

    private static int milliseconds(long nanos) {
        return Int32.nearest(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }
}

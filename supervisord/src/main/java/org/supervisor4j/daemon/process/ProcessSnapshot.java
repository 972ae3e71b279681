package org.supervisor4j.daemon.process;

import java.util.List;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessState;

/**
 * What can be seen of a process, at one moment.
 *
 * @param start when the last attempt to start began, seconds since the epoch, 0 = never
 * @param stop when a child last ended, seconds since the epoch, 0 = never
 * @param startedAt as start, in monotonic nanoseconds: for uptimes
 * @param spawnerr empty if there is none
 * @param stdoutLogfile empty if there is none
 * @param stderrLogfile empty if there is none
 * @param outputBegin where the output of the last run that is over begins, and that of the present one after it
 * @param next its starts by itself
 * @param health whether it is ready, and well
 * @param history how its last runs ended, the oldest first; unmodifiable
 * @param waiting for whom its start waits; empty if it does not
 * @param counters go on
 */
public record ProcessSnapshot(
        String name,
        String group,
        ProcessConfig config,
        ProcessState state,
        long start,
        long stop,
        long startedAt,
        String spawnerr,
        int exitstatus,
        String stdoutLogfile,
        String stderrLogfile,
        int pid,
        OutputBegin outputBegin,
        NextStart next,
        HealthSnapshot health,
        List<PastRun> history,
        String waiting,
        RunCounters counters) {}

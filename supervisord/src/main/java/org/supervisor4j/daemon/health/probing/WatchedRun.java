package org.supervisor4j.daemon.health.probing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a program as it is watched. On the control loop, but for {@link #lastAnswer}. */
public interface WatchedRun {
    int NONE = -1;

    /** What the child is to have in its environment. */
    Map<String, String> environment();

    /** What becomes the child's descriptor that it writes to when it is ready; {@link #NONE} if it has none. */
    int readyDescriptor();

    /** There is a child: the watching begins. */
    void spawned(int pid);

    /** Whoever reads its output has found what was looked for there. */
    void readyByLog();

    /** The last answer; null if there was none. Any thread. */
    @Nullable
    ProbeAnswer lastAnswer();

    /** The run is over, or never began. */
    void close();
}

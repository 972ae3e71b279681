package org.supervisor4j.daemon.health.probing;

import org.supervisor4j.daemon.health.NotifyMessage;
import org.supervisor4j.daemon.health.Verdict;

/** Is told of one run, on the control loop, and no more once that has been closed. */
public interface RunObserver {
    /** It is ready. */
    void ready();

    /** It has said something. */
    void notified(NotifyMessage message);

    /** How it is has changed. */
    void judged(Verdict verdict);
}

package org.supervisor4j.daemon.monitoring;

import java.util.List;
import java.util.Optional;

/** What probes and scrapes ask the daemon. Any thread; nothing waits for the control loop. */
public interface Monitor {
    /** Whether the daemon itself does its work, and nothing has failed that it lives for. */
    ProbeReport alive();

    /** Whether all that is to be started by itself runs, or has done what it had to do. */
    ProbeReport ready();

    /**
     * The same for some processes, started by themselves or not.
     *
     * @param names of processes or of groups, as {@code supervisorctl} takes them
     * @return empty if there is nothing of one of these names
     */
    Optional<ProbeReport> ready(List<String> names);

    /**
     * All numbers, as they are now, in UTF-8.
     *
     * @param openMetrics in the text of OpenMetrics rather than that of Prometheus
     */
    byte[] metrics(boolean openMetrics);

    /** What a browser is to take that text for. */
    String metricsType(boolean openMetrics);

    /** Looks at what processes use, for the next page. May take a while; one thread at a time. */
    void measure();

    /** Counts the calls of clients. */
    CallMeter calls();
}

package org.supervisor4j.daemon.monitoring;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.supervisor4j.daemon.monitoring.ProbeReport.Failing;

/** Says what the test wants to hear. */
public final class FakeMonitor implements Monitor {
    public volatile ProbeReport alive = ProbeReport.GOOD;
    public volatile ProbeReport ready = ProbeReport.GOOD;

    public final CallMeter calls = new CallMeter();
    public final AtomicInteger measurements = new AtomicInteger();

    public static ProbeReport failing(String name, String why) {
        return new ProbeReport(List.of(new Failing(name, why)));
    }

    @Override
    public ProbeReport alive() {
        return alive;
    }

    @Override
    public ProbeReport ready() {
        return ready;
    }

    /** There is a process {@code web}, and no other. */
    @Override
    public Optional<ProbeReport> ready(List<String> names) {
        return names.equals(List.of("web")) ? Optional.of(ready) : Optional.empty();
    }

    @Override
    public byte[] metrics(boolean openMetrics) {
        return new byte[] {'1', '\n'};
    }

    @Override
    public String metricsType(boolean openMetrics) {
        return openMetrics ? "open" : "plain";
    }

    @Override
    public void measure() {
        measurements.incrementAndGet();
    }

    @Override
    public CallMeter calls() {
        return calls;
    }
}

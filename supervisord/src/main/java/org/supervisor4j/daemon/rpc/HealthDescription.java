package org.supervisor4j.daemon.rpc;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.health.HealthCheck;
import org.supervisor4j.daemon.health.probing.ProbeAnswer;
import org.supervisor4j.daemon.process.HealthSnapshot;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.model.ProcessHealth;

/** What {@code getProcessHealth} says of a process. */
final class HealthDescription {
    private HealthDescription() {}

    /** @param now in monotonic nanoseconds */
    static ProcessHealth of(ProcessSnapshot process, long now) {
        HealthConfig config = process.config().health();
        HealthSnapshot health = process.health();
        HealthCheck check = config.check();
        ProbeAnswer answer = health.lastAnswer();
        return new ProcessHealth(
                process.name(),
                process.group(),
                health.verdict().word(),
                health.ready(),
                config.ready() == null ? "" : config.ready().toString(),
                check == null ? "" : check.probe().toString(),
                check == null ? "" : check.action().name().toLowerCase(Locale.ROOT),
                answer != null && answer.good(),
                answer == null ? "" : answer.text(),
                answer == null ? -1 : (int) TimeUnit.NANOSECONDS.toSeconds(Math.max(0, now - answer.at())),
                answer == null ? 0 : (int) TimeUnit.NANOSECONDS.toMillis(answer.nanos()),
                health.status(),
                health.mainPid(),
                health.reloading(),
                health.stopping());
    }
}

package org.supervisor4j.daemon.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.pattern.LinePattern;

/**
 * How it is found out whether a program is well, and what follows.
 *
 * @param interval from the begin of one probe to that of the next
 * @param timeout after which a probe has failed
 * @param retries failures in a row that make it unhealthy
 * @param success good answers in a row that make it healthy
 * @param startPeriod after a start, in which failures do not count
 * @param body what the body of an answer of HTTP must have; null for anything
 * @param header what a request of HTTP says; null for nothing
 */
public record HealthCheck(
        Probe probe,
        Duration interval,
        Duration timeout,
        int retries,
        int success,
        Duration startPeriod,
        StatusRanges expect,
        @Nullable LinePattern body,
        @Nullable HttpHeader header,
        HealthAction action) {}

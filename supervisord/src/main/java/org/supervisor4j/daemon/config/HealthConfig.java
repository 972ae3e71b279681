package org.supervisor4j.daemon.config;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.HealthCheck;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.ini.InvalidValueException;

/**
 * What a process's section says of readiness and health.
 *
 * @param ready null: it is, once it has been up for startsecs
 * @param readyTimeout how long it may take to become ready; zero for ever
 * @param probe null for no check
 * @param watchdog how often the process is to say that it lives; zero for never
 * @param liveness the same in the words of another supervisor
 */
public record HealthConfig(
        @Nullable Ready ready,
        Duration readyTimeout,
        @Nullable Probe probe,
        Duration interval,
        Duration timeout,
        int retries,
        int success,
        Duration startPeriod,
        StatusRanges expect,
        @Nullable LinePattern body,
        @Nullable HttpHeader header,
        HealthAction action,
        Duration watchdog,
        Liveness liveness) {
    static final KeyTable<ProcessConfig, HealthConfig> ALL = new KeyTable<ProcessConfig, HealthConfig>(
                    "", ProcessConfig::health)
            .added()
            .shown(Shown.IF_OTHER);
    static final Key<Duration> READY_TIMEOUT =
            ALL.nextStart("ready_timeout", ValueKind.DURATION, "60", HealthConfig::readyTimeout);
    static final Key<Duration> INTERVAL =
            ALL.live("healthcheck_interval", ValueKind.INTERVAL, "10", HealthConfig::interval);
    static final Key<Duration> TIMEOUT =
            ALL.live("healthcheck_timeout", ValueKind.INTERVAL, "3", HealthConfig::timeout);
    static final Key<Integer> RETRIES = ALL.live("healthcheck_retries", ValueKind.COUNT, "3", HealthConfig::retries);
    static final Key<Integer> SUCCESS = ALL.live("healthcheck_success", ValueKind.COUNT, "1", HealthConfig::success);
    static final Key<Duration> START_PERIOD =
            ALL.live("healthcheck_start_period", ValueKind.DURATION, "0", HealthConfig::startPeriod);
    static final Key<StatusRanges> EXPECT =
            ALL.live("healthcheck_expect", ValueKind.STATUSES, "200-299", HealthConfig::expect);
    static final Key<LinePattern> BODY = ALL.live("healthcheck_body", ValueKind.REGEX, null, HealthConfig::body);
    /** It may be how to log in. */
    static final Key<HttpHeader> HEADER =
            ALL.shown(Shown.SECRET).live("healthcheck_header", ValueKind.HEADER, null, HealthConfig::header);

    static final Key<HealthAction> ACTION =
            ALL.live("healthcheck_action", ValueKind.HEALTH_ACTION, "restart", HealthConfig::action);
    static final Key<Duration> WATCHDOG =
            ALL.nextStart("watchdog_sec", ValueKind.DURATION, "0", HealthConfig::watchdog);
    private static final KeyTable<ProcessConfig, HealthConfig> HIDDEN = ALL.shown(Shown.NEVER);
    static final Key<Duration> LIVENESS_DELAY =
            HIDDEN.live("liveness_check_initial_delay", ValueKind.DURATION, "60", h -> h.liveness.initialDelay);
    static final Key<Duration> LIVENESS_PERIOD =
            HIDDEN.live("liveness_check_period", ValueKind.INTERVAL, "60", h -> h.liveness.period);
    static final Key<Duration> LIVENESS_TIMEOUT =
            HIDDEN.live("liveness_check_timeout", ValueKind.INTERVAL, "30", h -> h.liveness.timeout);
    static final Key<Integer> LIVENESS_SUCCESS =
            HIDDEN.live("liveness_check_success_threshold", ValueKind.COUNT, "1", h -> h.liveness.success);
    static final Key<Integer> LIVENESS_FAILURE =
            HIDDEN.live("liveness_check_failure_threshold", ValueKind.COUNT, "3", h -> h.liveness.failure);
    static final Key<String> LIVENESS_SUCCESS_ACTION =
            HIDDEN.live("liveness_check_success_action", ValueKind.STRING, "", h -> h.liveness.successAction);
    static final Key<String> LIVENESS_FAILURE_ACTION =
            HIDDEN.live("liveness_check_failure_action", ValueKind.STRING, "restart", h -> h.liveness.failureAction);

    /** These may name {@code process_num}. */
    static final KeyTable<ProcessConfig, HealthConfig> EACH =
            ALL.another().added().shown(Shown.IF_OTHER);

    static final Key<Ready> READY = EACH.nextStart("ready", ValueKind.READY, null, HealthConfig::ready);
    static final Key<Probe> PROBE = EACH.live("healthcheck", ValueKind.PROBE, null, HealthConfig::probe);
    static final Key<String> LIVENESS =
            EACH.shown(Shown.NEVER).live("liveness_check_script", ValueKind.STRING, null, h -> h.liveness.script);

    /** Of a process that says nothing about it. */
    public static final HealthConfig NONE = new HealthConfig(
            null,
            Duration.ofSeconds(60),
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            3,
            1,
            Duration.ZERO,
            StatusRanges.SUCCESS,
            null,
            null,
            HealthAction.RESTART,
            Duration.ZERO,
            new Liveness(
                    null, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(30), 1, 3, "", "restart"));

    /**
     * The keys {@code liveness_check_*} of the supervisor in Go.
     *
     * @param script an address, or a command; null if they are not used
     */
    public record Liveness(
            @Nullable String script,
            Duration initialDelay,
            Duration period,
            Duration timeout,
            int success,
            int failure,
            String successAction,
            String failureAction) {
        private @Nullable HealthCheck check(
                StatusRanges expect, @Nullable LinePattern body, @Nullable HttpHeader header) {
            if (script == null) {
                return null;
            }
            HealthAction action = failureAction.equalsIgnoreCase("restart")
                    ? HealthAction.RESTART
                    : failureAction.equalsIgnoreCase("stop") ? HealthAction.STOP : HealthAction.EVENT;
            return new HealthCheck(
                    probe(script), period, timeout, failure, success, initialDelay, expect, body, header, action);
        }

        private static Probe probe(String script) {
            try {
                return Probe.parse(script);
            } catch (InvalidValueException refused) {
                // It was read already, and is refused there.
                return new Probe.Exec(script);
            }
        }
    }

    static HealthConfig of(Values values) {
        return new HealthConfig(
                values.find(READY),
                values.get(READY_TIMEOUT),
                values.find(PROBE),
                values.get(INTERVAL),
                values.get(TIMEOUT),
                values.get(RETRIES),
                values.get(SUCCESS),
                values.get(START_PERIOD),
                values.get(EXPECT),
                values.find(BODY),
                values.find(HEADER),
                values.get(ACTION),
                values.get(WATCHDOG),
                new Liveness(
                        values.find(LIVENESS),
                        values.get(LIVENESS_DELAY),
                        values.get(LIVENESS_PERIOD),
                        values.get(LIVENESS_TIMEOUT),
                        values.get(LIVENESS_SUCCESS),
                        values.get(LIVENESS_FAILURE),
                        values.get(LIVENESS_SUCCESS_ACTION),
                        values.get(LIVENESS_FAILURE_ACTION)));
    }

    /** Notes what cannot be so, as soon as the last key of them has been read. */
    public static void check(Key<?> last, Values values, BiConsumer<Key<?>, String> problem) {
        if (!last.is(LIVENESS)) {
            return;
        }
        Probe probe = values.find(PROBE);
        boolean dog = !values.get(WATCHDOG).isZero();
        if (probe instanceof Probe.Watchdog && !dog) {
            problem.accept(PROBE, "healthcheck: notify needs to know how often; set watchdog_sec");
        }
        String script = values.find(LIVENESS);
        if (script == null) {
            return;
        }
        if (probe != null) {
            problem.accept(LIVENESS, "liveness_check_script: there is a healthcheck, too; remove one of them");
        }
        try {
            Probe.parse(script);
        } catch (InvalidValueException bad) {
            problem.accept(LIVENESS, "liveness_check_script: " + bad.getMessage());
        }
    }

    /** Notes what the words of another supervisor have no effect here. */
    public static void warn(Values values, BiConsumer<Key<?>, String> warnings) {
        if (values.find(LIVENESS) == null) {
            return;
        }
        if (!values.get(LIVENESS_SUCCESS_ACTION).isBlank()) {
            warnings.accept(
                    LIVENESS_SUCCESS_ACTION,
                    "liveness_check_success_action is not run; an event listener with events_extra=X_PROCESS_HEALTH"
                            + " can do so");
        }
        if (!isKnown(values.get(LIVENESS_FAILURE_ACTION))) {
            warnings.accept(
                    LIVENESS_FAILURE_ACTION,
                    "liveness_check_failure_action is neither restart nor stop and is not run; an event listener with"
                            + " events_extra=X_PROCESS_HEALTH can do so");
        }
    }

    private static boolean isKnown(String failureAction) {
        return failureAction.equalsIgnoreCase("restart") || failureAction.equalsIgnoreCase("stop");
    }

    /** Whether there is anything to be watched. */
    public boolean isAny() {
        return ready != null || check() != null || !watchdog.isZero();
    }

    /** How it is found out whether the process is well; null if it is not asked. */
    public @Nullable HealthCheck check() {
        if (probe != null) {
            return check(probe);
        }
        if (liveness.script != null) {
            return liveness.check(expect, body, header);
        }
        return watchdog.isZero() ? null : check(new Probe.Watchdog());
    }

    private HealthCheck check(Probe asked) {
        return new HealthCheck(asked, interval, timeout, retries, success, startPeriod, expect, body, header, action);
    }
}

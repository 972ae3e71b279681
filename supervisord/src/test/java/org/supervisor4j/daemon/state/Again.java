package org.supervisor4j.daemon.state;

import org.supervisor4j.daemon.state.RestartPolicy.Shape;

/** A {@link RestartPolicy} with the original's values, for tests that care about one or two; times in seconds. */
public final class Again {
    private final RestartPolicy policy;

    private Again(RestartPolicy policy) {
        this.policy = policy;
    }

    public static Again policy() {
        return new Again(new RestartPolicy(
                0,
                Shape.ORIGINAL,
                Phase.SECOND,
                2,
                30 * Phase.SECOND,
                0,
                60 * Phase.SECOND,
                false,
                0,
                Rate.NONE,
                Exits.NONE,
                Exits.NONE));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * Phase.SECOND);
    }

    private Again with(
            long pause, Shape shape, long delay, double factor, long most, double jitter, long reset, boolean endless) {
        return new Again(new RestartPolicy(
                pause,
                shape,
                delay,
                factor,
                most,
                jitter,
                reset,
                endless,
                policy.fatalRetryNanos(),
                policy.limit(),
                policy.always(),
                policy.never()));
    }

    private Again with(long fatalRetry, Rate limit, Exits always, Exits never) {
        RestartPolicy p = policy;
        return new Again(new RestartPolicy(
                p.pauseNanos(),
                p.shape(),
                p.delayNanos(),
                p.factor(),
                p.mostNanos(),
                p.jitter(),
                p.resetNanos(),
                p.endless(),
                fatalRetry,
                limit,
                always,
                never));
    }

    public Again pause(double seconds) {
        RestartPolicy p = policy;
        return with(
                nanos(seconds),
                p.shape(),
                p.delayNanos(),
                p.factor(),
                p.mostNanos(),
                p.jitter(),
                p.resetNanos(),
                p.endless());
    }

    public Again shape(Shape shape) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                shape,
                p.delayNanos(),
                p.factor(),
                p.mostNanos(),
                p.jitter(),
                p.resetNanos(),
                p.endless());
    }

    public Again delay(double seconds) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                p.shape(),
                nanos(seconds),
                p.factor(),
                p.mostNanos(),
                p.jitter(),
                p.resetNanos(),
                p.endless());
    }

    public Again factor(double factor) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                p.shape(),
                p.delayNanos(),
                factor,
                p.mostNanos(),
                p.jitter(),
                p.resetNanos(),
                p.endless());
    }

    public Again most(double seconds) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                p.shape(),
                p.delayNanos(),
                p.factor(),
                nanos(seconds),
                p.jitter(),
                p.resetNanos(),
                p.endless());
    }

    public Again jitter(double part) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                p.shape(),
                p.delayNanos(),
                p.factor(),
                p.mostNanos(),
                part,
                p.resetNanos(),
                p.endless());
    }

    public Again reset(double seconds) {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(),
                p.shape(),
                p.delayNanos(),
                p.factor(),
                p.mostNanos(),
                p.jitter(),
                nanos(seconds),
                p.endless());
    }

    public Again endless() {
        RestartPolicy p = policy;
        return with(
                p.pauseNanos(), p.shape(), p.delayNanos(), p.factor(), p.mostNanos(), p.jitter(), p.resetNanos(), true);
    }

    public Again fatalRetry(double seconds) {
        return with(nanos(seconds), policy.limit(), policy.always(), policy.never());
    }

    public Again limit(int count, double seconds) {
        return with(policy.fatalRetryNanos(), new Rate(count, nanos(seconds)), policy.always(), policy.never());
    }

    public Again always(Exits exits) {
        return with(policy.fatalRetryNanos(), policy.limit(), exits, policy.never());
    }

    public Again never(Exits exits) {
        return with(policy.fatalRetryNanos(), policy.limit(), policy.always(), exits);
    }

    public RestartPolicy build() {
        return policy;
    }
}

package org.supervisor4j.daemon.state;

/**
 * What a process remembers of its starts by itself, from one attempt to the next. A start that somebody asked for
 * forgets it.
 *
 * @param row how many runs in a row were not long enough to forget those before; 0 where no curve asks for it
 * @param recent when it was started by itself, as far as {@code restart_limit} counts it
 */
public record Restarts(int row, Recent recent) {
    public static final Restarts NONE = new Restarts(0, Recent.NONE);

    /** A run, or an attempt that did not come to one, is over. */
    Restarts ended(RestartPolicy policy, long uptime) {
        if (!policy.countsRow()) {
            return row == 0 ? this : new Restarts(0, recent);
        }
        return new Restarts(uptime >= policy.resetNanos() || row == Integer.MAX_VALUE ? 1 : row + 1, recent);
    }

    /** It is started by itself. */
    Restarts begun(RestartPolicy policy, long now) {
        return policy.limit().isNone() && recent.moments().isEmpty()
                ? this
                : new Restarts(row, recent.with(policy.limit(), now));
    }

    /** It has been given up: the next attempt is a first one, if not to {@code restart_limit}. */
    Restarts givenUp() {
        return row == 0 ? this : new Restarts(0, recent);
    }

    /** Whether a start by itself at that moment would be one too many. */
    boolean wouldExceed(RestartPolicy policy, long at) {
        return recent.freeAt(policy.limit(), at) > at;
    }
}

package org.supervisor4j.daemon.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Rate} has to know of the past: no more moments than it allows.
 *
 * @param moments in monotonic nanoseconds, the oldest first
 */
public record Recent(List<Long> moments) {
    public static final Recent NONE = new Recent(List.of());

    public Recent {
        moments = List.copyOf(moments);
    }

    /** How many there were in the window that ends now. */
    public int within(Rate rate, long now) {
        return (int) moments.stream()
                .filter(moment -> now - moment < rate.windowNanos())
                .count();
    }

    /** The first moment, not before the given one, at which one more is not too many. */
    public long freeAt(Rate rate, long at) {
        int last = moments.size() - rate.count();
        return rate.isNone() || last < 0 ? at : Math.max(at, moments.get(last) + rate.windowNanos());
    }

    /** With one more. */
    public Recent with(Rate rate, long now) {
        if (rate.isNone()) {
            return NONE;
        }
        List<Long> longer =
                new ArrayList<>(moments.subList(Math.max(0, moments.size() - rate.count() + 1), moments.size()));
        longer.add(now);
        return new Recent(longer);
    }
}

package org.supervisor4j.daemon.state;

import java.math.BigDecimal;

/**
 * So many within so long a time, whenever that begins.
 *
 * @param count 0 where there is no bound
 */
public record Rate(int count, long windowNanos) {
    /** As many as there may be. */
    public static final Rate NONE = new Rate(0, 0);

    public boolean isNone() {
        return count == 0;
    }

    /** {@code 5 times in 60 seconds}. */
    public String text() {
        String seconds = seconds();
        return count + (count == 1 ? " time" : " times") + " in " + seconds
                + (seconds.equals("1") ? " second" : " seconds");
    }

    private String seconds() {
        return BigDecimal.valueOf(windowNanos, 9).stripTrailingZeros().toPlainString();
    }

    /** As it is written in a file. */
    @Override
    public String toString() {
        return count + "/" + seconds();
    }
}

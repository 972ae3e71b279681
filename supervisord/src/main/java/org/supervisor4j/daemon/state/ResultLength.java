package org.supervisor4j.daemon.state;

import java.util.OptionalInt;

/**
 * The length in {@code RESULT <length>}, as Python's {@code int()} reads bytes: blanks around, a sign, ASCII digits,
 * single underscores between them.
 */
final class ResultLength {
    /** What an answer may have, in bytes. The original has no limit; handlers look for two bytes. */
    static final int MAXIMUM = 1 << 20;

    private ResultLength() {}

    /**
     * Reads the bytes from an index on.
     *
     * @return empty if they are not a number, or one below 0 or above {@link #MAXIMUM}
     */
    static OptionalInt parse(byte[] line, int from) {
        int end = line.length;
        int at = Math.min(from, end);
        while (at < end && isBlank(line[at])) {
            at++;
        }
        while (end > at && isBlank(line[end - 1])) {
            end--;
        }
        boolean negative = at < end && line[at] == '-';
        if (negative || (at < end && line[at] == '+')) {
            at++;
        }
        int number = digits(line, at, end);
        return number < 0 || number > MAXIMUM || (negative && number > 0)
                ? OptionalInt.empty()
                : OptionalInt.of(number);
    }

    /** -1 if it is not a number; what is too large stays so however many digits follow. */
    private static int digits(byte[] line, int from, int end) {
        int number = 0;
        boolean digitBefore = false;
        for (int at = from; at < end; at++) {
            if (line[at] == '_' && digitBefore) {
                digitBefore = false;
            } else if (line[at] >= '0' && line[at] <= '9') {
                number = Math.min(MAXIMUM + 1, number * 10 + line[at] - '0');
                digitBefore = true;
            } else {
                return -1;
            }
        }
        return digitBefore ? number : -1;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || (value >= '\t' && value <= '\r');
    }
}

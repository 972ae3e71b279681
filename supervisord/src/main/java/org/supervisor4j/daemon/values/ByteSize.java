package org.supervisor4j.daemon.values;

import java.math.BigInteger;
import java.util.Locale;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;

/**
 * A number of bytes: {@code 50MB}.
 *
 * @param bytes may be negative, as in the reference
 */
public record ByteSize(long bytes) {
    /**
     * Digits with {@code KB}, {@code MB} or {@code GB} behind them in any case, or digits alone. No fractions, no other
     * units.
     *
     * @throws InvalidValueException that shows the part that should have been a number, in lower case
     */
    public static ByteSize parse(String text) throws InvalidValueException {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("kb") ? 10 : lower.endsWith("mb") ? 20 : lower.endsWith("gb") ? 30 : 0;
        BigInteger number = PythonNumber.decimal(shift == 0 ? lower : lower.substring(0, lower.length() - 2));
        return new ByteSize(PythonNumber.toLong(number.shiftLeft(shift)));
    }
}

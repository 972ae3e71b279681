package org.supervisor4j.ctl.commands;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;

/**
 * How much of a log is wanted.
 *
 * @param bytes counted from the end; negative counts from the start instead; 0 is all
 */
record TailLength(BigInteger bytes) {
    private static final TailLength DEFAULT = new TailLength(BigInteger.valueOf(1600));
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    /**
     * @param modifier {@code -100}, or empty for the usual amount
     * @return null if that is no number
     */
    static @Nullable TailLength of(String modifier) {
        if (modifier.isEmpty()) {
            return DEFAULT;
        }
        try {
            return new TailLength(PythonNumber.decimal(modifier.substring(1)));
        } catch (InvalidValueException notANumber) {
            return null;
        }
    }

    /**
     * What the methods that read logs take.
     *
     * @throws PythonError if XML-RPC has no number of that size
     */
    int offset() {
        BigInteger offset = bytes.negate();
        if (offset.compareTo(MOST) > 0
                || offset.compareTo(MOST.add(BigInteger.ONE).negate()) < 0) {
            throw new PythonError("OverflowError", "int exceeds XML-RPC limits");
        }
        return offset.intValue();
    }
}

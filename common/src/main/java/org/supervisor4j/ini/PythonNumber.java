package org.supervisor4j.ini;

import java.math.BigInteger;

/**
 * Whole numbers as Python's {@code int()} reads them: blanks around, a sign, digits of any script, single underscores
 * between digits, leading zeros.
 */
public final class PythonNumber {
    /** Python refuses longer decimal texts, because converting them takes quadratic time. */
    private static final int MOST_DIGITS = 4300;
    /** Python cuts the quoted text in its message. */
    private static final int LONGEST_QUOTE = 200;

    private PythonNumber() {}

    /** @throws InvalidValueException {@code invalid literal for int() with base 10: 'x'} */
    public static BigInteger decimal(String text) throws InvalidValueException {
        String digits = digits(PythonWhitespace.strip(text), 10);
        if (digits.isEmpty()) {
            String quoted = PythonRepr.of(text);
            int end = quoted.offsetByCodePoints(0, Math.min(LONGEST_QUOTE, quoted.codePointCount(0, quoted.length())));
            throw new InvalidValueException("invalid literal for int() with base 10: " + quoted.substring(0, end));
        }
        int count = digits.startsWith("-") ? digits.length() - 1 : digits.length();
        if (count > MOST_DIGITS) {
            throw new InvalidValueException("Exceeds the limit (" + MOST_DIGITS
                    + " digits) for integer string conversion: value has " + count
                    + " digits; use sys.set_int_max_str_digits() to increase the limit");
        }
        return new BigInteger(digits);
    }

    /** Base eight, with or without {@code 0o} in front. */
    public static BigInteger octal(String text) throws InvalidValueException {
        String digits = digits(PythonWhitespace.strip(text), 8);
        if (digits.isEmpty()) {
            // contract: datatypes.octal_type
            throw new InvalidValueException(text + " can not be converted to an octal type");
        }
        if (digits.length() > MOST_DIGITS) {
            // Takes Java quadratic time, and means no more than "very large".
            return BigInteger.valueOf(digits.startsWith("-") ? -1 : 1).shiftLeft(Long.SIZE);
        }
        return new BigInteger(digits, 8);
    }

    /** The nearest value that an {@code int} can hold: a priority of 10^12 still sorts last. */
    public static int toInt(BigInteger number) {
        return number.bitLength() < Integer.SIZE
                ? number.intValue()
                : number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    /** The nearest value that a {@code long} can hold. */
    public static long toLong(BigInteger number) {
        return number.bitLength() < Long.SIZE
                ? number.longValue()
                : number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** Sign and ASCII digits; empty if the text is not such a number. */
    private static String digits(String text, int base) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            out.append(text.charAt(0) == '-' ? "-" : "");
            at = 1;
        }
        // An underscore may stand between two digits, and right after the prefix.
        boolean digitBefore = false;
        if (base == 8 && text.regionMatches(true, at, "0o", 0, 2)) {
            at += 2;
            digitBefore = true;
        }
        boolean any = false;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int digit = Character.digit(c, 10);
            if (c == '_' && digitBefore) {
                digitBefore = false;
            } else if (digit >= 0 && digit < base && Character.isDigit(c)) {
                out.append((char) ('0' + digit));
                digitBefore = true;
                any = true;
            } else {
                return "";
            }
            at += Character.charCount(c);
        }
        return any && digitBefore ? out.toString() : "";
    }
}

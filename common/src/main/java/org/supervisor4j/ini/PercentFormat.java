package org.supervisor4j.ini;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of Python's {@code text % mapping}. The messages are those of CPython 3.11 (contract: they are part of the
 * reference's error texts). Indexes count code points, as Python does.
 */
final class PercentFormat {
    /** A wider field than this would only be there to fill the memory. */
    private static final int WIDEST = 10_000;
    /** The same for many fields, or for one long name many times. */
    private static final int LONGEST = 1 << 20;
    /** Of so many stray signs in one value nobody wants to hear. */
    static final int MOST_STRAYS = 100;

    private final int[] format;
    private final Expansion names;
    private final StringBuilder out = new StringBuilder();
    private int at;
    /**
     * The argument of a conversion without a name: first the mapping itself, then the value of the last name; null =
     * used.
     */
    private @Nullable Object argument;

    PercentFormat(String text, Expansion names) {
        this.format = text.codePoints().toArray();
        this.names = names;
        this.argument = names;
    }

    String format() throws UnknownNameException, BadFormatException {
        while (at < format.length) {
            int c = format[at];
            at++;
            if (c != '%') {
                out.appendCodePoint(c);
            } else if (at < format.length && format[at] == '%') {
                out.append('%');
                at++;
            } else {
                conversion();
                if (out.length() > LONGEST) {
                    throw new BadFormatException("result too long");
                }
            }
        }
        return out.toString();
    }

    /**
     * The percent signs that were probably meant as such: they begin no conversion, or one without a name.
     *
     * @param names null = any name will do
     * @return their indexes, in code points
     */
    static List<Integer> strays(String text, @Nullable Expansion names) {
        PercentFormat scan = new PercentFormat(text, names == null ? Expansion.empty() : names);
        List<Integer> strays = new ArrayList<>();
        while (scan.at < scan.format.length && strays.size() < MOST_STRAYS) {
            int start = scan.at;
            scan.at++;
            if (scan.format[start] == '%' && scan.peek() == '%') {
                scan.at++;
            } else if (scan.format[start] == '%' && !scan.isNamedConversion(names == null)) {
                strays.add(start);
                scan.at = start + 1;
            }
        }
        return strays;
    }

    private boolean isNamedConversion(boolean anyName) {
        if (peek() != '(') {
            return false;
        }
        out.setLength(0);
        try {
            conversion();
            return true;
        } catch (UnknownNameException unknown) {
            return anyName;
        } catch (BadFormatException bad) {
            return false;
        }
    }

    private void conversion() throws UnknownNameException, BadFormatException {
        if (at < format.length && format[at] == '(') {
            String name = name();
            Object value = names.lookUp(name);
            if (value == null) {
                throw new UnknownNameException(name);
            }
            argument = value;
        }
        FormatSpec spec = new FormatSpec();
        while (peek() >= 0 && spec.flag(peek())) {
            at++;
        }
        spec.width = number("width too big", Long.MAX_VALUE);
        if (peek() == '.') {
            at++;
            spec.precision = Math.max(0, number("precision too big", Integer.MAX_VALUE));
        }
        if (peek() == 'h' || peek() == 'l' || peek() == 'L') {
            at++;
        }
        int type = peek();
        if (type < 0) {
            throw new BadFormatException("incomplete format");
        }
        at++;
        convert(spec, type);
    }

    private int peek() {
        return at < format.length ? format[at] : -1;
    }

    /** Between the parentheses; inner ones count. */
    private String name() throws BadFormatException {
        int depth = 1;
        int start = at + 1;
        for (int i = start; i < format.length; i++) {
            depth += format[i] == '(' ? 1 : format[i] == ')' ? -1 : 0;
            if (depth == 0) {
                at = i + 1;
                return new String(format, start, i - start);
            }
        }
        throw new BadFormatException("incomplete format key");
    }

    /** Digits or {@code *}; -1 where there are none. */
    private int number(String tooBig, long largest) throws BadFormatException {
        if (peek() == '*') {
            at++;
            return starred();
        }
        if (peek() < '0' || peek() > '9') {
            return -1;
        }
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = peek() - '0';
            if (number > (largest - digit) / 10) {
                throw new BadFormatException(tooBig);
            }
            number = number * 10 + digit;
            at++;
        }
        if (number > WIDEST) {
            throw new BadFormatException(tooBig);
        }
        return (int) number;
    }

    /** Python takes the number from the arguments and then has none left to show: all ways end in an error. */
    private int starred() throws BadFormatException {
        Object value = next();
        if (!(value instanceof BigInteger)) {
            throw new BadFormatException("* wants int");
        }
        return 0;
    }

    private Object next() throws BadFormatException {
        Object value = argument;
        if (value == null) {
            throw new BadFormatException("not enough arguments for format string");
        }
        argument = null;
        return value;
    }

    private void convert(FormatSpec spec, int type) throws BadFormatException {
        Object value = next();
        switch (type) {
            case 's' ->
                out.append(spec.text(
                        value instanceof Expansion all ? PythonRepr.of(all.mapping(), false) : value.toString()));
            case 'r' -> out.append(spec.text(repr(value, false)));
            case 'a' -> out.append(spec.text(repr(value, true)));
            case 'd', 'i', 'u', 'o', 'x', 'X' -> out.append(spec.whole(whole(value, type), type));
            case 'e', 'E', 'f', 'F', 'g', 'G' -> out.append(spec.real(real(value), (char) type));
            case 'c' -> out.append(spec.padded(character(value)));
            default ->
                throw new BadFormatException(String.format(
                        "unsupported format character '%c' (0x%x) at index %d",
                        type > 31 && type < 127 ? type : '?', type, at - 1));
        }
    }

    private static String repr(Object value, boolean ascii) {
        if (value instanceof Expansion all) {
            return PythonRepr.of(all.mapping(), ascii);
        }
        if (value instanceof String text) {
            return ascii ? PythonRepr.ascii(text) : PythonRepr.of(text);
        }
        return value.toString();
    }

    private static BigInteger whole(Object value, int type) throws BadFormatException {
        if (value instanceof BigInteger number) {
            return number;
        }
        String wanted = type == 'o' || type == 'x' || type == 'X' ? "an integer" : "a real number";
        throw new BadFormatException(
                "%" + Character.toString(type) + " format: " + wanted + " is required, not " + typeName(value));
    }

    private static double real(Object value) throws BadFormatException {
        if (!(value instanceof BigInteger number)) {
            throw new BadFormatException("must be real number, not " + typeName(value));
        }
        double real = number.doubleValue();
        if (Double.isInfinite(real)) {
            throw new BadFormatException("int too large to convert to float");
        }
        return real;
    }

    private static String character(Object value) throws BadFormatException {
        if (value instanceof BigInteger number) {
            if (number.signum() < 0 || number.bitLength() > 21 || number.intValue() > Character.MAX_CODE_POINT) {
                throw wrongCharacter("arg not in range(0x110000)");
            }
            return Character.toString(number.intValue());
        }
        if (value instanceof String text && text.codePointCount(0, text.length()) == 1) {
            return text;
        }
        throw wrongCharacter("requires int or char");
    }

    private static BadFormatException wrongCharacter(String what) {
        return new BadFormatException("%" + "c " + what);
    }

    private static String typeName(Object value) {
        return value instanceof String ? "str" : "dict";
    }

    /** A name that nobody defined. */
    static final class UnknownNameException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String name;

        UnknownNameException(String name) {
            super(name, null, false, false);
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /** A format that Python refuses, in its words. */
    static final class BadFormatException extends Exception {
        private static final long serialVersionUID = 1L;

        BadFormatException(String message) {
            super(message, null, false, false);
        }
    }
}

package org.supervisor4j.ini;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Flags, width and precision of one conversion, and what they do to a value. Filled in by {@link PercentFormat}. */
final class FormatSpec {
    /** -1 = not given. */
    int width = -1;
    /** -1 = not given. */
    int precision = -1;

    private boolean left;
    private boolean plus;
    private boolean blank;
    private boolean alternate;
    private boolean zero;

    /** Takes the character if it is a flag. */
    boolean flag(int c) {
        switch (c) {
            case '-' -> left = true;
            case '+' -> plus = true;
            case ' ' -> blank = true;
            case '#' -> alternate = true;
            case '0' -> zero = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Cut to the precision, then padded. */
    String text(String value) {
        int length = value.codePointCount(0, value.length());
        return padded(
                precision >= 0 && precision < length
                        ? value.substring(0, value.offsetByCodePoints(0, precision))
                        : value);
    }

    String padded(String value) {
        String blanks = " ".repeat(Math.max(0, width - value.codePointCount(0, value.length())));
        return left ? value + blanks : blanks + value;
    }

    String whole(BigInteger value, int type) {
        int radix = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
        String digits = value.abs().toString(radix);
        digits = "0".repeat(Math.max(0, precision - digits.length())) + digits;
        String prefix = !alternate || radix == 10 ? "" : radix == 8 ? "0o" : "0x";
        String number = signed(value.signum() < 0, prefix, digits);
        return type == 'X' ? number.toUpperCase(Locale.ROOT) : number;
    }

    String real(double value, char type) {
        BigDecimal number = new BigDecimal(value).abs();
        int places = precision < 0 ? 6 : precision;
        String digits =
                switch (Character.toLowerCase(type)) {
                    case 'e' -> exponential(number, places, alternate);
                    case 'f' -> fixed(number, places);
                    default -> general(number, Math.max(1, places));
                };
        String shown = signed(value < 0, "", digits);
        return Character.isUpperCase(type) ? shown.toUpperCase(Locale.ROOT) : shown;
    }

    /** Zeros go between the sign and the digits, blanks outside; a left-adjusted number takes blanks only. */
    private String signed(boolean negative, String prefix, String digits) {
        String head = (negative ? "-" : plus ? "+" : blank ? " " : "") + prefix;
        if (zero && !left) {
            return head + "0".repeat(Math.max(0, width - head.length() - digits.length())) + digits;
        }
        return padded(head + digits);
    }

    private String fixed(BigDecimal number, int places) {
        String text = number.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        return places == 0 && alternate ? text + "." : text;
    }

    private static String exponential(BigDecimal number, int places, boolean point) {
        BigDecimal rounded = number.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = rounded.signum() == 0 ? 0 : digits.length() - 1 - rounded.scale();
        digits = digits + "0".repeat(Math.max(0, places + 1 - digits.length()));
        String mantissa = digits.charAt(0) + (places > 0 || point ? "." : "") + digits.substring(1, places + 1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + String.format("%02d", Math.abs(exponent));
    }

    /** C's rule: as {@code e} if the exponent is below -4 or not below the precision, else as {@code f}. */
    private String general(BigDecimal number, int significant) {
        BigDecimal rounded = number.round(new MathContext(significant, RoundingMode.HALF_EVEN));
        int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - 1 - rounded.scale();
        boolean small = exponent < significant;
        String text = small
                ? rounded.setScale(significant - 1 - exponent, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : exponential(number, significant - 1, alternate);
        if (alternate) {
            return small && significant - 1 == exponent ? text + "." : text;
        }
        int e = text.indexOf('e');
        String mantissa = e < 0 ? text : text.substring(0, e);
        if (mantissa.indexOf('.') >= 0) {
            mantissa = mantissa.replaceFirst("\\.?0+$", "");
        }
        return e < 0 ? mantissa : mantissa + text.substring(e);
    }
}

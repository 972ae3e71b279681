package org.supervisor4j.daemon.values;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.model.Signal;

/**
 * A kind of value: text to value, or the reference's message (a contract: {@code datatypes.py}). Kinds that need to
 * look something up, such as users and directories, are made where the look-up is.
 */
@FunctionalInterface
public interface ValueType<T> {
    /** @throws InvalidValueException with the reference's sentence */
    T parse(String text) throws InvalidValueException;

    /** Any text, as it is. */
    ValueType<String> STRING = text -> text;

    /** A whole number; beyond what an {@code int} can hold it counts as the largest (or smallest) one. */
    ValueType<Integer> INTEGER = text -> PythonNumber.toInt(PythonNumber.decimal(text));

    /** {@code yes true on 1}, {@code no false off 0}. */
    ValueType<Boolean> BOOLEAN = text -> ValueType.truth(text)
            .orElseThrow(() -> new InvalidValueException("not a valid boolean value: " + PythonRepr.of(text)));

    /**
     * Digits, alone or followed by {@code KB}, {@code MB} or {@code GB} in any case; no fractions, no other units. A
     * bad number is shown in lower case, and a negative one is fine, as in the reference.
     */
    ValueType<Long> BYTE_SIZE = text -> {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("kb") ? 10 : lower.endsWith("mb") ? 20 : lower.endsWith("gb") ? 30 : 0;
        BigInteger number = PythonNumber.decimal(shift == 0 ? lower : lower.substring(0, lower.length() - 2));
        return PythonNumber.toLong(number.shiftLeft(shift));
    };

    /** {@code 022}, {@code 22}, {@code 0o22}. */
    ValueType<Integer> OCTAL = text -> PythonNumber.toInt(PythonNumber.octal(text));

    /** A signal's number, given as such or as a name. */
    ValueType<Integer> SIGNAL = ValueType::signal;

    /** Numbers from 0 to 255 between commas; an empty list is fine. */
    ValueType<List<Integer>> EXIT_CODES = ValueType::exitCodes;

    /** Trimmed pieces between commas, empty ones too; no piece at all for empty text. */
    ValueType<List<String>> LIST = text -> {
        List<String> items = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String item : text.split(",", -1)) {
                items.add(PythonWhitespace.strip(item));
            }
        }
        return items;
    };

    /** {@code KEY="value",KEY2=value2}, in order; the last one wins. */
    ValueType<Map<String, String>> KEY_VALUES = ValueType::keyValues;

    /** {@code host:port}. */
    ValueType<ServerAddress> INET_ADDRESS = ServerAddress::parse;

    /** A name of a process or group: trimmed, and free of what breaks the listener protocol or URLs. */
    ValueType<String> NAME = text -> {
        String name = PythonWhitespace.strip(text);
        for (String bad : List.of(" ", ":", "/")) {
            if (name.contains(bad)) {
                throw new InvalidValueException(
                        "Invalid name: " + PythonRepr.of(text) + " because of character: '" + bad + "'");
            }
        }
        return name;
    };

    /** Empty if it is not one of the eight words. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> Optional.of(true);
            case "no", "false", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static int signal(String text) throws InvalidValueException {
        BigInteger number;
        try {
            number = PythonNumber.decimal(text);
        } catch (InvalidValueException notANumber) {
            return signalNamed(text);
        }
        if (number.signum() < 0 || number.bitLength() > Byte.SIZE) {
            throw badSignal(text, "number");
        }
        return Signal.parse(number.toString()).orElseThrow(() -> badSignal(text, "number"));
    }

    private static int signalNamed(String text) throws InvalidValueException {
        String word = PythonWhitespace.strip(text).toUpperCase(Locale.ROOT);
        String name = word.startsWith("SIG") ? word.substring(3) : word;
        return switch (name) {
            // Python's signal module has these three constants among its SIG… names.
            case "_BLOCK" -> 0;
            case "_UNBLOCK" -> 1;
            case "_SETMASK" -> 2;
            default -> Signal.parse("SIG" + name).orElseThrow(() -> badSignal(text, "name"));
        };
    }

    private static InvalidValueException badSignal(String text, String what) {
        return new InvalidValueException("value " + PythonRepr.of(text) + " is not a valid signal " + what);
    }

    private static List<Integer> exitCodes(String text) throws InvalidValueException {
        List<Integer> codes = new ArrayList<>();
        for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int code;
            try {
                code = INTEGER.parse(item);
            } catch (InvalidValueException notANumber) {
                code = -1;
            }
            if (code < 0 || code > 255) {
                throw new InvalidValueException("not a valid list of exit codes: " + PythonRepr.of(text));
            }
            codes.add(code);
        }
        return codes;
    }

    private static String adviceOn(String text, List<String> tokens, int at) {
        if (TypographicQuotes.areIn(text)) {
            return TypographicQuotes.ADVICE;
        }
        return at > 0 && !tokens.get(at - 1).equals(",")
                ? "after the value of " + tokens.get(at - 4) + " a comma is missing, or quotes around all of it"
                : "";
    }

    /** Tokens come in fours, KEY = VALUE and one more that is not looked at (normally a comma). */
    private static Map<String, String> keyValues(String text) throws InvalidValueException {
        List<String> tokens = ShellWords.tokens(text);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i += 4) {
            if (i + 2 >= tokens.size() || !tokens.get(i + 1).equals("=")) {
                throw new InvalidValueException("Unexpected end of key/value pairs in value '" + text + "'")
                        .advising(adviceOn(text, tokens, i));
            }
            pairs.put(tokens.get(i), tokens.get(i + 2));
        }
        return pairs;
    }
}

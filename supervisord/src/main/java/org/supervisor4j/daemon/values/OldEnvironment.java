package org.supervisor4j.daemon.values;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;

/**
 * How Supervisor up to 4.2.5 reads {@code environment=}: by Python's {@code shlex} without POSIX rules. Quotes belong
 * to the words, are taken off their ends in any number, and inside a word are text; there is no backslash.
 */
public final class OldEnvironment {
    private final String text;
    private int at;

    private OldEnvironment(String text) {
        this.text = text;
    }

    /** @throws InvalidValueException where those versions refuse it */
    public static Map<String, String> parse(String text) throws InvalidValueException {
        OldEnvironment tokens = new OldEnvironment(text);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name = tokens.next(); name != null; name = tokens.next()) {
            String equals = tokens.next();
            String value = tokens.next();
            if (value == null || !"=".equals(equals)) {
                tokens.readToTheEnd();
                throw new InvalidValueException("Unexpected end of key/value pairs");
            }
            pairs.put(name, unquoted(value));
            // Whatever stands where a comma should be is dropped.
            tokens.next();
        }
        return pairs;
    }

    /** An open quotation is told before anything else. */
    private void readToTheEnd() throws InvalidValueException {
        while (next() != null) {
            // The next one, then.
        }
    }

    /** Null at the end. */
    private @Nullable String next() throws InvalidValueException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isQuote(c)) {
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new InvalidValueException("No closing quotation");
                }
                return taken(end + 1);
            } else if (isWordCharacter(c)) {
                return word();
            } else if (c == '#') {
                skipComment();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return taken(at + 1);
            }
        }
        return null;
    }

    /** A comment does not end a word: it goes on in the next line. */
    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipComment();
            } else if (isWordCharacter(c) || isQuote(c)) {
                word.append(c);
                at++;
            } else {
                break;
            }
        }
        return word.toString();
    }

    private void skipComment() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private String taken(int end) {
        String token = text.substring(at, end);
        at = end;
        return token;
    }

    private static String unquoted(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && isQuote(word.charAt(from))) {
            from++;
        }
        while (to > from && isQuote(word.charAt(to - 1))) {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean isWordCharacter(char c) {
        return c < 0x80 && ShellWords.isWordCharacter(c);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}

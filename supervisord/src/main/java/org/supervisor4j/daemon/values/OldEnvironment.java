package org.supervisor4j.daemon.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;

/**
 * How Supervisor up to 4.2.5 reads {@code environment=}: by Python's {@code shlex} without POSIX rules. Quotes belong
 * to the words, are taken off their ends in any number, and inside a word are text; there is no backslash.
 */
public final class OldEnvironment {
    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private OldEnvironment(String text) {
        this.text = text;
    }

    /** @throws InvalidValueException where those versions refuse it */
    public static Map<String, String> parse(String text) throws InvalidValueException {
        List<String> tokens = new OldEnvironment(text).tokens();
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i += 4) {
            if (i + 2 >= tokens.size() || !tokens.get(i + 1).equals("=")) {
                throw new InvalidValueException("Unexpected end of key/value pairs");
            }
            pairs.put(tokens.get(i), unquoted(tokens.get(i + 2)));
        }
        return pairs;
    }

    private List<String> tokens() throws InvalidValueException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isQuote(c)) {
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new InvalidValueException("No closing quotation");
                }
                take(end + 1);
            } else if (isWordCharacter(c)) {
                tokens.add(word());
            } else if (c == '#') {
                skipComment();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                take(at + 1);
            }
        }
        return tokens;
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

    private void take(int end) {
        tokens.add(text.substring(at, end));
        at = end;
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

package org.supervisor4j.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.InvalidValueException;

/**
 * Splits a command line as Python's {@code getopt} does: options end at the first word that is none, letters bundle, a
 * long name may be cut to any unique beginning. Rules and messages are a contract that no library keeps.
 *
 * @param options in the order in which they were given
 * @param rest the words after the options
 */
public record GetOpt(List<Given> options, List<String> rest) {
    public GetOpt {
        options = List.copyOf(options);
        rest = List.copyOf(rest);
    }

    /** What follows an option. */
    public enum Kind {
        FLAG,
        /** A flag that the reference does not have. Its name is not abbreviated, so no other one's changes. */
        FLAG_IN_FULL,
        VALUE,
        /** The same with a value. */
        VALUE_IN_FULL;

        boolean takesValue() {
            return this == VALUE || this == VALUE_IN_FULL;
        }

        boolean mayBeShort() {
            return this == FLAG || this == VALUE;
        }
    }

    /**
     * One option as given.
     *
     * @param name {@code -u} or, in full, {@code --user}
     * @param value empty for a flag
     */
    public record Given(String name, String value) {}

    /**
     * @param known all spellings, {@code -u} and {@code --user}
     * @throws InvalidValueException in getopt's words (contract)
     */
    public static GetOpt parse(List<String> words, Map<String, Kind> known) throws InvalidValueException {
        List<Given> options = new ArrayList<>();
        int next = 0;
        while (next < words.size()
                && words.get(next).startsWith("-")
                && !words.get(next).equals("-")) {
            String word = words.get(next);
            next++;
            if (word.equals("--")) {
                break;
            }
            String following = next < words.size() ? words.get(next) : null;
            boolean used = word.startsWith("--")
                    ? readLong(word.substring(2), following, known, options)
                    : readLetters(word.substring(1), following, known, options);
            next += used ? 1 : 0;
        }
        return new GetOpt(options, words.subList(next, words.size()));
    }

    /** Whether the following word was used as the option's value. */
    private static boolean readLong(
            String text, @Nullable String following, Map<String, Kind> known, List<Given> options)
            throws InvalidValueException {
        int equals = text.indexOf('=');
        String name = fullName("--" + (equals < 0 ? text : text.substring(0, equals)), known);
        Kind kind = known.get(name);
        boolean wantsValue = kind != null && kind.takesValue();
        if (!wantsValue && equals >= 0) {
            throw new InvalidValueException("option " + name + " must not have an argument");
        }
        boolean uses = wantsValue && equals < 0;
        options.add(new Given(name, uses ? required(name, following) : equals < 0 ? "" : text.substring(equals + 1)));
        return uses;
    }

    /** No lambda: the first one costs every run of supervisorctl 10 ms. */
    private static String fullName(String start, Map<String, Kind> known) throws InvalidValueException {
        if (known.containsKey(start)) {
            return start;
        }
        String found = null;
        for (Map.Entry<String, Kind> option : known.entrySet()) {
            if (option.getValue().mayBeShort() && option.getKey().startsWith(start)) {
                if (found != null) {
                    throw new InvalidValueException("option " + start + " not a unique prefix");
                }
                found = option.getKey();
            }
        }
        if (found == null) {
            throw new InvalidValueException("option " + start + " not recognized");
        }
        return found;
    }

    /** Whether the following word was used as the last letter's value. */
    private static boolean readLetters(
            String letters, @Nullable String following, Map<String, Kind> known, List<Given> options)
            throws InvalidValueException {
        int at = 0;
        while (at < letters.length()) {
            int end = letters.offsetByCodePoints(at, 1);
            String name = "-" + letters.substring(at, end);
            Kind kind = name.equals("--") ? null : known.get(name);
            if (kind == null) {
                throw new InvalidValueException("option " + name + " not recognized");
            }
            if (kind.takesValue()) {
                boolean attached = end < letters.length();
                options.add(new Given(name, attached ? letters.substring(end) : required(name, following)));
                return !attached;
            }
            options.add(new Given(name, ""));
            at = end;
        }
        return false;
    }

    private static String required(String name, @Nullable String following) throws InvalidValueException {
        if (following == null) {
            throw new InvalidValueException("option " + name + " requires argument");
        }
        return following;
    }
}

package org.supervisor4j.recipe;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a program, and how to see that it will: where all that is said here holds.
 *
 * @param name within its recipe
 * @param with what the words after the program have somewhere; null for anything
 * @param without what neither these words nor a line of the program's own file have; null for nothing
 * @param fileWith what a line of its own file has; null for anything
 * @param keys what the settings are: {@code stopsignal=TERM}, {@code startsecs<6}, {@code ready=}
 * @param says what will happen, and what to do
 */
public record Mistake(
        String name,
        @Nullable Pattern with,
        @Nullable Pattern without,
        @Nullable Pattern fileWith,
        List<String> keys,
        String says) {
    private static final Pattern CONDITION = Pattern.compile("([a-z_]+)(!?[=<])(.*)");

    public Mistake {
        keys = List.copyOf(keys);
        for (String key : keys) {
            if (!CONDITION.matcher(key).matches()) {
                throw new IllegalStateException("mistake " + name + ": '" + key + "' is no condition");
            }
        }
    }

    static Mistake of(String name, Map<String, String> texts) {
        String says = texts.get("says");
        if (says == null) {
            throw new IllegalStateException("mistake " + name + " says nothing");
        }
        String keys = texts.getOrDefault("keys", "");
        return new Mistake(
                name,
                // Of one line; and of no line at all, Java finds no beginning where it looks for beginnings of lines.
                pattern(texts.get("with"), 0),
                pattern(texts.get("without"), Pattern.MULTILINE),
                pattern(texts.get("file-with"), Pattern.MULTILINE),
                keys.isEmpty() ? List.of() : List.of(keys.split(" +", -1)),
                says);
    }

    private static @Nullable Pattern pattern(@Nullable String text, int flags) {
        return text == null ? null : Pattern.compile(text, flags);
    }

    /**
     * Whether it is made.
     *
     * @param arguments the words after the program, with a blank between them
     * @param file what stands in its own file; empty if it has none, or if that cannot be read
     * @param settings the keys of its section, with their defaults; those that are not known are left out, and a
     *     condition on them does not hold
     */
    boolean isMade(String arguments, String file, Map<String, String> settings) {
        return (with == null || with.matcher(arguments).find())
                && (without == null
                        || !(without.matcher(arguments).find()
                                || without.matcher(file).find()))
                && (fileWith == null || fileWith.matcher(file).find())
                && keys.stream().allMatch(condition -> holds(condition, settings));
    }

    /** The settings that it needs, in words, with what follows: {@code with stopsignal=TERM: }; empty if none. */
    public String condition() {
        return keys.isEmpty() ? "" : "with " + String.join(" ", keys).replace(" ready=", " and without ready=") + ": ";
    }

    private static boolean holds(String condition, Map<String, String> settings) {
        Matcher parts = CONDITION.matcher(condition);
        if (!parts.matches()) {
            throw new AssertionError(condition);
        }
        String value = settings.get(parts.group(1));
        if (value == null) {
            return false;
        }
        return switch (parts.group(2)) {
            case "=" -> value.equals(parts.group(3));
            case "!=" -> !value.equals(parts.group(3));
            default -> Long.parseLong(value) < Long.parseLong(parts.group(3));
        };
    }
}

package org.supervisor4j.daemon.config.reading;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.Values;
import org.supervisor4j.daemon.values.OldEnvironment;
import org.supervisor4j.daemon.values.ValueType;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.SourcePosition;

/**
 * Reads the keys of one section: expands, converts, and notes what is wrong. After a bad value it goes on with the
 * fallback, so that all problems are found in one pass.
 */
final class SectionReader {
    private final ParseRun run;
    private final IniSection section;
    /** Ends every message. */
    private final String ending;

    SectionReader(ParseRun run, IniSection section, String ending) {
        this.run = run;
        this.section = section;
        this.ending = ending;
    }

    SectionReader(ParseRun run, IniSection section) {
        this(run, section, "");
    }

    /** The section's name without its kind, trimmed; null, and a problem noted, if it has a forbidden character. */
    @Nullable
    String sectionName() {
        try {
            return ValueType.NAME.parse(section.suffix());
        } catch (InvalidValueException bad) {
            problem(bad.getMessage());
            return null;
        }
    }

    /** The value, or the option's fallback. */
    <T> T read(Key<T> option, Expansion scope) {
        T found = find(option, scope);
        return found == null ? fallback(option, scope) : found;
    }

    /** Keeps the value; the option's fallback, if it has one, where the key is not there or its value is bad. */
    <T> void read(Key<T> option, Expansion scope, Values into) {
        into.put(option, option.fallback() == null ? find(option, scope) : read(option, scope));
    }

    /** The same for a value that is expanded once more before it is understood. */
    <T> void readTwice(Key<T> option, Expansion scope, Expansion second, Values into) {
        T found = find(option, scope, text -> second.apply(text, option.key()));
        into.put(option, found == null ? fallback(option, scope) : found);
    }

    /** Null if the key is not there or its value is bad. */
    <T> @Nullable T find(Key<T> option, Expansion scope) {
        return find(option, scope, text -> text);
    }

    private <T> @Nullable T find(Key<T> option, Expansion scope, ValueType<String> again) {
        IniValue value = section.value(option.key());
        if (value == null || !run.budget().allowsReading(value, scope)) {
            return null;
        }
        try {
            String expanded = expanded(option, value.text(), scope);
            if (!expanded.equals(value.text())) {
                run.budget().spend(expanded.length());
            }
            return option.kind().conversion().convert(run.lookups(), again.parse(expanded));
        } catch (InvalidValueException bad) {
            run.problems().addValue(bad, ending, value.position());
            return null;
        }
    }

    private <T> T fallback(Key<T> option, Expansion scope) {
        String text = option.fallback();
        if (text == null) {
            throw new AssertionError(option + " has no fallback");
        }
        @SuppressWarnings("unchecked")
        T known = (T) run.fallbacks().get(option);
        if (known != null) {
            return known;
        }
        try {
            T value = option.kind().conversion().convert(run.lookups(), expanded(option, text, scope));
            if (isPlain(text)) {
                run.fallbacks().put(option, value);
            }
            return value;
        } catch (InvalidValueException impossible) {
            throw new AssertionError(option + ": " + impossible.getMessage(), impossible);
        }
    }

    private String expanded(Key<?> option, String text, Expansion scope) throws InvalidValueException {
        return isPlain(text) ? text : scope.apply(text, label(option));
    }

    private static boolean isPlain(String text) {
        return text.indexOf('%') < 0;
    }

    /** How messages call the key: {@code program:web.command}. */
    private String label(Key<?> option) {
        return section.name() + "." + option.key();
    }

    /** Whether the section has the key. */
    boolean has(Key<?> option) {
        return section.value(option.key()) != null;
    }

    /** The text as it stands in the file; the fallback where there is none. */
    @Nullable
    String raw(Key<?> option) {
        IniValue value = section.value(option.key());
        return value == null ? option.fallback() : value.text();
    }

    /** The variables of a key like {@code environment}; empty if they are bad. */
    Map<String, String> variables(Key<Map<String, String>> option, Expansion scope) {
        return variables(option, scope, null);
    }

    /** @param before what Supervisor up to 4.2.5 expands the text with once more, and first; null for nothing */
    Map<String, String> variables(Key<Map<String, String>> option, Expansion scope, @Nullable Expansion before) {
        String raw = Objects.requireNonNull(raw(option));
        Expansion more = run.comparing() ? before : null;
        Map<String, String> variables = convert(option, () -> {
            String text = scope.apply(raw, option.key());
            Map<String, String> found = option.kind().conversion().convert(run.lookups(), text);
            if (run.checking()) {
                boolean cut = tellsOfCut(option, text);
                if (run.comparing() || !cut) {
                    compareWithOldVersions(option, raw, scope, more, found);
                }
            }
            return found;
        });
        if (variables == null) {
            if (run.comparing()) {
                tellIfOldVersionsTakeIt(option, raw, scope, more);
            }
            return Map.of();
        }
        return variables;
    }

    private boolean tellsOfCut(Key<?> option, String text) throws InvalidValueException {
        String cut = ShellWords.cutVariable(text);
        if (cut != null) {
            warning(
                    option,
                    option.key() + ": what follows the first word of " + cut
                            + " is dropped; a value with blanks, or any of ? = ; & in it, stands in quotes, and a comma after it");
        }
        return cut != null;
    }

    /** The values stay untold: they may be secrets. */
    private void compareWithOldVersions(
            Key<?> option, String raw, Expansion scope, @Nullable Expansion before, Map<String, String> variables) {
        try {
            String first = first(option, raw, before);
            String text = scope.apply(first, option.key());
            Map<String, String> old = OldEnvironment.parse(text);
            Set<String> names = new LinkedHashSet<>();
            Stream.concat(variables.keySet().stream(), old.keySet().stream())
                    .filter(name -> !Objects.equals(variables.get(name), old.get(name)))
                    .forEach(names::add);
            if (!names.isEmpty()) {
                warning(
                        option,
                        option.key() + ": Supervisor 4.2.5 and older give other values to " + String.join(", ", names)
                                + ": "
                                + (before == null || first.equals(text)
                                        ? "they know no backslash, and quotes only around a whole value"
                                        : "they expand it twice, and a percent sign is %%%% there"));
            }
        } catch (InvalidValueException refused) {
            warning(option, option.key() + ": Supervisor 4.2.5 and older refuse it: " + refused.getMessage());
        }
    }

    private void tellIfOldVersionsTakeIt(Key<?> option, String raw, Expansion scope, @Nullable Expansion before) {
        try {
            Map<String, String> old = OldEnvironment.parse(scope.apply(first(option, raw, before), option.key()));
            warning(
                    option,
                    option.key() + ": Supervisor 4.2.5 and older take it, with values for "
                            + String.join(", ", old.keySet()));
        } catch (InvalidValueException neitherTakesIt) {
            // What is wrong with it has been told.
        }
    }

    private static String first(Key<?> option, String raw, @Nullable Expansion before) throws InvalidValueException {
        return before == null ? raw : before.apply(raw, option.key());
    }

    /** Converts a text that came from that key. Null if it is bad. */
    <T> @Nullable T convert(Key<?> option, Conversion<T> conversion) {
        try {
            return conversion.convert();
        } catch (InvalidValueException bad) {
            if (run.problems().addValue(bad, ending, position(option)) && !run.checking()) {
                pointAtQuote(option);
            }
            return null;
        }
    }

    /** contract: the message names no key. A check shows the place itself. */
    private void pointAtQuote(Key<?> option) {
        int quote = option.kind().equals(ValueKind.ENVIRONMENT)
                ? ShellWords.unclosed(Objects.requireNonNull(raw(option)), false)
                : -1;
        if (quote >= 0) {
            run.problems()
                    .add(
                            option.key() + ": the quotation mark or backslash that is character " + (quote + 1)
                                    + " of the value has no counterpart" + ending,
                            position(option));
        }
    }

    /** Something that is wrong with the section as a whole. */
    void problem(String message) {
        run.problems().add(message + ending, section.position());
    }

    /** Something that is wrong with a key's value. */
    void problem(Key<?> option, String message) {
        run.problems().addValue(message + ending, position(option));
    }

    /** Something that is odd about a key's value, and no mistake. */
    void warning(Key<?> option, String message) {
        run.warnings().add(new Problem(message, position(option)));
    }

    /** The place of the key, or of the section where it does not have the key. */
    SourcePosition position(Key<?> option) {
        IniValue value = section.value(option.key());
        return value == null ? section.position() : value.position();
    }

    /** A step that may find the value bad. */
    @FunctionalInterface
    public interface Conversion<T> {
        T convert() throws InvalidValueException;
    }
}

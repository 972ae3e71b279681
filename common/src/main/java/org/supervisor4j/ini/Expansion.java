package org.supervisor4j.ini;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names that a value may use as {@code %(name)s}. Immutable but for {@link #withGrowing}; {@link #with} makes a
 * larger one at a cost that does not depend on how many names there are already. All names are text but the few
 * numbers.
 */
public final class Expansion {
    /** More names are not listed. */
    private static final int MOST_SHOWN = 10_000;

    private static final Expansion EMPTY = new Expansion(null, Map.of());

    private final @Nullable Expansion outer;
    /** Text or {@link BigInteger}. */
    private final Map<String, Object> names;

    private Expansion(@Nullable Expansion outer, Map<String, Object> names) {
        this.outer = outer;
        this.names = names;
    }

    public static Expansion empty() {
        return EMPTY;
    }

    /** {@code ENV_X} for every variable {@code X}. */
    public static Expansion ofEnvironment(Map<String, String> environment) {
        return EMPTY.withEnvironment(environment);
    }

    /** The same names in one layer: quicker to look into, where that is done often. */
    public static Expansion flat(Expansion expansion) {
        return new Expansion(EMPTY, expansion.mapping());
    }

    /** Adds {@code ENV_X} for every variable {@code X}; a name that is there already gets the new value. */
    public Expansion withEnvironment(Map<String, String> environment) {
        if (environment.isEmpty()) {
            return this;
        }
        Map<String, Object> added = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            added.put("ENV_" + variable.getKey(), variable.getValue());
        }
        return new Expansion(this, added);
    }

    /**
     * Adds all names of a mapping that goes on growing: it is not copied, and what it gets later is known as well.
     *
     * @param growing texts by their whole names, {@code ENV_X}; must not change while a text is expanded
     */
    public Expansion withGrowing(Map<String, Object> growing) {
        return new Expansion(this, growing);
    }

    public Expansion with(String name, String value) {
        return new Expansion(this, Map.of(name, value));
    }

    public Expansion with(String name, BigInteger number) {
        return new Expansion(this, Map.of(name, number));
    }

    /** Adds all of the other's names, which win. */
    public Expansion with(Expansion other) {
        boolean flat = other.outer == null || other.outer == EMPTY;
        return new Expansion(this, flat ? other.names : other.mapping());
    }

    /**
     * The text with its {@code %} formats filled in, as Python's {@code %} operator does it.
     *
     * @param label what is expanded, for the message: {@code program:web.command}
     * @throws InvalidValueException {@code Format string 'x' for 'label' …}
     */
    public String apply(String text, String label) throws InvalidValueException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return new PercentFormat(text, this).format();
        } catch (PercentFormat.UnknownNameException unknown) {
            // contract: options.expand
            throw new InvalidValueException(
                    "Format string " + PythonRepr.of(text) + " for " + PythonRepr.of(label)
                            + " contains names (" + PythonRepr.of(unknown.name())
                            + ") which cannot be expanded. Available names: " + available(),
                    this);
        } catch (PercentFormat.BadFormatException bad) {
            throw new InvalidValueException(
                    "Format string " + PythonRepr.of(text) + " for " + PythonRepr.of(label) + " is badly formatted: "
                            + bad.getMessage(),
                    this);
        }
    }

    /** About how many names there are; those that hide others count as well. */
    public int size() {
        int size = 0;
        for (Expansion scope = this; scope != null; scope = scope.outer) {
            size += scope.names.size();
        }
        return size;
    }

    public boolean knows(String name) {
        return lookUp(name) != null;
    }

    /** Null if there is no such name. */
    @Nullable
    Object lookUp(String name) {
        for (Expansion scope = this; scope != null; scope = scope.outer) {
            Object value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** All names in the order in which they came; one that was set again keeps its place. */
    Map<String, Object> mapping() {
        Map<String, Object> all = outer == null ? new LinkedHashMap<>() : outer.mapping();
        all.putAll(names);
        return all;
    }

    private String available() {
        if (size() > MOST_SHOWN) {
            return "(more than " + MOST_SHOWN + ")";
        }
        Set<String> sorted = new TreeSet<>(CodePointOrder.INSTANCE);
        sorted.addAll(mapping().keySet());
        return String.join(", ", sorted);
    }
}

package org.supervisor4j.daemon.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Spelling;

/**
 * One word of {@code depends_on=} or its like: whom, and how far.
 *
 * @param target a program, {@code group:*} or {@code group:process}
 * @param states for REACHED: one of these; else empty
 * @param together whether the one that has it is stopped and started together with the target
 */
public record Dependency(String target, Condition condition, List<ProcessState> states, boolean together) {
    private static final int MOST_PARTS = 3;

    /** What the listener that knows {@code dependent_startup_wait_for=} takes. */
    private static final List<ProcessState> WAITED_FOR = List.of(
            ProcessState.STARTING,
            ProcessState.RUNNING,
            ProcessState.BACKOFF,
            ProcessState.STOPPING,
            ProcessState.EXITED,
            ProcessState.FATAL);

    public Dependency {
        states = List.copyOf(states);
    }

    public static Dependency on(String target, Condition condition) {
        return new Dependency(target, condition, List.of(), false);
    }

    /** The words of {@code depends_on=}, between commas or blanks. */
    public static List<Dependency> all(String text) throws InvalidValueException {
        List<Dependency> all = new ArrayList<>();
        for (String word : words(text)) {
            all.add(one(word));
        }
        return List.copyOf(all);
    }

    /** The words of {@code part_of=}: targets without a condition. */
    public static List<Dependency> together(String text) throws InvalidValueException {
        List<Dependency> all = new ArrayList<>();
        for (String word : words(text)) {
            checkParts(word, word.split(":", -1));
            if (word.split(":", -1).length == MOST_PARTS) {
                throw notAName(word);
            }
            all.add(new Dependency(word, Condition.RUNNING, List.of(), true));
        }
        return List.copyOf(all);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[,\\s]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The last word is a condition only if it is one of the list: {@code group:program} is written, too. */
    private static Dependency one(String word) throws InvalidValueException {
        String[] parts = word.split(":", -1);
        checkParts(word, parts);
        String last = parts[parts.length - 1];
        Condition condition = parts.length == 1 ? null : Condition.of(last.toLowerCase(Locale.ROOT));
        if (condition != null) {
            return on(word.substring(0, word.length() - last.length() - 1), condition);
        }
        if (parts.length == MOST_PARTS) {
            @Nullable String like = Spelling.nearest(last, Condition.words());
            throw new InvalidValueException(PythonRepr.of(last) + " in " + PythonRepr.of(word) + " is none of "
                    + String.join(", ", Condition.words()) + (like == null ? "" : "; did you mean " + like + "?"));
        }
        return on(word, Condition.RUNNING);
    }

    private static void checkParts(String word, String[] parts) throws InvalidValueException {
        boolean empty = false;
        for (String part : parts) {
            empty |= part.isEmpty();
        }
        if (empty || parts.length > MOST_PARTS) {
            throw notAName(word);
        }
    }

    private static InvalidValueException notAName(String word) {
        return new InvalidValueException(PythonRepr.of(word)
                + " is none of program, group:*, group:process, each with :condition behind it where it is not"
                + " running that is waited for");
    }

    /** The words of {@code dependent_startup_wait_for=}: {@code a:running b:exited,fatal}, blanks between. */
    public static List<Dependency> reached(String text) throws InvalidValueException {
        List<Dependency> all = new ArrayList<>();
        for (String word : text.split("\\s+", -1)) {
            if (!word.isEmpty()) {
                all.add(reachedOne(word));
            }
        }
        return List.copyOf(all);
    }

    private static Dependency reachedOne(String word) throws InvalidValueException {
        int colon = word.lastIndexOf(':');
        String target = colon < 0 ? word : word.substring(0, colon);
        List<ProcessState> states = new ArrayList<>();
        for (String state : (colon < 0 ? "running" : word.substring(colon + 1)).split(",", -1)) {
            states.add(state(word, state));
        }
        if (target.isEmpty()) {
            throw notAName(word);
        }
        return new Dependency(target, Condition.REACHED, states, false);
    }

    private static ProcessState state(String word, String written) throws InvalidValueException {
        for (ProcessState state : WAITED_FOR) {
            if (state.name().equalsIgnoreCase(written)) {
                return state;
            }
        }
        List<String> words = WAITED_FOR.stream().map(Dependency::lower).toList();
        @Nullable String like = Spelling.nearest(written, words);
        throw new InvalidValueException(PythonRepr.of(written) + " in " + PythonRepr.of(word) + " is none of "
                + String.join(", ", words) + (like == null ? "" : "; did you mean " + like + "?"));
    }

    private static String lower(ProcessState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a process is as far as this asks for. */
    public boolean holds(Standing process) {
        return condition == Condition.REACHED
                ? states.stream().anyMatch(process::hasReached)
                : condition.holds(process);
    }

    /** In words: {@code healthy}, {@code running or exited}. */
    public String state() {
        return condition == Condition.REACHED
                ? states.stream().map(Dependency::lower).collect(Collectors.joining(" or "))
                : condition.word();
    }

    /** As people are told of it: {@code db (healthy)}. */
    public String inWords() {
        return target + " (" + state() + ")";
    }

    /** As it would be written. */
    @Override
    public String toString() {
        return together
                ? target
                : target + ":"
                        + (condition == Condition.REACHED
                                ? states.stream().map(Dependency::lower).collect(Collectors.joining(","))
                                : condition.word());
    }
}

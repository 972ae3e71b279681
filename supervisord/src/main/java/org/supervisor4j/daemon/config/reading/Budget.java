package org.supervisor4j.daemon.config.reading;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.Problems;
import org.supervisor4j.ini.SourcePosition;

/**
 * Limits how much the processes of one configuration may take. A short file can ask for very much: ten thousand
 * processes with a megabyte of variables each, or a program that a group lists again and again. Far above what anybody
 * needs this ends in a problem instead of in an exhausted memory. Once it is spent no further processes are made.
 */
final class Budget {
    private static final int MOST_PROCESSES = 20_000;
    /** Characters of expanded values and of variables. */
    private static final long MOST_CHARACTERS = 16 << 20;
    /** Characters that are read; those of a default, or of a program with many processes, are read many times. */
    private static final long MOST_WORK = 64 << 20;
    /** The cost of a variable, in characters. */
    private static final int VARIABLE_COST = 64;
    /** The cost of a name that a process can use, as maps are made of all of them. */
    private static final int NAME_COST = 8;
    /** The cost of reading a section as a program. */
    private static final int SECTION_COST = 1024;

    private final Problems problems;
    private int processes;
    private long characters;
    private long work;
    private boolean told;

    /** @param problems receives the problem that the budget is spent */
    Budget(Problems problems) {
        this.problems = problems;
    }

    void spend(long more) {
        characters += more;
    }

    /** Reading of so many characters that was not asked for by {@link #allowsReading}. */
    void work(long more) {
        work += more;
    }

    /**
     * The variables of one more process.
     *
     * @param known how many variables the processes of its section can name
     * @param variables its own
     */
    void spendOn(int known, Map<String, String> variables) {
        work += (long) known * NAME_COST;
        spend(weight(variables));
    }

    /** Whether every process may get these variables. Their texts are shared, their places in the maps are not. */
    boolean allowsEach(List<GroupConfig> groups, Map<String, String> variables) {
        long count =
                groups.stream().mapToLong(group -> group.processes().size()).sum();
        spend(count * variables.size() * VARIABLE_COST);
        return !isSpent(null);
    }

    private static long weight(Map<String, String> variables) {
        long weight = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            weight += VARIABLE_COST
                    + variable.getKey().length()
                    + variable.getValue().length();
        }
        return weight;
    }

    /** Whether the section may be read as a program (again). */
    boolean allowsSection(IniSection section) {
        work += SECTION_COST;
        return !isSpent(section.position());
    }

    /**
     * Whether a value may be read, once more. Not after a thousand problems, either: the result is of no use then.
     *
     * @param scope whose names are all looked at, should the value name one that is not there
     */
    boolean allowsReading(IniValue value, Expansion scope) {
        boolean formats = value.text().indexOf('%') >= 0;
        work += value.text().length() + (formats ? scope.size() : 0);
        return !problems.isFull() && !isSpent(value.position());
    }

    /** Whether one more process may be made. */
    boolean allowsProcess(IniSection section) {
        processes++;
        return !isSpent(section.position());
    }

    private boolean isSpent(@Nullable SourcePosition position) {
        String exceeded = processes > MOST_PROCESSES
                ? MOST_PROCESSES + " processes"
                : characters > MOST_CHARACTERS
                        ? MOST_CHARACTERS + " characters of values and variables, for all processes together"
                        : work > MOST_WORK ? MOST_WORK + " characters to read, for all processes together" : null;
        if (exceeded != null && !told) {
            told = true;
            problems.add("the configuration is too large: more than " + exceeded, position);
        }
        return exceeded != null;
    }
}

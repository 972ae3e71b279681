package org.supervisor4j.ctl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;

/** The candidates that TAB offers. */
final class Completions {
    private final Commands commands;
    private final Supplier<List<Struct>> known;

    /** @param known the processes there are; asked when it matters */
    Completions(Commands commands, Supplier<List<Struct>> known) {
        this.commands = commands;
        this.known = known;
    }

    /**
     * The candidates for a word, without blanks after them.
     *
     * @param line what was typed up to the cursor
     * @param word its last word; empty after a blank
     */
    List<String> of(String line, String word) {
        List<String> words = PythonWhitespace.split(line);
        boolean first = words.isEmpty() || (words.size() == 1 && word.equals(words.get(0)));
        Command.Completion kind = first ? Command.Completion.ACTIONS : kind(words.get(0));
        List<String> matching = new ArrayList<>();
        addMatching(matching, candidates(kind, word), word);
        if (kind == Command.Completion.ACTIONS && matching.isEmpty()) {
            // after the original's, so that what fingers know by heart does not change
            addMatching(matching, Commands.additions(), word);
        }
        return matching;
    }

    private static void addMatching(List<String> matching, Iterable<String> candidates, String word) {
        for (String candidate : candidates) {
            if (candidate.startsWith(word)) {
                matching.add(candidate);
            }
        }
    }

    private Command.Completion kind(String action) {
        // contract: a slip of the original makes every substring of "help" complete like "help"
        if ("help".contains(action)) {
            return Command.Completion.ACTIONS;
        }
        @Nullable Command command = commands.find(action);
        return command == null ? Command.Completion.NOTHING : command.completion();
    }

    private Iterable<String> candidates(Command.Completion kind, String word) {
        return switch (kind) {
            case NOTHING -> List.of();
            case ACTIONS -> commands.actions();
            case GROUPS, NEW_GROUPS, ACTIVE_GROUPS -> groups();
            case PROCESSES, ONE_PROCESS, SIGNAL_AND_PROCESSES -> processes(word);
        };
    }

    private Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        for (Struct process : known.get()) {
            groups.add(process.text("group"));
        }
        return groups;
    }

    /** The long forms for processes in groups of another name; for all, once a colon was typed. */
    private Set<String> processes(String word) {
        Set<String> names = new LinkedHashSet<>();
        for (Struct process : known.get()) {
            String group = process.text("group");
            String name = process.text("name");
            if (word.indexOf(':') >= 0 || !name.equals(group)) {
                names.add(group + ":" + name);
                names.add(group + ":*");
            } else {
                names.add(name);
            }
        }
        return names;
    }
}

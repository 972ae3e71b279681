package org.supervisor4j.ini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program's {@code command=}. */
public final class ProgramCommand {
    private ProgramCommand() {}

    /**
     * A word, and what a shell would see of it.
     *
     * @param text as the program gets it
     * @param bare the text with NUL in the place of each character that quotes or a backslash protect
     * @param expandable the same, but with the characters in double quotes
     * @param start where it begins in the command
     */
    public record Word(String text, String bare, String expandable, int start) {}

    /**
     * The words of a command: split at white space (newlines of continuation lines too), with POSIX quoting and
     * escapes. No variable, no {@code ~}, no wildcard is expanded. Empty for a blank command.
     *
     * @throws InvalidValueException {@code No closing quotation} or {@code No escaped character}
     */
    public static List<String> split(String command) throws InvalidValueException {
        return ShellWords.split(command);
    }

    /** The same with their places. */
    public static List<Word> words(String command) throws InvalidValueException {
        return ShellWords.words(command);
    }

    /**
     * The first variable of {@code environment=} whose value is followed by a word in place of a comma, which drops the
     * word; or null.
     */
    public static @Nullable String cutVariable(String variables) throws InvalidValueException {
        List<String> tokens = ShellWords.tokens(variables);
        for (int i = 3; i < tokens.size(); i += 4) {
            if (!tokens.get(i).equals(",")) {
                return tokens.get(i - 3);
            }
        }
        return null;
    }

    /** Where the quote that a command does not close stands, counted in code points; -1 if all is well. */
    public static int unclosed(String command) {
        return ShellWords.unclosed(command, true);
    }

    /** The same in {@code environment=}. */
    public static int unclosedInEnvironment(String variables) {
        return ShellWords.unclosed(variables, false);
    }
}

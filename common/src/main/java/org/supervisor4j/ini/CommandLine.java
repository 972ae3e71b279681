package org.supervisor4j.ini;

import java.util.List;

/** A program's {@code command=}. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * The words of a command: split at white space (newlines of continuation lines too), with POSIX quoting and
     * escapes. No variable, no {@code ~}, no wildcard is expanded. Empty for a blank command.
     *
     * @throws InvalidValueException {@code No closing quotation} or {@code No escaped character}
     */
    public static List<String> split(String command) throws InvalidValueException {
        return ShellWords.split(command);
    }
}

package org.supervisor4j.recipe;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A word that stands before a program and runs it. Between the two there are options, assignments and operands.
 *
 * @param names what it is called
 * @param takesNext options whose value is the next word
 * @param operands how many words of its own come before the program
 * @param takesCode whether what follows {@code -c} is code in a language, and no program
 */
record Launcher(Pattern names, Pattern takesNext, int operands, boolean takesCode) {
    private static final List<Launcher> ALL = List.of(
            of("exec|bundle|nohup|setsid", "", 0),
            of("env", "-[uC]|--unset|--chdir", 0),
            of("nice", "-n|--adjustment", 0),
            of("ionice", "-[cn]|--class|--classdata", 0),
            of("chrt|taskset", "", 1),
            of("timeout", "-[sk]|--signal|--kill-after", 1),
            of("stdbuf", "-[ioe]|--input|--output|--error", 0),
            of("sudo|doas|runuser", "-[ugGhpCDRTU]|--user|--group", 0),
            of("gosu|su-exec|setuidgid|pidproxy", "", 1),
            of("setpriv", "--(?:re|ru|eu|reg|rg|eg)[ui]?id|--groups|--inh-caps|--ambient-caps|--bounding-set", 0),
            new Launcher(Pattern.compile("python[0-9.]*"), Pattern.compile("-[WX]"), 0, true));

    private static Launcher of(String names, String takesNext, int operands) {
        return new Launcher(Pattern.compile(names), Pattern.compile(takesNext), operands, false);
    }

    /** Null if the word is none. */
    static @Nullable Launcher of(String word) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        return ALL.stream()
                .filter(launcher -> launcher.names.matcher(name).matches())
                .findFirst()
                .orElse(null);
    }
}

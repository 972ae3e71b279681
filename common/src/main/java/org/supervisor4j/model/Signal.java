package org.supervisor4j.model;

import java.util.Locale;
import java.util.OptionalInt;

/** Signals of Linux: names to numbers, and numbers to the names that log lines and messages show. */
public final class Signal {
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGUSR2 = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGXFSZ = 25;

    /** Index = number; where a number has two names, the one that the reference prints. */
    private static final String[] NAMES = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "POLL", "PWR", "SYS"
    };

    private static final int RTMIN = 34;
    private static final int RTMAX = 64;

    private Signal() {}

    /**
     * The number of a signal given as a name (any case, with or without {@code SIG}) or as a decimal number; empty if
     * it is neither. Accepts what Supervisor accepts: 0 to 31, 34 and 64 (0 because Python's signal module counts
     * {@code SIG_DFL} among its values).
     */
    public static OptionalInt parse(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return word.length() > 4 ? OptionalInt.empty() : known(Integer.parseInt(word));
        }
        return ofName(word.startsWith("SIG") ? word.substring(3) : word);
    }

    private static OptionalInt known(int number) {
        boolean known = number <= 31 || number == RTMIN || number == RTMAX;
        return known ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static OptionalInt ofName(String name) {
        return switch (name) {
            case "IOT" -> OptionalInt.of(6);
            case "CLD" -> OptionalInt.of(17);
            case "IO" -> OptionalInt.of(29);
            case "RTMIN" -> OptionalInt.of(RTMIN);
            case "RTMAX" -> OptionalInt.of(RTMAX);
            case "_DFL" -> OptionalInt.of(0);
            case "_IGN" -> OptionalInt.of(1);
            default -> {
                for (int number = 1; number < NAMES.length; number++) {
                    if (NAMES[number].equals(name)) {
                        yield OptionalInt.of(number);
                    }
                }
                yield OptionalInt.empty();
            }
        };
    }

    /** {@code SIGTERM} for 15; {@code signal 40} for a number without a name. */
    public static String name(int number) {
        if (number > 0 && number < NAMES.length) {
            return "SIG" + NAMES[number];
        }
        if (number == RTMIN) {
            return "SIGRTMIN";
        }
        return number == RTMAX ? "SIGRTMAX" : "signal " + number;
    }
}

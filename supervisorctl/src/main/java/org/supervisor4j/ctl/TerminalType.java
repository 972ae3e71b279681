package org.supervisor4j.ctl;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The terminal type that {@code TERM} names.
 *
 * @param name never empty, and never {@code dumb}
 */
record TerminalType(String name) {
    private static final String PLAIN = "plain";

    /** A name goes to {@code infocmp} as an argument, which takes options and paths too. */
    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");

    static TerminalType of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        boolean plain = term.isEmpty() || term.equals("dumb") || term.equals("unknown");
        return new TerminalType(plain ? PLAIN : term);
    }

    /** Whether it carries out no escape sequences, so that it must not be sent any. */
    boolean isPlain() {
        return name.equals(PLAIN);
    }

    boolean isOrdinaryName() {
        return ORDINARY.matcher(name).matches();
    }
}

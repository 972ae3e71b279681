package org.supervisor4j.ini;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. The first problem is the message. */
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.get(0).message());
        this.problems = List.copyOf(problems);
    }

    /** All problems, first the one that the reference would have reported. Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}

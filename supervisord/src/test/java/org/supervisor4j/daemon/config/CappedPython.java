package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.List;

/** The interpreter that runs the reference, with so little that no text makes it take the machine down. */
public final class CappedPython {
    /** Bytes and seconds of the processor; they hold even if the test is killed. */
    private static final List<String> CAPS = List.of("/usr/bin/prlimit", "--as=1000000000", "--cpu=60");

    private CappedPython() {}

    /** The words that start it. What is started is the interpreter itself: whoever ends it ends all of it. */
    public static List<String> command(String... arguments) {
        List<String> words = new ArrayList<>(CAPS);
        words.add("/usr/bin/python3");
        words.addAll(List.of(arguments));
        return words;
    }
}

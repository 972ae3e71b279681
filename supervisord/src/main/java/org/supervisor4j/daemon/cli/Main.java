package org.supervisor4j.daemon.cli;

import java.util.List;

/** supervisord. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        String program = System.getProperty("supervisor4j.invoked", "supervisord");
        // Exits even while threads of ours wait for something.
        System.exit(new Startup(program).run(List.of(arguments)));
    }
}

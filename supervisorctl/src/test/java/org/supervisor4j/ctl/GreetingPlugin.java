package org.supervisor4j.ctl;

import java.util.List;
import java.util.Map;
import org.supervisor4j.plugin.CtlCommand;
import org.supervisor4j.plugin.CtlConsole;
import org.supervisor4j.plugin.CtlPlugin;

/** A plug-in with two commands: one that is documented, and one of a name that the original has. */
public final class GreetingPlugin implements CtlPlugin {
    @Override
    public String spec() {
        return "greeting:factory";
    }

    @Override
    public List<CtlCommand> create(Map<String, String> options) {
        if (options.containsKey("mistake")) {
            throw new IllegalStateException("oops");
        }
        return List.of(
                new Greet("hi", List.of("hi <whom>\tSay hello"), options), new Greet("version", List.of(), options));
    }

    /** Prints what it was given. */
    record Greet(String name, List<String> help, Map<String, String> options) implements CtlCommand {
        @Override
        public void run(CtlConsole console, String argument) {
            if (argument.equals("nobody")) {
                throw new NoSuchMethodError("greet");
            }
            console.print("hi " + argument + " " + options);
            if (argument.isEmpty()) {
                console.fail();
            }
        }
    }
}

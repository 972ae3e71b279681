package org.supervisor4j.ctl.commands;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.CommandTable;

/** The actions there are. Made when asked for: a run uses one of them, and loading all takes time. */
public final class Commands implements CommandTable {
    @Override
    public @Nullable Command find(String name) {
        return named(name);
    }

    /** What {@code help} lists and completion offers, in alphabetical order. */
    public static List<String> names() {
        return List.of(
                "add",
                "avail",
                "clear",
                "exit",
                "fg",
                "maintail",
                "open",
                "pid",
                "quit",
                "reload",
                "remove",
                "reread",
                "restart",
                "shutdown",
                "signal",
                "start",
                "status",
                "stop",
                "tail",
                "update",
                "version");
    }

    /** What the original does not have. {@code help} does not list it on standard output, which scripts may read. */
    public static List<String> additions() {
        return List.of("doctor", "explain", "logs");
    }

    /** The command that is typed so; null if there is none. */
    static @Nullable Command named(String name) {
        return switch (name) {
            case "add" -> new Add();
            case "avail" -> new Avail();
            case "clear" -> new Clear();
            case "doctor" -> new Doctor();
            case "exit", "quit" -> new Quit(name);
            case "explain" -> new Explain();
            case "fg" -> new Fg();
            case "logs" -> new Logs();
            case "maintail" -> new MainTail();
            case "open" -> new Open();
            case "pid" -> new Pid();
            case "reload" -> new Reload();
            case "remove" -> new Remove();
            case "reread" -> new Reread();
            case "restart" -> new Restart();
            case "shutdown" -> new Shutdown();
            case "signal" -> new SignalCommand();
            case "start" -> new Start();
            case "status" -> new Status();
            case "stop" -> new Stop();
            case "tail" -> new Tail();
            case "update" -> new Update();
            case "version" -> new Version();
            // not listed: the one that lists, and what the end of input stands for
            case "help" -> new Help();
            case "EOF" -> new EndOfInput();
            default -> null;
        };
    }
}

package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.CommandTable;

/**
 * The actions there are. Made when asked for: a run uses one of them, and loading all takes time. The original's win
 * over those of plug-ins, and these over what we add to both.
 */
public final class Commands implements CommandTable {
    private final List<CommandBlock> plugins;

    /** @param plugins in the order of their sections */
    public Commands(List<CommandBlock> plugins) {
        this.plugins = plugins;
    }

    @Override
    public @Nullable Command find(String name) {
        Command command = original(name);
        for (CommandBlock plugin : plugins) {
            command = command == null ? plugin.find(name) : command;
        }
        return command == null ? addition(name) : command;
    }

    List<CommandBlock> plugins() {
        return plugins;
    }

    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(actions());
        words.addAll(additions());
        return words;
    }

    /** What completion offers in the place of an action. */
    public List<String> actions() {
        List<String> actions = new ArrayList<>();
        actions.add("help");
        actions.addAll(names());
        for (CommandBlock plugin : plugins) {
            for (Command command : plugin.commands()) {
                actions.add(command.name());
            }
        }
        return actions;
    }

    /** What {@code help} lists, in alphabetical order. */
    static List<String> names() {
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
        return List.of("doctor", "explain", "logs", "mrestart", "mstart", "mstatus", "mstop");
    }

    /** One of the original's; null if it has none of the name. */
    private @Nullable Command original(String name) {
        return switch (name) {
            case "add" -> new Add();
            case "avail" -> new Avail();
            case "clear" -> new Clear();
            case "exit", "quit" -> new Quit(name);
            case "fg" -> new Fg();
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
            case "help" -> new Help(this);
            case "EOF" -> new EndOfInput();
            default -> null;
        };
    }

    private static @Nullable Command addition(String name) {
        return switch (name) {
            case "doctor" -> new Doctor();
            case "explain" -> new Explain();
            case "logs" -> new Logs();
            case "mrestart", "mstart", "mstatus", "mstop" -> new MatchingCommand(name.substring(1), false);
            default -> null;
        };
    }

    /** What the original and we know of a topic; empty if that is nothing. */
    List<String> help(String topic) {
        Command command = original(topic);
        if (command == null) {
            command = addition(topic);
        }
        return command == null ? List.of() : command.help();
    }
}

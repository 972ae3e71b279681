package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.CommandTable;

/** The actions there are. The original's win over those of plug-ins, and these over what we add to both. */
public final class Commands implements CommandTable {
    /** The original's commands that {@code help} lists, in alphabetical order. */
    private static final List<BuiltInCommand> ORIGINALS = List.of(
            new Add(),
            new Avail(),
            new Clear(),
            new Quit("exit"),
            new Fg(),
            new MainTail(),
            new Open(),
            new Pid(),
            new Quit("quit"),
            new Reload(),
            new Remove(),
            new Reread(),
            new Restart(),
            new Shutdown(),
            new SignalCommand(),
            new Start(),
            new Status(),
            new Stop(),
            new Tail(),
            new Update(),
            new Version());
    /**
     * The commands that the original does not have. {@code help} does not list it on standard output, which scripts may
     * read.
     */
    private static final List<BuiltInCommand> ADDITIONS = List.of(
            new Doctor(),
            new Explain(),
            new Graph(),
            new Logs(),
            new MatchingCommand("restart", false),
            new MatchingCommand("start", false),
            new MatchingCommand("status", false),
            new MatchingCommand("stop", false),
            new Wait());

    private final List<CommandBlock> plugins;
    private final Help help = new Help(this);

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
        return command == null ? find(name, ADDITIONS) : command;
    }

    private @Nullable Command original(String name) {
        return switch (name) {
            case "help" -> help;
            // the end of input stands for it
            case "EOF" -> new EndOfInput();
            default -> find(name, ORIGINALS);
        };
    }

    /** Null if there is none of that name. */
    static <C extends Command> @Nullable C find(String name, List<C> commands) {
        for (C command : commands) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        return null;
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

    /** The words that completion offers in the place of an action. */
    public List<String> actions() {
        List<String> actions = new ArrayList<>();
        actions.add(help.name());
        actions.addAll(names());
        for (CommandBlock plugin : plugins) {
            actions.addAll(names(plugin.commands()));
        }
        return actions;
    }

    /** The names of the original's commands, in alphabetical order. */
    static List<String> names() {
        return names(ORIGINALS);
    }

    /** The names of what the original does not have. */
    public static List<String> additions() {
        return names(ADDITIONS);
    }

    private static List<String> names(List<? extends Command> commands) {
        List<String> names = new ArrayList<>(commands.size());
        for (Command command : commands) {
            names.add(command.name());
        }
        return names;
    }

    /** Every command that completion in a shell offers, in alphabetical order. */
    public List<BuiltInCommand> builtIn() {
        List<BuiltInCommand> all = new ArrayList<>(ORIGINALS);
        all.addAll(ADDITIONS);
        all.add(help);
        all.sort(Comparator.comparing(Command::name));
        return all;
    }

    /** The help of a built-in command; empty for an unknown topic. */
    List<String> help(String topic) {
        Command command = original(topic);
        if (command == null) {
            command = find(topic, ADDITIONS);
        }
        return command == null ? List.of() : command.help();
    }
}

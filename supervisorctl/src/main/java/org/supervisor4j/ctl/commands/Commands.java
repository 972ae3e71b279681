package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.CommandTable;

/** The actions there are. The original's win over those of plug-ins, and these over what we add to both. */
public final class Commands implements CommandTable {
    private final List<CommandBlock> plugins;

    /** @param plugins in the order of their sections */
    public Commands(List<CommandBlock> plugins) {
        this.plugins = plugins;
    }

    /** The original's commands that {@code help} lists, in alphabetical order. */
    private static boolean originals(Row row) {
        return (row.is("add") && row.makes(new Add()))
                || (row.is("avail") && row.makes(new Avail()))
                || (row.is("clear") && row.makes(new Clear()))
                || (row.is("exit") && row.makes(new Quit("exit")))
                || (row.is("fg") && row.makes(new Fg()))
                || (row.is("maintail") && row.makes(new MainTail()))
                || (row.is("open") && row.makes(new Open()))
                || (row.is("pid") && row.makes(new Pid()))
                || (row.is("quit") && row.makes(new Quit("quit")))
                || (row.is("reload") && row.makes(new Reload()))
                || (row.is("remove") && row.makes(new Remove()))
                || (row.is("reread") && row.makes(new Reread()))
                || (row.is("restart") && row.makes(new Restart()))
                || (row.is("shutdown") && row.makes(new Shutdown()))
                || (row.is("signal") && row.makes(new SignalCommand()))
                || (row.is("start") && row.makes(new Start()))
                || (row.is("status") && row.makes(new Status()))
                || (row.is("stop") && row.makes(new Stop()))
                || (row.is("tail") && row.makes(new Tail()))
                || (row.is("update") && row.makes(new Update()))
                || (row.is("version") && row.makes(new Version()));
    }

    /**
     * The commands that the original does not have. {@code help} does not list them on standard output, which scripts
     * may read.
     */
    private static boolean additions(Row row) {
        return (row.is("doctor") && row.makes(new Doctor()))
                || (row.is("explain") && row.makes(new Explain()))
                || (row.is("graph") && row.makes(new Graph()))
                || (row.is("logs") && row.makes(new Logs()))
                || (row.is("mrestart") && row.makes(new MatchingCommand("restart", false)))
                || (row.is("mstart") && row.makes(new MatchingCommand("start", false)))
                || (row.is("mstatus") && row.makes(new MatchingCommand("status", false)))
                || (row.is("mstop") && row.makes(new MatchingCommand("stop", false)))
                || (row.is("recipe") && row.makes(new RecipeCommand()))
                || (row.is("wait") && row.makes(new Wait()));
    }

    /**
     * Goes through a table: as far as the command of one name, or to its end, noting the names. A run needs one
     * command, and the classes of the others are not loaded.
     */
    private static final class Row {
        /** Null for none. */
        private final @Nullable String wanted;

        private final List<String> names = new ArrayList<>();
        // Of the interface: for a class, Java would load each command to see that it is one.
        private @Nullable Command made;

        Row(@Nullable String wanted) {
            this.wanted = wanted;
        }

        boolean is(String name) {
            names.add(name);
            return name.equals(wanted);
        }

        boolean makes(Command command) {
            made = command;
            return true;
        }
    }

    @Override
    public @Nullable Command find(String name) {
        Command command = original(name);
        for (CommandBlock plugin : plugins) {
            command = command == null ? plugin.find(name) : command;
        }
        return command == null ? addition(name) : command;
    }

    private @Nullable Command original(String name) {
        return switch (name) {
            case "help" -> new Help(this);
            // the end of input stands for it
            case "EOF" -> new EndOfInput();
            default -> {
                Row row = new Row(name);
                yield originals(row) ? row.made : null;
            }
        };
    }

    private static @Nullable Command addition(String name) {
        Row row = new Row(name);
        return additions(row) ? row.made : null;
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
        actions.add("help");
        actions.addAll(names());
        for (CommandBlock plugin : plugins) {
            for (Command command : plugin.commands()) {
                actions.add(command.name());
            }
        }
        return actions;
    }

    /** The names of the original's commands, in alphabetical order. */
    static List<String> names() {
        Row row = new Row(null);
        originals(row);
        return row.names;
    }

    /** The names of what the original does not have. */
    public static List<String> additions() {
        Row row = new Row(null);
        additions(row);
        return row.names;
    }

    /** Every command that completion in a shell offers, in alphabetical order. */
    public List<BuiltInCommand> builtIn() {
        List<String> names = new ArrayList<>(names());
        names.addAll(additions());
        names.add("help");
        List<BuiltInCommand> all = new ArrayList<>();
        for (String name : names) {
            Command command = original(name);
            all.add((BuiltInCommand) (command == null ? addition(name) : command));
        }
        all.sort(Comparator.comparing(Command::name));
        return all;
    }

    /** The help of a built-in command; empty for an unknown topic. */
    List<String> help(String topic) {
        Command command = original(topic);
        if (command == null) {
            command = addition(topic);
        }
        return command == null ? List.of() : command.help();
    }
}

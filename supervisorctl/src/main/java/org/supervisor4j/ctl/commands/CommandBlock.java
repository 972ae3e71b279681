package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.plugin.CtlCommand;

/**
 * The commands of one plug-in, under the name that its section gives it.
 *
 * @param name the part after {@code ctlplugin:}
 */
public record CommandBlock(String name, List<Command> commands) {
    /** The plug-in supervisor-wildcards, which is built in, under the name that configurations have for it. */
    public static final String WILDCARDS = "supervisorwildcards.controllerplugin:make_wildcards_controllerplugin";

    private static final List<String> WILDCARD_ACTIONS = List.of("restart", "start", "status", "stop");

    /** Of what a plug-in has made. */
    public static CommandBlock of(String name, List<CtlCommand> made) {
        List<Command> commands = new ArrayList<>(made.size());
        for (CtlCommand command : made) {
            commands.add(new PluginCommand(command));
        }
        return new CommandBlock(name, List.copyOf(commands));
    }

    /** @param matchGroup whether patterns are for {@code group:name} */
    public static CommandBlock wildcards(String name, boolean matchGroup) {
        List<Command> commands = new ArrayList<>(WILDCARD_ACTIONS.size());
        for (String action : WILDCARD_ACTIONS) {
            commands.add(new MatchingCommand(action, matchGroup));
        }
        return new CommandBlock(name, List.copyOf(commands));
    }

    /** Null if the plug-in has no such command. */
    @Nullable
    Command find(String word) {
        for (Command command : commands) {
            if (command.name().equals(word)) {
                return command;
            }
        }
        return null;
    }

    /** The commands that say what they are for, in alphabetical order. */
    List<String> documented() {
        List<String> names = new ArrayList<>();
        for (Command command : commands) {
            if (!command.help().isEmpty()) {
                names.add(command.name());
            }
        }
        names.sort(null);
        return names;
    }
}

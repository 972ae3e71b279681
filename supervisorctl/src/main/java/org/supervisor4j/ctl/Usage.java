package org.supervisor4j.ctl;

import org.supervisor4j.model.Release;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The text of {@code -h}, laid out by picocli from a model of {@link CtlOption}: no annotations, hence no reflection.
 */
public final class Usage {
    private static final int WIDTH = 100;

    private Usage() {}

    /** @param program its path as it was called */
    public static String text(String program) {
        return "supervisorctl -- control the programs that supervisord runs.\n\nUsage: " + program
                + " [options] [action [arguments]]\n\nOptions:\n"
                + options()
                + "\naction [arguments] -- what to do, see below\n\n"
                + "Actions are words such as \"status\", \"start\" or \"tail\", followed by names of processes;"
                + " the\naction \"help\" lists them.  Without an action a shell asks for one after another, until it"
                + " is\ntold to \"quit\".\n\nThis is supervisor4j " + Release.version() + ".\n\n";
    }

    /** The options; completion in a shell is made from it, too. */
    public static CommandSpec model() {
        CommandSpec model = CommandSpec.create().name("supervisorctl");
        for (CtlOption option : CtlOption.values()) {
            model.addOption(model(option));
        }
        return model;
    }

    private static String options() {
        ColorScheme plain = Help.defaultColorScheme(Help.Ansi.OFF);
        Column whole = new Column(WIDTH, 0, Column.Overflow.WRAP);
        Layout layout = new Layout(
                plain, TextTable.forColumns(plain, whole), Usage::rows, Help.createMinimalParameterRenderer());
        layout.addAllOptions(model().options(), Help.createMinimalParamLabelRenderer());
        return layout.toString();
    }

    private static OptionSpec model(CtlOption option) {
        OptionSpec.Builder model = OptionSpec.builder("-" + option.letter(), "--" + option.word())
                .description(option.description().split("\n", -1))
                .type(option.takesArgument() ? String.class : boolean.class)
                .arity(option.takesArgument() ? "1" : "0");
        return option.takesArgument() ? model.paramLabel(option.argument()).build() : model.build();
    }

    /** One row for each line of the description, the first after the option's names. */
    private static Text[][] rows(OptionSpec option, IParamLabelRenderer labels, ColorScheme colours) {
        String argument = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String[] description = option.description();
        Text[][] rows = new Text[description.length][];
        for (int i = 0; i < rows.length; i++) {
            String line = i == 0 ? String.join("/", option.names()) + argument + " -- " : "     ";
            rows[i] = new Text[] {colours.text(line + description[i])};
        }
        return rows;
    }
}

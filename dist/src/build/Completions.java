import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.supervisor4j.ctl.Usage;
import org.supervisor4j.ctl.commands.BuiltInCommand;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Command.Completion;
import org.supervisor4j.daemon.cli.DaemonUsage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion scripts of bash, zsh and fish, from the options and commands that a program has.
 *
 * <p>Run by the build: {@code java Completions.java TEMPLATES OUT}.
 */
record Completions(String program, List<Option> options, List<BuiltInCommand> commands) {
    /** What the argument of an option is completed with, in each shell. */
    private record Argument(String bash, String zsh, String fish) {
        /** By how the usage text calls the argument. */
        private static final Map<String, Argument> KNOWN = Map.of(
                "FILENAME", new Argument("-f", "_files", "-r -F"),
                "DIRECTORY", new Argument("-d", "_files -/", "-x -a '(__fish_complete_directories)'"),
                "USER", new Argument("-u", "_users", "-x -a '(__fish_complete_users)'"),
                "URL", of("unix:// http://"));

        static Argument of(String words) {
            return new Argument("-W " + words, "(" + words + ")", "-x -a '" + words + "'");
        }
    }

    /**
     * An option.
     *
     * @param names {@code -c}, {@code --configuration}
     * @param label how the usage text calls its argument; null for none
     */
    private record Option(List<String> names, String label, String description, Argument argument) {
        /** @param usage describes it: {@code -c/--configuration FILENAME -- configuration file path} */
        static Option of(OptionSpec option, String usage) {
            // getopt knows -?, too, which is a pattern for a shell
            List<String> names =
                    Stream.of(option.names()).filter(name -> !name.equals("-?")).toList();
            Matcher text = Pattern.compile("(?m)^" + String.join("/", names) + "(?: ([A-Z=]+))? +-- +(.*(?:\n .*)*)")
                    .matcher(usage);
            if (!text.find() || (text.group(1) != null) != (option.arity().max() > 0)) {
                throw new IllegalStateException(names + " is described otherwise in the usage text");
            }
            Iterable<String> words = option.completionCandidates();
            Argument argument = words != null
                    ? Argument.of(String.join(" ", words))
                    : Argument.KNOWN.getOrDefault(text.group(1) + "", new Argument("''", " ", "-x"));
            return new Option(
                    names, text.group(1), text.group(2).replaceAll("\\s+", " ").strip(), argument);
        }

        boolean takesArgument() {
            return label != null;
        }

        String bashValue() {
            return String.join(" | ", names) + ") value=(" + argument.bash() + ") ;;";
        }

        String zsh() {
            String all = String.join(" ", names);
            return (names.size() == 1 ? all : "'(" + all + ")'{" + String.join(",", names) + "}")
                    + quoted("[" + description.replaceAll("[\\[\\]]", "\\\\$0") + "]"
                            + (takesArgument() ? ":" + label + ":" + argument.zsh() : ""));
        }

        String fish() {
            return names.stream()
                            .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                            .collect(Collectors.joining(" "))
                    + (takesArgument() ? " " + argument.fish() : "") + " -d " + quoted(description);
        }
    }

    /** As one word, for each of the three shells. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static <T> String lines(List<T> all, Function<T, String> line) {
        return all.stream().map(line).collect(Collectors.joining("\n"));
    }

    private String names(Predicate<Option> which) {
        return options.stream()
                .filter(which)
                .flatMap(option -> option.names().stream())
                .collect(Collectors.joining(" "));
    }

    /** @param form of a line, with the command's name and what offers its arguments: a function, and words for it */
    private String arguments(String form) {
        return commands.stream()
                .filter(command -> command.completion() != Completion.NOTHING
                        || !command.words().isEmpty())
                .map(command -> form.formatted(
                        command.name(),
                        (command.completion().name().toLowerCase(Locale.ROOT) + " " + command.words()).strip()))
                .collect(Collectors.joining("\n"));
    }

    private Map<String, String> bash() {
        List<Option> valued = options.stream().filter(Option::takesArgument).toList();
        return Map.of(
                "program", program,
                "actions", commands.stream().map(BuiltInCommand::name).collect(Collectors.joining(" ")),
                "options", names(option -> true),
                "values", lines(valued, option -> "        " + option.bashValue()),
                "arguments", arguments("        %s) _supervisorctl_%s ;;"));
    }

    private Map<String, String> zsh() {
        return Map.of(
                "actions", lines(commands, command -> "        " + quoted(command.name() + ":" + command.summary())),
                "options", lines(options, option -> "        " + option.zsh()),
                "values", names(Option::takesArgument),
                "arguments", arguments("                %s) _supervisorctl_%s ;;"));
    }

    private Map<String, String> fish() {
        return Map.of(
                "actions", lines(commands, command -> "    echo " + command.name() + "\\t" + quoted(command.summary())),
                "options", lines(options, option -> "complete -c " + program + " " + option.fish()),
                "values", names(Option::takesArgument),
                "arguments", arguments("        case %s\n            __supervisorctl_%s"));
    }

    private static void write(Path file, String template, Map<String, String> values) throws IOException {
        String script = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            script = script.replace("@" + value.getKey() + "@", value.getValue());
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
    }

    private void write(Path templates, Path out, String bash) throws IOException {
        String zsh = Files.readString(templates.resolve(program + ".zsh"));
        String fish = Files.readString(templates.resolve(program + ".fish"));
        write(out.resolve("bash-completion/completions/" + program), bash, bash());
        write(out.resolve("zsh/site-functions/_" + program), zsh, zsh());
        write(out.resolve("fish/vendor_completions.d/" + program + ".fish"), fish, fish());
    }

    private static List<Option> options(CommandSpec model, String usage) {
        return model.options().stream().map(option -> Option.of(option, usage)).toList();
    }

    public static void main(String[] folders) throws IOException {
        Path templates = Path.of(folders[0]);
        Path out = Path.of(folders[1]);
        String bash = Files.readString(templates.resolve("options.bash"));
        List<Option> daemon = options(DaemonUsage.model(), DaemonUsage.text("supervisord"));
        new Completions("supervisord", daemon, List.of()).write(templates, out, bash);
        List<Option> options = options(Usage.model(), Usage.text("supervisorctl"));
        new Completions("supervisorctl", options, new Commands(List.of()).builtIn())
                .write(templates, out, Files.readString(templates.resolve("supervisorctl.bash")) + bash);
    }
}

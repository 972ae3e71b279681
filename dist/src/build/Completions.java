import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.supervisor4j.ctl.Usage;
import org.supervisor4j.ctl.commands.BuiltInCommand;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Command.Completion;
import org.supervisor4j.daemon.cli.SupervisordCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion scripts of bash, zsh and fish, from the options and commands that the programs have.
 *
 * <p>Run by the build: {@code java Completions.java TEMPLATES OUT}.
 */
final class Completions {
    /** What a shell completes the argument of an option with, by the argument's name in the usage text. */
    private record Argument(String bash, String zsh, String fish) {
        private static final Map<String, Argument> BY_NAME = Map.of(
                "FILENAME", new Argument("-f", "_files", "-r -F"),
                "DIRECTORY", new Argument("-d", "_files -/", "-x -a '(__fish_complete_directories)'"),
                "USER", new Argument("-u", "_users", "-x -a '(__fish_complete_users)'"),
                "URL", words("unix:// http://"));

        static Argument words(String words) {
            return new Argument("-W " + words, "(" + words + ")", "-x -a '" + words + "'");
        }

        static Argument of(OptionSpec option, String name) {
            Iterable<String> candidates = option.completionCandidates();
            return candidates != null
                    ? words(StreamSupport.stream(candidates.spliterator(), false)
                            .collect(Collectors.joining(" ")))
                    : BY_NAME.getOrDefault(name, new Argument("''", " ", "-x"));
        }
    }

    /**
     * An option.
     *
     * @param names {@code -c}, {@code --configuration}
     * @param label how the usage text calls its argument; empty for none
     * @param argument of no meaning where there is none
     */
    private record Option(List<String> names, String label, String description, Argument argument) {
        static List<Option> all(CommandSpec spec, String usage) {
            return spec.options().stream().map(option -> of(option, usage)).toList();
        }

        private static Option of(OptionSpec option, String usage) {
            // getopt knows -?, too, which no shell can take for a word
            List<String> names =
                    Stream.of(option.names()).filter(name -> !name.equals("-?")).toList();
            Matcher text = Pattern.compile(
                            "^" + String.join("/", names) + "(?: ([A-Z]+))? +-- +(.*(?:\n .*)*)", Pattern.MULTILINE)
                    .matcher(usage);
            if (!text.find() || (text.group(1) != null) != (option.arity().max() > 0)) {
                throw new IllegalStateException(names + " is described otherwise in the usage text");
            }
            String label = text.group(1) == null ? "" : text.group(1);
            return new Option(
                    names, label, text.group(2).replaceAll("\\s+", " ").strip(), Argument.of(option, label));
        }

        boolean isFlag() {
            return label.isEmpty();
        }

        String bashValue() {
            return "        " + String.join(" | ", names) + ") value=(" + argument.bash() + ") ;;";
        }

        String zsh() {
            String named = names.size() == 1
                    ? "'" + names.get(0)
                    : "'(" + String.join(" ", names) + ")'{" + String.join(",", names) + "}'";
            String text = description.replaceAll("[\\[\\]]", "\\\\$0").replace("'", "'\\''");
            return "        " + named + "[" + text + "]" + (isFlag() ? "" : ":" + label + ":" + argument.zsh()) + "'";
        }

        String fish(String program) {
            return "complete -c " + program
                    + names.stream()
                            .map(name ->
                                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                            .collect(Collectors.joining())
                    + (isFlag() ? "" : " " + argument.fish())
                    + " -d " + fishQuoted(description);
        }
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String zshQuoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private final String program;
    private final List<Option> options;
    private final List<BuiltInCommand> commands;

    private Completions(String program, List<Option> options, List<BuiltInCommand> commands) {
        this.program = program;
        this.options = options;
        this.commands = commands;
    }

    private static <T> String lines(List<T> all, Function<T, String> line) {
        return all.stream().map(line).collect(Collectors.joining("\n"));
    }

    private String optionNames(boolean withFlags) {
        return options.stream()
                .filter(option -> withFlags || !option.isFlag())
                .flatMap(option -> option.names().stream())
                .collect(Collectors.joining(" "));
    }

    /** @param form of a line: the command's name, the function that completes its arguments, and further words */
    private String arguments(String form) {
        return commands.stream()
                .filter(command -> command.completion() != Completion.NOTHING
                        || !command.words().isEmpty())
                .map(command -> form.formatted(
                                command.name(),
                                command.completion().name().toLowerCase(Locale.ROOT) + " " + command.words())
                        .stripTrailing())
                .map(line -> line.replace("  ;;", " ;;"))
                .collect(Collectors.joining("\n"));
    }

    private Map<String, String> bash() {
        return Map.of(
                "program", program,
                "actions", commands.stream().map(BuiltInCommand::name).collect(Collectors.joining(" ")),
                "options", optionNames(true),
                "values",
                        lines(
                                options.stream()
                                        .filter(option -> !option.isFlag())
                                        .toList(),
                                Option::bashValue),
                "arguments", arguments("        %s) _supervisorctl_%s ;;"));
    }

    private Map<String, String> zsh() {
        return Map.of(
                "actions", lines(commands, c -> "        " + zshQuoted(c.name() + ":" + c.summary())),
                "options", lines(options, Option::zsh),
                "values", optionNames(false),
                "arguments", arguments("                %s) _supervisorctl_%s ;;"));
    }

    private Map<String, String> fish() {
        return Map.of(
                "actions",
                        commands.stream()
                                .map(c -> "        " + c.name() + " " + fishQuoted(c.summary()))
                                .collect(Collectors.joining(" \\\n")),
                "options", lines(options, option -> option.fish(program)),
                "values", optionNames(false),
                "arguments", arguments("        case %s\n            __supervisorctl_%s"));
    }

    private static String filled(String template, Map<String, String> values) {
        return Pattern.compile("@([a-z]+)@").matcher(template).replaceAll((MatchResult place) -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException("a template has " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static void write(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
    }

    private static String template(Path templates, String name) throws IOException {
        return Files.readString(templates.resolve(name));
    }

    private void write(Path templates, Path out, String bash) throws IOException {
        write(out.resolve("bash-completion/completions/" + program), filled(bash, bash()));
        write(out.resolve("zsh/site-functions/_" + program), filled(template(templates, program + ".zsh"), zsh()));
        write(
                out.resolve("fish/vendor_completions.d/" + program + ".fish"),
                filled(template(templates, program + ".fish"), fish()));
    }

    public static void main(String[] arguments) throws IOException {
        Path templates = Path.of(arguments[0]);
        Path out = Path.of(arguments[1]);
        String options = template(templates, "options.bash");
        new Completions(
                        "supervisorctl",
                        Option.all(Usage.model(), Usage.text("supervisorctl")),
                        new Commands(List.of()).builtIn())
                .write(templates, out, template(templates, "supervisorctl.bash") + options);
        // Without surroundings: what its options mean is not asked.
        SupervisordCommand daemon = new SupervisordCommand("supervisord", "", null);
        new Completions("supervisord", Option.all(daemon.model(), daemon.help()), List.of())
                .write(templates, out, options);
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.supervisor4j.ctl.Usage;
import org.supervisor4j.ctl.commands.BuiltInCommand;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.daemon.cli.DaemonUsage;
import org.supervisor4j.model.Release;

/**
 * Writes the manual pages: of the programs from templates, with the options and commands that they have; of the
 * configuration from {@code docs/configuration.md}, which is held against the tables of keys by a test.
 *
 * <p>Run by the build: {@code java ManPages.java TEMPLATES CONFIGURATION.MD OUT DATE}.
 */
final class ManPages {
    private static final int WIDTH = 78;
    private static final Pattern OPTION =
            Pattern.compile("(?m)^(-\\S+)(?: ([A-Z]\\S*))? +-- +(.*(?:\n .*)*)");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)]+)\\)");
    /** Code, or what is stressed. */
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|(?<![*\\w])\\*([^*\\s][^*]*)\\*");

    private final Path out;
    private final String date;

    private ManPages(Path out, String date) {
        this.out = out;
        this.date = date;
    }

    /** Text without a meaning for roff. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> plain.append("\\e");
                case '-' -> plain.append("\\-");
                case '\'' -> plain.append("\\(aq");
                case '`' -> plain.append("\\(ga");
                case '^' -> plain.append("\\(ha");
                case '~' -> plain.append("\\(ti");
                default -> plain.append(c < 0x80 ? Character.toString(c) : "\\[u%04X]".formatted(c));
            }
        });
        return plain.toString();
    }

    /** A paragraph of Markdown: spans in bold, links without where they lead unless that is a place of the world. */
    private static String paragraph(String markdown) {
        String text = LINK.matcher(markdown.replace("\\|", "|"))
                .replaceAll(link -> Matcher.quoteReplacement(link.group(1)));
        StringBuilder roff = new StringBuilder();
        int at = 0;
        for (Matcher span = SPAN.matcher(text); span.find(); at = span.end()) {
            boolean isCode = span.group(1) != null;
            String inner = isCode ? span.group(1) : span.group(2) != null ? span.group(2) : span.group(3);
            roff.append(plain(text.substring(at, span.start())))
                    .append(span.group(3) == null ? "\\fB" : "\\fI")
                    // what is stressed may have code in it
                    .append(plain(isCode ? inner : inner.replace("`", "")).replace(" ", "\\ "))
                    .append("\\fR");
        }
        return wrapped(roff.append(plain(text.substring(at))).toString());
    }

    /** In lines of a file of text; a sentence ends its line. A blank after a backslash does not break. */
    private static String wrapped(String text) {
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("(?<!\\\\)\\s+")) {
            boolean isSentence = line.length() > 2 && line.charAt(line.length() - 1) == '.'
                    && Character.isUpperCase(word.charAt(0));
            if (isSentence || (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH)) {
                all.append(line).append('\n');
                line.setLength(0);
            }
            line.append(line.isEmpty() ? (word.startsWith(".") ? "\\&" : "") : " ").append(word);
        }
        return all.append(line).append('\n').toString();
    }

    private static String literal(List<String> lines) {
        return ".nf\n" + lines.stream()
                        .map(line -> line.isEmpty() ? ".sp\n" : (line.startsWith(".") ? "\\&" : "") + plain(line) + "\n")
                        .collect(Collectors.joining())
                + ".fi\n";
    }

    private static String options(String usage) {
        StringBuilder roff = new StringBuilder();
        for (Matcher option = OPTION.matcher(usage); option.find(); ) {
            String value = option.group(2) == null ? "" : " \\fI" + plain(option.group(2)) + "\\fR";
            roff.append(".TP\n")
                    .append(Arrays.stream(option.group(1).split("/"))
                            .map(name -> "\\fB" + plain(name) + "\\fR" + value)
                            .collect(Collectors.joining(", ")))
                    .append('\n')
                    .append(wrapped(plain(option.group(3))));
        }
        return roff.toString().stripTrailing();
    }

    private static String actions() {
        StringBuilder roff = new StringBuilder();
        for (BuiltInCommand command : new Commands(List.of()).builtIn()) {
            roff.append(".TP\n.B ").append(plain(command.name())).append('\n');
            // as "help NAME" prints it, its tabs as columns
            List<String> help = command.help().stream()
                    .map(line -> line.replaceFirst("\t+", "\t").replaceFirst("^\t", "  ").replace("\t", "  "))
                    .toList();
            roff.append(wrapped(plain(command.summary().substring(0, 1).toUpperCase() + command.summary().substring(1)
                    + ".")));
            if (!help.isEmpty()) {
                roff.append(literal(help));
            }
        }
        return roff.toString().stripTrailing();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.strip().substring(1).split("(?<!\\\\)\\|", -1))
                .map(String::strip)
                .toList();
    }

    /** A row of a table of keys is a key with what there is to know of it; of others, a word with what it means. */
    private static String row(List<String> head, List<String> cells) {
        StringBuilder about = new StringBuilder();
        for (int i = 1; i < head.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                String label = head.size() > 2 && i < head.size() - 1 ? head.get(i) + ": " : "";
                about.append(about.isEmpty() ? "" : "; ").append(label).append(cells.get(i));
            }
        }
        return ".TP\n" + paragraph(cells.get(0)) + paragraph(about.toString());
    }

    private static boolean continues(String line) {
        return !line.isBlank() && !line.startsWith("|") && !line.startsWith("#") && !line.startsWith("```")
                && !line.matches("[-*] .*");
    }

    private static String markdown(List<String> lines) {
        StringBuilder roff = new StringBuilder();
        boolean begins = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                List<String> code = new ArrayList<>();
                while (!lines.get(++i).startsWith("```")) {
                    code.add(lines.get(i));
                }
                roff.append(begins ? "" : ".PP\n").append(".RS 4\n").append(literal(code)).append(".RE\n");
                begins = false;
            } else if (line.startsWith("#")) {
                boolean isChapter = line.startsWith("## ");
                String title = line.replaceFirst("^#+ ", "").replace("`", "");
                roff.append(isChapter ? ".SH " + plain(title.toUpperCase()) : ".SS " + plain(title)).append('\n');
                begins = true;
            } else if (line.startsWith("|")) {
                List<String> head = cells(line);
                head = head.subList(0, head.size() - 1);
                for (i += 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
                    roff.append(row(head, cells(lines.get(i))));
                }
                i--;
                begins = false;
            } else if (!line.isBlank()) {
                boolean isItem = line.matches("[-*] .*");
                StringBuilder text = new StringBuilder(isItem ? line.substring(2) : line);
                while (i + 1 < lines.size() && continues(lines.get(i + 1))) {
                    text.append(' ').append(lines.get(++i).strip());
                }
                roff.append(isItem ? ".IP \\(bu 2\n" : begins ? "" : ".PP\n").append(paragraph(text.toString()));
                begins = false;
            }
        }
        return roff.toString();
    }

    private void write(String name, int section, String body) throws IOException {
        Path folder = Files.createDirectories(out.resolve("man" + section));
        Files.writeString(
                folder.resolve(name + "." + section),
                ".TH " + name.toUpperCase() + " " + section + " " + date + " \"supervisor4j " + Release.version() + "\"\n"
                        + body.stripTrailing() + "\n");
    }

    private static String filled(Path template, Map<String, String> values) throws IOException {
        String text = Files.readString(template);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    public static void main(String[] arguments) throws IOException {
        Path templates = Path.of(arguments[0]);
        List<String> page = Files.readAllLines(Path.of(arguments[1]));
        ManPages pages = new ManPages(Path.of(arguments[2]), arguments[3].substring(0, "2026-01-01".length()));
        pages.write("supervisord", 8, filled(templates.resolve("supervisord.8"), Map.of(
                "version", Release.version(), "options", options(DaemonUsage.text("supervisord")))));
        pages.write("supervisorctl", 1, filled(templates.resolve("supervisorctl.1"), Map.of(
                "options", options(Usage.text("supervisorctl")), "actions", actions())));
        for (String program : List.of("echo_supervisord_conf", "pidproxy")) {
            pages.write(program, 1, filled(templates.resolve(program + ".1"), Map.of()));
        }
        // The title is the name; what comes before the first chapter describes.
        pages.write("supervisord.conf", 5, ".SH NAME\nsupervisord.conf \\- the configuration of supervisord and"
                + " supervisorctl\n.SH DESCRIPTION\n" + markdown(page.subList(1, page.size()))
                + ".SH SEE ALSO\n.BR supervisord (8),\n.BR supervisorctl (1)\n");
    }
}

package org.supervisor4j.daemon.config.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.config.Surroundings;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.config.reading.ConfigSource;
import org.supervisor4j.daemon.config.reading.DeclaredProgram;
import org.supervisor4j.daemon.config.reading.HttpServerSection;
import org.supervisor4j.daemon.config.reading.IncludeSection;
import org.supervisor4j.daemon.config.reading.KnownKeys;
import org.supervisor4j.daemon.config.reading.KnownKeys.SectionKind;
import org.supervisor4j.daemon.config.reading.Misspellings;
import org.supervisor4j.daemon.config.reading.ParseRun;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.SourceLines;
import org.supervisor4j.ini.SourcePosition;
import org.supervisor4j.ini.StrayPercents;
import org.supervisor4j.model.Spelling;

/**
 * Reads a configuration as a start would, does nothing with it, and tells everything that is wrong: besides what stops
 * a start also what a start is silent about, because there are files that live by it: unknown sections and keys, and
 * percent signs that Python takes for a format without a name.
 */
public final class ConfigCheck {
    /** After so many, nothing more is looked for. */
    static final int MOST_FINDINGS = 1000;
    /** So many stray percent signs are shown with their lines. */
    private static final int MOST_HINTS = 100;

    /** contract: the texts of Python's shlex. */
    private static final Pattern UNCLOSED = Pattern.compile("No closing quotation|No escaped character");

    /** contract: the reference's sentence on environment=. */
    private static final Pattern NO_PAIR = Pattern.compile("Unexpected end of key/value pairs");

    /** contract: how the reference tells of names that it cannot expand. */
    private static final Pattern UNSET = Pattern.compile("contains names \\('ENV_([^']*)'[,)]");

    private final Sources sources;
    private final ConfigParser parser;
    private final Surroundings surroundings;
    private final List<Finding> findings = new ArrayList<>();
    /** Where a percent sign has been complained about already. */
    private final Set<SourcePosition> percents = new LinkedHashSet<>();

    public ConfigCheck(ConfigSource source, Surroundings surroundings, CommandLineOverrides commandLine) {
        this.sources = new Sources(source);
        this.surroundings = surroundings;
        this.parser = new ConfigParser(sources, surroundings, commandLine);
    }

    /**
     * The result of a check.
     *
     * @param findings file by file in the order of reading, by line and column
     * @param files those that were read, in that order
     * @param config null if there is an error
     * @param document the sections and where they stand
     * @param programs what became of those that describe processes
     */
    public record Report(
            List<Finding> findings,
            List<String> files,
            @Nullable SupervisordConfig config,
            IniDocument document,
            List<DeclaredProgram> programs) {
        public Report {
            Map<String, Integer> order = new HashMap<>();
            files.forEach(file -> order.putIfAbsent(file, order.size()));
            findings = findings.stream()
                    .sorted(Comparator.comparing((Finding finding) -> order.getOrDefault(finding.file(), 0))
                            .thenComparingInt(Finding::line)
                            .thenComparingInt(Finding::column))
                    .distinct()
                    .toList();
            files = List.copyOf(files);
            programs = List.copyOf(programs);
        }

        /** The same with further findings. */
        public Report with(List<Finding> more) {
            List<Finding> all = new ArrayList<>(findings);
            all.addAll(more);
            return new Report(all, files, config, document, programs);
        }

        /** Whether nothing but warnings was found. */
        public boolean isGood() {
            return findings.stream().allMatch(Finding::warning);
        }
    }

    /** @param file the main file, as given or found */
    public Report check(String file) {
        return check(file, ParseRun.Closeness.CHECK);
    }

    /** As {@link #check(String)}, with what Supervisor up to 4.2.5 reads otherwise. */
    public Report compare(String file) {
        return check(file, ParseRun.Closeness.UPGRADE);
    }

    private Report check(String file, ParseRun.Closeness closeness) {
        ParseRun run = parser.checkOf(file, closeness);
        SupervisordConfig config = null;
        Set<Problem> problems = new LinkedHashSet<>();
        try {
            config = parser.examine(run);
        } catch (ConfigException bad) {
            // What ended the reading may not be among what was noted before.
            problems.addAll(run.problems().found());
            problems.addAll(bad.problems());
        }
        problems.forEach(problem -> tell(problem, false, file));
        run.warnings().forEach(warning -> tell(warning, true, file));
        examine(run.document(), file);
        if (config != null) {
            config.servers().forEach(server -> lookUp(server, run.document()));
            config.groups().forEach(group -> namesakes(group, run.document()));
        }
        new Oddities(sources::lines, findings).look(run.document());
        return new Report(findings, List.copyOf(sources.order), config, run.document(), run.programs());
    }

    private void tell(Problem problem, boolean warning, String file) {
        SourcePosition position = problem.position();
        Finding finding = Finding.at(file, position, warning, problem.message());
        Matcher unset = UNSET.matcher(problem.message());
        Finding pointed =
                position == null || percents.size() >= MOST_HINTS ? null : misread(problem.message(), position);
        if (pointed != null && position != null) {
            percents.add(position);
            findings.add(pointed);
        } else if (unset.find()) {
            String hint = "the variable " + unset.group(1) + " is not in the environment here; a start needs it";
            findings.add(new Finding(
                    warning, finding.file(), finding.line(), finding.column(), finding.message(), List.of(hint)));
        } else if (problem.names() != null && position != null && percents.size() < MOST_HINTS) {
            Finding hint = PercentHint.about(finding, sources.lines(position.file()), position, problem.names());
            percents.add(position);
            findings.add(hint == null ? finding : hint);
        } else {
            findings.add(finding);
        }
    }

    /** The sentences of a quote that is not closed, and of no variable, name neither the key nor the place. */
    private @Nullable Finding misread(String message, SourcePosition position) {
        boolean noPair = NO_PAIR.matcher(message).lookingAt();
        if (!noPair && !UNCLOSED.matcher(message).lookingAt()) {
            // Before the file is looked at: of many problems, each may be in another large one.
            return null;
        }
        return noPair ? noPair(message, position) : unclosed(message, position);
    }

    private @Nullable Finding noPair(String message, SourcePosition position) {
        SourceLines lines = sources.lines(position.file());
        SourceLines.Written value = lines.value(position.line());
        try {
            int piece = value == null ? -1 : ShellWords.misplaced(value.text());
            return value == null || piece < 0
                    ? null
                    : CommandText.pointing(
                            lines,
                            position.file(),
                            value.place(piece),
                            false,
                            value.key() + ": " + message,
                            "^ variables are NAME=VALUE with commas between them, and quotes around a value with blanks");
        } catch (InvalidValueException unclosed) {
            return null;
        }
    }

    private @Nullable Finding unclosed(String message, SourcePosition position) {
        SourceLines lines = sources.lines(position.file());
        SourceLines.Written value = lines.value(position.line());
        int quote = value == null ? -1 : ShellWords.unclosed(value.text(), false);
        if (value == null || quote < 0) {
            return null;
        }
        return CommandText.unclosed(lines, value, quote, position.file(), false, value.key() + ": " + message);
    }

    private void examine(IniDocument document, String mainFile) {
        for (IniSection section : document.all()) {
            if (findings.size() > MOST_FINDINGS) {
                return;
            }
            SectionKind kind = KnownKeys.kindOf(section.name());
            section.values().forEach((key, value) -> {
                if (Misspellings.isHeader(key)) {
                    error(value.position(), Misspellings.openHeader(section));
                }
            });
            if (kind == null) {
                unknown(section);
            } else {
                section.values().forEach((key, value) -> examine(section, kind, key, value, document));
            }
            if (kind != null && kind.name().equals(IncludeSection.NAME)) {
                section.values().values().forEach(value -> misplacedInclude(value, mainFile));
            }
        }
        document.defaults().forEach((key, value) -> {
            if (KnownKeys.ownerOf(key) == null) {
                error(value.position(), "[DEFAULT] has a key " + key + " that no section knows; it has no effect");
            }
        });
    }

    private void unknown(IniSection section) {
        String like = KnownKeys.headerLike(section.name());
        error(
                section.position(),
                "[" + section.name() + "] is no section that supervisord knows; it has no effect"
                        + (like == null ? "" : "; did you mean " + like + "?"));
    }

    private void examine(IniSection section, SectionKind kind, String key, IniValue value, IniDocument document) {
        if (findings.size() > MOST_FINDINGS || Misspellings.isHeader(key)) {
            return;
        }
        if (!kind.keys().contains(key) && !kind.open()) {
            if (!value.equals(document.defaults().get(key))) {
                unknown(section, kind, key, value);
            }
        } else if (!StrayPercents.in(value.text(), null).isEmpty()
                && percents.size() < MOST_HINTS
                && percents.add(value.position())) {
            SourcePosition position = value.position();
            Finding hint = PercentHint.about(
                    Finding.at(
                            position.file(),
                            position,
                            false,
                            "a percent sign in " + key + " that is not doubled begins a format without a name"),
                    sources.lines(position.file()),
                    position,
                    null);
            if (hint != null) {
                findings.add(hint);
            }
        }
    }

    private void unknown(IniSection section, SectionKind kind, String key, IniValue value) {
        String like = Spelling.nearest(key, kind.keys());
        SectionKind owner = like == null ? KnownKeys.ownerOf(key) : null;
        error(
                value.position(),
                key + " is no key of [" + section.name() + "]; it has no effect"
                        + (like == null ? "" : "; did you mean " + like + "?")
                        + (owner == null ? "" : "; it belongs to " + owner.header("")));
    }

    /** A start looks hosts up, the reading of a configuration doesn't. */
    private void lookUp(HttpServerConfig server, IniDocument document) {
        IniSection section = document.section(server.section());
        if (!(server instanceof HttpServerConfig.Inet inet) || inet.host() == null || section == null) {
            return;
        }
        IniValue port = section.values().get(HttpServerSection.PORT.key());
        if (port != null && !surroundings.isHost(inet.host())) {
            error(port.position(), noHost(inet.host(), inet.port()));
        }
    }

    /** Of several processes with one name in a group the last one is kept, as in the original, and nothing says so. */
    private void namesakes(GroupConfig group, IniDocument document) {
        IniSection section = document.section("group:" + group.name());
        IniValue programs = section == null ? null : section.value("programs");
        Set<String> names = new HashSet<>();
        for (ProcessConfig process : group.processes()) {
            if (!names.add(process.name()) && programs != null) {
                findings.add(Finding.at(
                        programs.position().file(),
                        programs.position(),
                        true,
                        "two programs of [group:" + group.name() + "] have a process of the name " + process.name()
                                + ", and only the last one will run: change process_name= of one of them"));
                return;
            }
        }
    }

    private static String noHost(String host, int port) {
        int scheme = host.indexOf("://");
        if (scheme > 0) {
            return "this is an address and no URL: leave out " + host.substring(0, scheme + 3);
        }
        return host.indexOf(':') >= 0 && !host.startsWith("[")
                ? "an IPv6 address stands in brackets: [" + host + "]:" + port
                : "there is no host " + host + " here, so that a start would fail";
    }

    private void misplacedInclude(IniValue value, String mainFile) {
        if (!value.position().file().equals(mainFile)) {
            error(
                    value.position(),
                    "[include] has no effect in a file that is included itself; name the files in " + mainFile);
        }
    }

    private void error(SourcePosition position, String message) {
        findings.add(Finding.at(position.file(), position, false, message));
    }

    /** Passes on what it reads, and keeps it to show lines of it. */
    private static final class Sources implements ConfigSource {
        private final ConfigSource source;
        private final Map<String, byte[]> texts = new HashMap<>();
        /** Of one file at a time: all together would take too much memory. */
        private @Nullable SourceLines lines;

        private String linesOf = "";
        private final Set<String> order = new LinkedHashSet<>();

        Sources(ConfigSource source) {
            this.source = source;
        }

        @Override
        public Content read(String path) {
            return noted(path, source.read(path));
        }

        @Override
        public Content readNamed(String path) {
            return noted(path, source.readNamed(path));
        }

        private Content noted(String path, Content content) {
            order.add(path);
            if (content instanceof Content.Bytes text) {
                texts.put(path, text.bytes());
            }
            return content;
        }

        @Override
        public Search search() {
            return source.search();
        }

        SourceLines lines(String path) {
            SourceLines known = lines;
            if (known == null || !path.equals(linesOf)) {
                known = new SourceLines(texts.getOrDefault(path, new byte[0]), path);
                lines = known;
                linesOf = path;
            }
            return known;
        }
    }
}

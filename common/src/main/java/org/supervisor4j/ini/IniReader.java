package org.supervisor4j.ini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in Supervisor's dialect one after the other and merges them: sections of the same name become one, later
 * keys win. ini4j tells headers from keys and splits keys from values; what it does not know about the dialect is done
 * by {@link LogicalLines} before, and by this class after it. Not thread-safe.
 */
public final class IniReader {
    /** The section whose keys are defaults of all others. */
    private static final String DEFAULT = "DEFAULT";

    private static final String INCLUDE = "include";
    private static final String HERE = "%(here)s";
    private static final int MOST_REPEATS = 1000;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, IniValue> defaults = new LinkedHashMap<>();
    /** Sections that may contain {@code %(here)s} since the last {@link #replaceHere}. */
    private final Map<String, Section> touched = new LinkedHashMap<>();

    private boolean defaultsTouched;
    /** Takes every error of the lines by itself; null = the first one ends the reading. */
    private final @Nullable Problems each;

    /** What is there more than once. */
    private final List<Problem> repeats = new ArrayList<>();

    private long bytesRead;
    private int keysRead;
    /** By how many characters all values together have grown through {@link #replaceHere}. */
    private long growth;
    /** How often a default has been compared with a section. */
    private long comparisons;

    /** Reads as Python does: the first line that is no line of the dialect ends it. */
    public IniReader() {
        this(null);
    }

    private IniReader(@Nullable Problems each) {
        this.each = each;
    }

    /** Reads on after lines that are no lines of the dialect, and notes each. */
    public static IniReader noting(Problems problems) {
        return new IniReader(problems);
    }

    /** Which sections and keys were there already, if it has been asked to go on: the first thousand. */
    public List<Problem> repeats() {
        return List.copyOf(repeats);
    }

    /** A section while it grows. */
    private record Section(
            String name, SourcePosition position, @Nullable String includedFrom, Map<String, IniValue> values) {}

    /**
     * Reads the main file.
     *
     * @param file its path for messages, as it was given
     * @throws ConfigException with the one problem that Python would have raised; what was read before it may be kept
     */
    public void read(byte[] bytes, String file) throws ConfigException {
        parse(bytes, file, null);
    }

    /** The same for a file of {@code [include]}: the sections that it creates remember it. */
    public void readIncluded(byte[] bytes, String file) throws ConfigException {
        parse(bytes, file, file);
    }

    /**
     * Replaces the literal text {@code %(here)s} in all values of all sections so far. The reference does so, and only
     * if there is an {@code [include]}, once with the main file's directory and then after each included file with that
     * file's. Here only what came since the last call is looked at: all else has been replaced already.
     *
     * @throws ConfigException if a value outgrows all reason (a directory whose own name contains {@code %(here)s})
     */
    public void replaceHere(String directory) throws ConfigException {
        Collection<Section> todo = defaultsTouched ? sections.values() : List.copyOf(touched.values());
        comparisons += (long) todo.size() * defaults.size();
        Limits.check(comparisons, Limits.COMPARISONS, "times that [DEFAULT] meets a section");
        touched.clear();
        defaultsTouched = false;
        Map<String, IniValue> defaultsWithHere = new LinkedHashMap<>(defaults);
        defaultsWithHere.values().removeIf(value -> !value.text().contains(HERE));
        for (Section section : todo) {
            // Python writes a replaced default into the section itself, where it stays.
            defaultsWithHere.forEach(section.values()::putIfAbsent);
            for (Map.Entry<String, IniValue> entry : section.values().entrySet()) {
                IniValue value = entry.getValue();
                if (value.text().contains(HERE)) {
                    entry.setValue(replaced(section, value, directory));
                }
            }
        }
    }

    private IniValue replaced(Section section, IniValue value, String directory) throws ConfigException {
        long places = (value.text().length() - value.text().replace(HERE, "").length()) / (long) HERE.length();
        long more = places * directory.length();
        growth += more;
        String file = value.position().file();
        int line = value.position().line();
        Limits.check(value.text().length() + more, Limits.VALUE, "characters in a value with its %(here)s", file, line);
        Limits.check(growth, Limits.FILES, "characters in all values with their %(here)s", file, line);
        String text = value.text().replace(HERE, directory);
        if (text.contains(HERE)) {
            touched.put(section.name(), section);
        }
        return new IniValue(text, value.position());
    }

    /**
     * What has been read so far.
     *
     * @throws ConfigException if the defaults make the sections too large
     */
    public IniDocument document() throws ConfigException {
        Limits.check(
                keysRead + (long) sections.size() * defaults.size(),
                2 * Limits.KEYS,
                "keys, with those that [DEFAULT] gives to every section");
        Map<String, IniSection> all = new LinkedHashMap<>();
        for (Section section : sections.values()) {
            Map<String, IniValue> values = section.values();
            if (!defaults.isEmpty()) {
                values = new LinkedHashMap<>(values);
                for (Map.Entry<String, IniValue> entry : defaults.entrySet()) {
                    values.putIfAbsent(entry.getKey(), entry.getValue());
                }
            }
            String name = section.name();
            all.put(name, new IniSection(name, section.position(), section.includedFrom(), values));
        }
        return new IniDocument(all, defaults);
    }

    private void parse(byte[] bytes, String file, @Nullable String includedFrom) throws ConfigException {
        bytesRead += bytes.length;
        Limits.check(bytes.length, Limits.FILE, "bytes in a file", file, 1);
        Limits.check(bytesRead, Limits.FILES, "bytes in all files", file, 1);
        SyntaxErrors errors = new SyntaxErrors(file, includedFrom != null, each);
        List<LogicalLine> lines = new LogicalLines(file, errors).join(PythonTextFile.of(bytes, each != null));
        for (LogicalLine line : lines) {
            keysRead += line.weight();
        }
        Limits.check(keysRead, Limits.KEYS, Limits.KEYS_TEXT + ", in all files", file, 1);
        LogicalLineReader feed = new LogicalLineReader(lines);
        try {
            new Parser().parse(feed, new Merger(feed, file, includedFrom));
        } catch (InvalidFileFormatException impossible) {
            // LogicalLines lets nothing through that ini4j refuses.
            throw new AssertionError(file + ": " + impossible.getMessage(), impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** ini4j with everything switched off that Python's parser does not do. */
    private static final class Parser extends IniParser {
        Parser() {
            Config config = new Config();
            config.setEscape(false);
            config.setEscapeNewline(false);
            config.setInclude(false);
            config.setGlobalSection(false);
            config.setEmptyOption(false);
            config.setUnnamedSection(false);
            config.setLowerCaseOption(false);
            config.setLowerCaseSection(false);
            config.setComment(false);
            config.setHeaderComment(false);
            setConfig(config);
        }
    }

    /** Takes ini4j's events of one file. */
    private final class Merger implements IniHandler {
        private final LogicalLineReader feed;
        private final String file;
        private final @Nullable String includedFrom;
        private @Nullable Section section;
        private Map<String, IniValue> values = defaults;

        Merger(LogicalLineReader feed, String file, @Nullable String includedFrom) {
            this.feed = feed;
            this.file = file;
            this.includedFrom = includedFrom;
        }

        @Override
        public void startSection(String armoured) {
            String name = LogicalLineReader.plain(armoured);
            if (name.equals(DEFAULT)) {
                section = null;
                values = defaults;
                return;
            }
            // No lambda here or in document(): the first one costs every run of supervisorctl 10 ms.
            Section opened = sections.get(name);
            if (opened == null) {
                opened = new Section(name, position(), includedFrom, new LinkedHashMap<>());
                sections.put(name, opened);
            } else {
                repeated(name, "[" + name + "]", opened.position(), "the two are one section");
            }
            touched.put(name, opened);
            section = opened;
            values = opened.values();
        }

        @Override
        public void handleOption(String armouredKey, String armouredValue) {
            String key = PythonWhitespace.stripTrailing(LogicalLineReader.plain(armouredKey))
                    .toLowerCase(Locale.ROOT);
            String text = LogicalLineReader.plain(armouredValue);
            int newline = text.indexOf('\n');
            // Only the first line is still untrimmed, and where it is empty the newline after it counts.
            String first = PythonWhitespace.strip(newline < 0 ? text : text.substring(0, newline));
            IniValue before =
                    values.put(key, new IniValue(newline < 0 ? first : first + text.substring(newline), position()));
            if (before != null) {
                repeated(section == null ? DEFAULT : section.name(), key, before.position(), "this one counts");
            }
            defaultsTouched |= section == null && text.contains(HERE);
        }

        private void repeated(String section, String what, SourcePosition first, String consequence) {
            // In a file that is included itself, an [include] has no effect whatsoever.
            boolean counts = includedFrom == null || !section.equals(INCLUDE);
            if (each != null && counts && repeats.size() < MOST_REPEATS) {
                repeats.add(new Problem(what + " is there already, at " + first + "; " + consequence, position()));
            }
        }

        private SourcePosition position() {
            return new SourcePosition(file, feed.current().number());
        }

        @Override
        public void startIni() {}

        @Override
        public void endSection() {}

        @Override
        public void endIni() {}

        @Override
        public void handleComment(String comment) {}
    }
}

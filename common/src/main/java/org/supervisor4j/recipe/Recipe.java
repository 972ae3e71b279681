package org.supervisor4j.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.IniDocument;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;

/**
 * How one program is run.
 *
 * @param name as in {@code supervisorctl recipe NAME}
 * @param title what it is, in a few words
 * @param notes what else to know, in sentences
 * @param program the keys of a section for it, in their order; empty where it is only warned of
 * @param measured what a measurement has found, by what was done; empty where nothing was measured
 */
public record Recipe(
        String name,
        String title,
        List<String> notes,
        Map<String, String> program,
        OwnFile file,
        List<Mistake> mistakes,
        Map<String, String> measured) {
    public static final String VERSION = "version";
    public static final String DATE = "date";

    private static final Set<String> SIGNALS = Set.of("term", "int", "quit", "hup", "usr1", "usr2", "winch", "kill");
    private static final String MAIN = "recipe";
    private static final String MISTAKE = "mistake:";

    public Recipe {
        notes = List.copyOf(notes);
        program = Collections.unmodifiableMap(new LinkedHashMap<>(program));
        mistakes = List.copyOf(mistakes);
        measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
    }

    /**
     * Which configuration of its own a program reads.
     *
     * @param options the options that are followed by its name
     * @param isArgument whether it is the first word, if that is no option
     * @param usual where it is if nothing is said; empty if it then has none
     */
    public record OwnFile(List<String> options, boolean isArgument, String usual) {
        public OwnFile {
            options = List.copyOf(options);
        }

        /** Its name, as the command has it; empty if it has none. */
        String named(List<String> words) {
            if (isArgument && words.size() > 1 && !words.get(1).startsWith("-")) {
                return words.get(1);
            }
            for (int i = 1; i < words.size(); i++) {
                String word = words.get(i);
                if (options.contains(word) && i + 1 < words.size()) {
                    return words.get(i + 1);
                }
                for (String option : options) {
                    if (word.startsWith(option + "=")) {
                        return word.substring(option.length() + 1);
                    }
                }
            }
            return usual;
        }
    }

    static Recipe of(String name, IniDocument document) {
        IniSection main = document.section(MAIN);
        if (main == null) {
            throw new IllegalStateException("recipe " + name + " has no [" + MAIN + "]");
        }
        List<Mistake> mistakes = new ArrayList<>();
        for (IniSection section : document.startingWith(MISTAKE)) {
            mistakes.add(Mistake.of(section.suffix(), texts(section)));
        }
        return new Recipe(
                name,
                text(main, "title"),
                text(main, "notes").lines().filter(line -> !line.isBlank()).toList(),
                texts(document.section("program")),
                new OwnFile(
                        words(main, "file-option"), !text(main, "file-argument").isEmpty(), text(main, "file")),
                mistakes,
                texts(document.section("measured")));
    }

    private static String text(IniSection section, String key) {
        IniValue value = section.value(key);
        return value == null ? "" : value.text();
    }

    private static List<String> words(IniSection section, String key) {
        return Arrays.stream(text(section, key).split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, String> texts(@Nullable IniSection section) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (section != null) {
            section.values().forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }

    /** A section of a configuration that runs it; empty if there is none to recommend. */
    public List<String> section() {
        List<String> lines = new ArrayList<>();
        if (!program.isEmpty()) {
            lines.add("[program:" + name + "]");
            program.forEach((key, value) -> lines.add(key + "=" + value));
        }
        return lines;
    }

    /** Keys are read in small letters. */
    private static String shown(String key) {
        int end = key.indexOf(' ') < 0 ? key.length() : key.indexOf(' ');
        return SIGNALS.contains(key.substring(0, end))
                ? key.substring(0, end).toUpperCase(Locale.ROOT) + key.substring(end)
                : key;
    }

    /** What was measured, in what version and when: {@code TERM: exit 0 in 0.1 s}; empty if nothing was. */
    public List<String> facts() {
        List<String> lines = new ArrayList<>();
        measured.forEach((key, value) -> {
            if (!key.equals(VERSION) && !key.equals(DATE)) {
                lines.add(shown(key) + ": " + value);
            }
        });
        return lines;
    }
}

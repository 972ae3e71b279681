package org.supervisor4j.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.ConfigException;
import org.supervisor4j.ini.IniReader;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;

/**
 * All recipes there are. Of the files only the index is read, and each recipe that is asked for, once. Not thread-safe.
 */
public final class Recipes {
    /** Its lines: how a program is called, and the name of its recipe. */
    private static final String INDEX = "index";

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    /** Where scripts lie that start programs elsewhere, under the programs' names. */
    private static final String INIT_SCRIPTS = "/etc/init.d/";

    private static final String SERVICE = "service";

    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da)?sh");
    private static final Pattern CODE = Pattern.compile("-[a-z]*c");
    /** The program that code of a shell becomes in the end. */
    private static final Pattern BECOMES = Pattern.compile("(?s).*(?:^|[;&|\\s])exec\\s+([^;&|<>]+)");

    private final Map<String, String> index = new HashMap<>();
    private final Map<String, Recipe> read = new HashMap<>();

    public Recipes() {
        text(INDEX).lines().forEach(line -> {
            int blank = line.indexOf(' ');
            index.put(line.substring(0, blank), line.substring(blank + 1));
        });
    }

    /**
     * Something that will go wrong.
     *
     * @param recipe that tells how it is done
     * @param mistake what is wrong, and what to do
     */
    public record Hint(Recipe recipe, Mistake mistake) {
        /** One line. */
        public String text() {
            return mistake.says() + " (recipe " + recipe.name() + ")";
        }
    }

    /** In alphabetical order. */
    public List<String> names() {
        return List.copyOf(new TreeSet<>(index.values()));
    }

    /** Null if there is none of that name. */
    public @Nullable Recipe named(String name) {
        return index.containsValue(name) ? read.computeIfAbsent(name, Recipes::load) : null;
    }

    /** The recipe for a program that is called so: for {@code /usr/sbin/php-fpm8.2} that of {@code php-fpm}. */
    public @Nullable Recipe of(String program) {
        String name =
                program.startsWith(INIT_SCRIPTS) ? SERVICE : index.get(program.substring(program.lastIndexOf('/') + 1));
        return name == null ? null : named(name);
    }

    /**
     * What will go wrong with a command.
     *
     * @param command as in a configuration; one that cannot be split has no hints
     * @param settings the keys of its section, with their defaults: signals by their names ({@code TERM}), numbers and
     *     {@code true} as they are written; those that are not known are left out
     * @param files gives what stands in a file, by its name as the command has it; empty if it cannot be read
     */
    public List<Hint> hints(String command, Map<String, String> settings, Function<String, String> files) {
        try {
            return hints(ShellWords.split(command), settings, files, true);
        } catch (InvalidValueException malformed) {
            return List.of();
        }
    }

    private List<Hint> hints(
            List<String> all, Map<String, String> settings, Function<String, String> files, boolean isOutermost)
            throws InvalidValueException {
        List<String> words = launched(all);
        if (words.isEmpty()) {
            return List.of();
        }
        List<Hint> hints = new ArrayList<>();
        Recipe recipe = of(words.get(0));
        if (recipe != null) {
            String arguments = String.join(" ", words.subList(1, words.size()));
            String file = recipe.file().named(words);
            String text = file.isEmpty() ? "" : files.apply(file);
            for (Mistake mistake : recipe.mistakes()) {
                if (mistake.isMade(arguments, text, settings)) {
                    hints.add(new Hint(recipe, mistake));
                }
            }
        }
        if (isOutermost
                && words.size() > 2
                && SHELL.matcher(words.get(0)).matches()
                && CODE.matcher(words.get(1)).matches()) {
            var becomes = BECOMES.matcher(words.get(2));
            if (becomes.lookingAt()) {
                hints.addAll(hints(ShellWords.split(becomes.group(1)), settings, files, false));
            }
        }
        return hints;
    }

    /**
     * Without what only runs it: {@code env A=1 nginx}, {@code python3 -m gunicorn}, {@code sudo -u www-data npm
     * start}.
     */
    private static List<String> launched(List<String> words) {
        int at = 0;
        Launcher launcher = at < words.size() ? Launcher.of(words.get(at)) : null;
        while (launcher != null) {
            at++;
            for (int operands = launcher.operands(); at < words.size(); at++) {
                String word = words.get(at);
                // What is code, and no program that is run
                if (launcher.takesCode() && word.equals("-c")) {
                    return List.of();
                }
                if (word.startsWith("-")) {
                    at += launcher.takesNext().matcher(word).matches() ? 1 : 0;
                } else if (!ASSIGNMENT.matcher(word).matches() && operands-- <= 0) {
                    break;
                }
            }
            launcher = at < words.size() ? Launcher.of(words.get(at)) : null;
        }
        return words.subList(Math.min(at, words.size()), words.size());
    }

    private static Recipe load(String name) {
        IniReader reader = new IniReader();
        try {
            reader.read(text(name + ".ini").getBytes(StandardCharsets.UTF_8), name + ".ini");
            return Recipe.of(name, reader.document());
        } catch (ConfigException broken) {
            throw new IllegalStateException("recipe " + name, broken);
        }
    }

    private static String text(String file) {
        try (InputStream in = Recipes.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the distribution lacks the file " + file + " of its recipes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.DeclaredProgram;
import org.supervisor4j.ini.SourcePosition;
import org.supervisor4j.model.Signal;
import org.supervisor4j.recipe.Recipes;

/**
 * Looks for what is known to go wrong with the programs of a configuration. Its findings are warnings, at the command:
 * a program may be another one of the same name.
 */
final class RecipeHints {
    /** Configurations of programs are small; no more of one is looked at. */
    private static final int MOST_BYTES = 256 * 1024;

    /** The keys that mistakes have conditions on. */
    private static final Set<String> ASKED_FOR =
            Set.of("stopsignal", "stopasgroup", "startsecs", "stopwaitsecs", "ready", "autorestart", "exitcodes");

    private final String currentDirectory;
    private final Recipes recipes = new Recipes();
    private final List<Finding> findings = new ArrayList<>();

    RecipeHints(String currentDirectory) {
        this.currentDirectory = currentDirectory;
    }

    List<Finding> look(List<DeclaredProgram> programs) {
        for (DeclaredProgram program : programs) {
            program.processes().forEach(process -> look(program, process));
        }
        return findings;
    }

    private void look(DeclaredProgram program, ProcessConfig process) {
        SourcePosition position = program.position("command");
        for (Recipes.Hint hint :
                recipes.hints(process.launch().command(), settings(process), name -> read(process, name))) {
            findings.add(new Finding(true, position.file(), position.line(), 0, "command: " + hint.text(), List.of()));
        }
    }

    private static Map<String, String> settings(ProcessConfig process) {
        Map<String, String> settings = new HashMap<>();
        for (Key<?> key : ProcessConfig.KEYS) {
            if (ASKED_FOR.contains(key.key())) {
                settings.put(key.key(), text(key.key(), key.of(process)));
            }
        }
        return settings;
    }

    private static String text(String key, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        return switch (key) {
            case "stopsignal" -> Signal.name((int) value).replaceFirst("^SIG", "");
            case "autorestart" -> String.valueOf(value).toLowerCase(Locale.ROOT);
            case "exitcodes" ->
                ((Collection<?>) value).stream().map(String::valueOf).collect(Collectors.joining(","));
            default -> String.valueOf(value);
        };
    }

    /** What stands in a file of the program's own; empty if it is not there, or no regular file. */
    private String read(ProcessConfig process, String name) {
        String directory = process.launch().directory();
        try {
            Path file = Path.of(currentDirectory)
                    .resolve(directory == null ? "" : directory)
                    .resolve(name);
            if (!Files.isRegularFile(file)) {
                return "";
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return new String(stream.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | InvalidPathException unreadable) {
            return "";
        }
    }
}

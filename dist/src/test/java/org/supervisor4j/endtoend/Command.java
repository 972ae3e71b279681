package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run to its end, with what it is given.
 *
 * @param words the program and its arguments
 * @param environment added to ours
 * @param directory where it runs
 * @param stdin what it reads
 */
record Command(List<String> words, Map<String, String> environment, Path directory, String stdin) {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    static Command of(String... words) {
        return of(List.of(words));
    }

    static Command of(List<String> words) {
        return new Command(words, Map.of(), Path.of("/"), "");
    }

    Command with(String variable, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Command(words, more, directory, stdin);
    }

    Command in(Path folder) {
        return new Command(words, environment, folder, stdin);
    }

    Command reading(String text) {
        return new Command(words, environment, directory, text);
    }

    Command and(String... arguments) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(arguments));
        return new Command(all, environment, directory, stdin);
    }

    /** Runs it; a program that takes longer than three minutes fails the test. */
    Result run() {
        return runWithin(LIMIT);
    }

    /** The same with a limit of its own. */
    Result runWithin(Duration limit) {
        try {
            Path folder = Files.createTempDirectory("command");
            Path in = Files.writeString(folder.resolve("in"), stdin);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            var builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            int exit = await(builder.start(), limit);
            var result = new Result(exit, read(out), read(err));
            for (Path file : List.of(in, out, err, folder)) {
                Files.delete(file);
            }
            return result;
        } catch (IOException e) {
            return fail("cannot run %s: %s%s", words, e, Needed.hint(words.get(0)));
        }
    }

    private int await(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail("%s did not end within %s", words, limit);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return fail("interrupted while %s ran", words);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** How a command ended, and what it said. */
    record Result(int exit, String stdout, String stderr) {
        @Override
        public String toString() {
            return stdout + (stderr.isEmpty() ? "" : "[stderr] " + stderr) + "[exit " + exit + "]\n";
        }
    }
}

package org.supervisor4j.ctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A program on a terminal of its own, which {@code script} makes. */
final class Terminal implements AutoCloseable {
    private final Process script;
    private final Path screen;
    /** What has been waited for already. */
    private int seen;

    private Terminal(Process script, Path screen) {
        this.script = script;
        this.screen = screen;
    }

    static Terminal run(Path folder, List<String> command) throws IOException {
        return run(folder, command, "xterm");
    }

    /** @param type what {@code TERM} says */
    static Terminal run(Path folder, List<String> command, String type) throws IOException {
        return run(folder, command, Map.of("TERM", type));
    }

    /** @param environment what differs from ours */
    static Terminal run(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        Path screen = Files.createTempFile(folder, "screen", ".out");
        // exec: some shells (dash) remember a Ctrl-C that was meant for the command, and end by it themselves.
        String line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ", "exec ", ""));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qefc", line, "/dev/null")
                .redirectOutput(screen.toFile())
                .redirectErrorStream(true);
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        return new Terminal(builder.start(), screen);
    }

    void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        script.getOutputStream().flush();
    }

    /** Waits until a text appears behind the one that was waited for last. */
    void await(String text) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (shown().indexOf(text, seen) < 0) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the terminal does not show '" + text + "' but: " + shown());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        seen = shown().indexOf(text, seen) + text.length();
    }

    /** Everything so far, as it was written to the terminal. */
    String shown() {
        try {
            return Files.readString(screen, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() throws InterruptedException {
        if (!script.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + shown());
        }
        return script.exitValue();
    }

    @Override
    public void close() {
        script.destroy();
    }
}

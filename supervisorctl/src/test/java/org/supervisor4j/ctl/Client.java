package org.supervisor4j.ctl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs a {@code supervisorctl}: the original's, ours inside this JVM, or ours as a process. */
final class Client {
    private static final String REFERENCE = "/usr/bin/supervisorctl";
    private static final int SIGINT_PATIENCE_SECONDS = 20;

    private Client() {}

    static Transcript reference(List<String> arguments, String input, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        return process(List.of(REFERENCE), arguments, input, environment, folder, false);
    }

    static Transcript referenceInterrupted(List<String> arguments, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        return process(List.of(REFERENCE), arguments, "", environment, folder, true);
    }

    static Transcript oursAsProcess(
            List<String> arguments, String input, Map<String, String> environment, Path folder, boolean interrupted)
            throws IOException, InterruptedException {
        return process(ourCommand(), arguments, input, environment, folder, interrupted);
    }

    static List<String> ourCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dsupervisor4j.invoked=" + REFERENCE,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    static Transcript ours(List<String> arguments, String input, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.put("LANG", "C.UTF-8");
        all.putAll(environment);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                arguments,
                new Invocation(
                        REFERENCE,
                        all,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        out,
                        err,
                        false,
                        false,
                        false));
        return new Transcript(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exitCode);
    }

    private static Transcript process(
            List<String> program,
            List<String> arguments,
            String input,
            Map<String, String> environment,
            Path folder,
            boolean interrupted)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        Path in = Files.writeString(Files.createTempFile(folder, "ctl", ".in"), input);
        Path out = Files.createTempFile(folder, "ctl", ".out");
        Path err = Files.createTempFile(folder, "ctl", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (interrupted) {
            interruptWhenQuiet(process, out);
        }
        if (!process.waitFor(SIGINT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end; so far: " + Files.readString(out));
        }
        return new Transcript(text(out), text(err), process.exitValue());
    }

    /** Sends SIGINT once the output has not grown for a second, twice what either needs for its start. */
    private static void interruptWhenQuiet(Process process, Path out) throws IOException, InterruptedException {
        long size = -1;
        int quiet = 0;
        for (int round = 0; round < 100 && quiet < 10; round++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            long now = Files.size(out);
            quiet = now == size && now > 0 ? quiet + 1 : 0;
            size = now;
        }
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Bytes that are no text are a finding, not an error of the test: they show as replacement characters. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}

package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.supervisor4j.endtoend.ConfigurationGenerator.Generated;

/**
 * A daemon that is given one configuration after the other, and what it makes of each: a fault, or the settings of all
 * processes as it tells them, and the arguments, variables, directory and umask of the children that it starts. Where
 * that matters, a second daemon tries to start with the same files.
 */
final class ConfigurationReader implements AutoCloseable {
    /** All that the daemon has in its environment. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin", "HOME", "/root", "LC_ALL", "C.UTF-8", "WORD", "two words", "SIGN", "5%");

    /** Tells what it was started with, each time into a file of its own, under its final name only once it is whole. */
    private static final String PROBE = """
            #!/bin/sh
            out=${0%/*}/out/$$
            { /usr/bin/readlink /proc/$$/cwd; umask; /bin/cat /proc/$$/cmdline; echo; /bin/cat /proc/$$/environ; } >"$out.new"
            /bin/mv "$out.new" "$out"
            """;

    /** Bytes and seconds of the processor, so that no text makes Python take all there is. Java needs more. */
    private static final List<String> CAPS = List.of("/usr/bin/prlimit", "--as=1000000000", "--cpu=600");

    /** Children come when the machine has time for them. */
    private static final long PATIENCE_SECONDS = 120;

    static final String FAULT = "fault ";

    private final Installation installation;
    private final Path folder;
    private final Daemon daemon;
    private final StartAttempts starts;

    private ConfigurationReader(Installation installation, Path folder, Daemon daemon, StartAttempts starts) {
        this.installation = installation;
        this.folder = folder;
        this.daemon = daemon;
        this.starts = starts;
    }

    /** @param sandbox gets a folder for each installation; its name shows in no outcome */
    static ConfigurationReader start(Installation installation, Sandbox sandbox) throws IOException {
        // Names of the same length: a format with a width counts them.
        Path folder = sandbox.mkdirs(installation == Installation.DEBIAN ? "d" : "o");
        Files.createDirectories(folder.resolve("out"));
        Files.createDirectories(folder.resolve("conf.d"));
        Path probe = Files.writeString(folder.resolve("probe"), PROBE);
        if (!probe.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + probe + " executable");
        }
        Path file = Files.writeString(folder.resolve(Configuration.FILE), Configuration.with(""));
        Path socket = folder.resolve(Configuration.SOCKET);
        List<String> caps = installation == Installation.DEBIAN ? CAPS : List.of();
        return new ConfigurationReader(
                installation,
                folder,
                Daemon.startBehind(caps, ENVIRONMENT, installation, file, socket),
                StartAttempts.of(installation, folder, ENVIRONMENT, caps));
    }

    /**
     * Has the daemon read the files, run what is in them if that is wanted, and forget them again. If that is wanted,
     * what cannot be read is also tried in a start, for the exit status, and so is a {@code [supervisord]} section, as
     * only a start takes all of it seriously.
     */
    String outcome(Generated configuration) {
        Map<String, String> files = configuration.files();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                boolean main = file.getKey().equals(Configuration.FILE);
                Files.write(
                        folder.resolve(file.getKey()),
                        (main ? Configuration.with(file.getValue()) : file.getValue())
                                .getBytes(StandardCharsets.UTF_8));
            }
            String told = read(configuration.run());
            boolean telling = told.startsWith(FAULT)
                    || files.getOrDefault(Configuration.FILE, "").contains("[supervisord]");
            return normalised(telling && configuration.start() ? told + "\n" + attempt() : told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            files.keySet().forEach(name -> folder.resolve(name).toFile().delete());
        }
    }

    private String read(boolean run) throws IOException {
        Answer reread = ask("supervisor.reloadConfig");
        if (reread.fault()) {
            return FAULT + reread.value();
        }
        List<?> names = (List<?>) ((List<?>) reread.list().get(0)).get(0);
        StringBuilder told = new StringBuilder("reread ").append(reread.value()).append('\n');
        ask("supervisor.getAllConfigInfo").list().forEach(info -> told.append(info)
                .append('\n'));
        List<String> groups = new ArrayList<>();
        for (Object name : names) {
            groups.add((String) name);
            Answer added = ask("supervisor.addProcessGroup", (String) name);
            told.append("add ").append(name).append(' ').append(added.value()).append('\n');
        }
        if (run) {
            told.append(String.join("\n", started()));
        }
        groups.forEach(this::remove);
        return told.toString();
    }

    private List<String> started() throws IOException {
        List<String> told = new ArrayList<>();
        int running = 0;
        for (Object info : ask("supervisor.getAllProcessInfo").list()) {
            Map<?, ?> process = (Map<?, ?>) info;
            String name = process.get("group") + ":" + process.get("name");
            // Without a wait: the reference takes one that has ended by the time it looks for one that failed.
            Answer started = daemon.rpc().answer("supervisor.startProcess", name, false);
            told.add("start " + name + " " + started.value());
            running += started.fault() ? 0 : 1;
        }
        int expected = running;
        Await.until(
                expected + " children have told what they got",
                PATIENCE_SECONDS,
                () -> outputs().size() == expected);
        List<String> children = new ArrayList<>();
        for (Path output : outputs()) {
            children.add(child(Files.readString(output)));
            Files.delete(output);
        }
        children.sort(null);
        told.addAll(children);
        return told;
    }

    private List<Path> outputs() {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.filter(file -> !file.toString().endsWith(".new")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables have no order that anybody may rely on. */
    private static String child(String output) {
        String[] parts = output.split("\n", 4);
        String[] variables = Arrays.stream(parts[3].split("\0", -1))
                .filter(variable -> !variable.startsWith(Mark.VARIABLE))
                .sorted()
                .toArray(String[]::new);
        return "directory " + parts[0] + " umask " + parts[1] + " arguments "
                + Arrays.toString(parts[2].split("\0", -1)) + " variables " + Arrays.toString(variables);
    }

    /** How another start ends. It always does: the daemon that runs has the socket. */
    private String attempt() throws IOException {
        StartAttempts.Ending ending = starts.attempt();
        // The reference does not look for further mistakes.
        String told = ending.stderr().split("(?m)^Also: ", 2)[0];
        return "start ends with " + ending.exit() + " and " + told.replace(installation.supervisord(), "SUPERVISORD");
    }

    /** A group can go once all its processes have been reaped. Each call has the reference look for dead children. */
    private void remove(String group) {
        Await.until("group " + group + " is gone", PATIENCE_SECONDS, () -> {
            try {
                Answer removed = ask("supervisor.removeProcessGroup", group);
                boolean gone = !removed.fault() || removed.value().toString().contains("BAD_NAME");
                if (!gone) {
                    daemon.rpc().answer("supervisor.stopProcessGroup", group, false);
                }
                return gone;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Answer ask(String method, String... parameters) throws IOException {
        return daemon.rpc().answer(method, (Object[]) parameters);
    }

    private String normalised(String text) {
        return text.replace(folder.toString(), "/ROOT");
    }

    @Override
    public void close() throws IOException {
        starts.close();
        daemon.close();
    }
}

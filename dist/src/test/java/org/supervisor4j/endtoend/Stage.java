package org.supervisor4j.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a scenario is played: a daemon, a client, and the transcript of what the client said. */
final class Stage {
    private final Installation client;
    private final Path configuration;
    private final Sandbox sandbox;
    private final Daemon daemon;
    private final List<String> transcript = new ArrayList<>();

    Stage(Installation client, Path configuration, Sandbox sandbox, Daemon daemon) {
        this.client = client;
        this.configuration = configuration;
        this.sandbox = sandbox;
        this.daemon = daemon;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** What was said so far, one entry a command. */
    List<String> transcript() {
        return List.copyOf(transcript);
    }

    /** Runs {@code supervisorctl -c CONF words...} and writes its answer down. */
    String ctl(String... words) {
        return write(words, supervisorctl(words).toString());
    }

    /** For several processes at once, which are told in the order in which they got there: the lines are sorted. */
    String ctlInAnyOrder(String... words) {
        Command.Result result = supervisorctl(words);
        String sorted = String.join("\n", result.stdout().lines().sorted().toList()) + "\n";
        return write(words, new Command.Result(result.exit(), sorted, result.stderr()).toString());
    }

    /** Options before the action instead of the configuration file. */
    String ctlWithoutConfiguration(String... words) {
        return write(
                words,
                Command.of(client.supervisorctl())
                        .and(words)
                        .in(sandbox.root())
                        .run()
                        .toString());
    }

    private Command.Result supervisorctl(String... words) {
        return Command.of(client.supervisorctl(), "-c", configuration.toString())
                .and(words)
                .in(sandbox.root())
                .run();
    }

    private String write(String[] words, String answer) {
        var normaliser = new Normaliser(sandbox);
        String normal = normaliser.normalise(answer);
        transcript.add(normaliser.normalise("$ supervisorctl " + String.join(" ", words)) + "\n" + normal);
        return normal;
    }

    void awaitState(String state, String... processes) {
        for (String process : processes) {
            daemon.rpc().awaitState(process, state);
        }
    }

    /** Waits until the file holds the text. */
    void awaitText(String file, String text) {
        Await.until(file + " holds: " + text, () -> sandbox.read(file).contains(text));
    }
}

package org.supervisor4j.endtoend;

import java.io.IOException;
import java.util.List;

/** A setting, and what is done in it. Played by every pairing, it must give the same transcript. */
interface Scenario {
    /** A sandbox that is ready for {@link #configuration()}. */
    Sandbox prepare() throws IOException;

    /** The main configuration file, relative to the sandbox. */
    String configuration();

    /** The unix socket in it, relative to the sandbox. */
    String socket();

    void play(Stage stage);

    /** Plays it from start to end and returns what the client said. */
    static List<String> transcript(Scenario scenario, Pairing pairing) throws IOException {
        try (Sandbox sandbox = scenario.prepare();
                Daemon daemon = Daemon.start(
                        pairing.daemon(), sandbox.path(scenario.configuration()), sandbox.path(scenario.socket()))) {
            var stage = new Stage(pairing.client(), sandbox.path(scenario.configuration()), sandbox, daemon);
            play(scenario, stage, daemon);
            return stage.transcript();
        }
    }

    private static void play(Scenario scenario, Stage stage, Daemon daemon) {
        try {
            scenario.play(stage);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s%nso far:%n%s%nsupervisord said:%n%s"
                            .formatted(e.getMessage(), String.join("", stage.transcript()), daemon.output()),
                    e);
        }
    }
}

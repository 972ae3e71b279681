package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program on a terminal that {@code tmux} shows: keys go in, the screen is read. */
final class Pane implements AutoCloseable {
    private final Path folder;

    private Pane(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts a command in a terminal of 120 x 40.
     *
     * @param folder where it runs, and where tmux has its socket
     */
    static Pane running(Path folder, String... command) {
        Pane pane = new Pane(folder);
        var words = new ArrayList<>(List.of("-f", "/dev/null"));
        // When its program ends, the terminal stays: else the server ends at a moment of its own, and close() may find
        // none.
        words.addAll(List.of("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";"));
        words.addAll(List.of("new-session", "-d", "-x", "120", "-y", "40", "--"));
        words.addAll(List.of(command));
        pane.tmux(words.toArray(new String[0]));
        return pane;
    }

    private String tmux(String... words) {
        Command.Result result = Command.of("tmux", "-S", folder.resolve("tmux").toString())
                .and(words)
                .with("LC_ALL", "C.UTF-8")
                .in(folder)
                .run();
        assertThat(result.exit()).as("tmux %s: %s", List.of(words), result).isZero();
        return result.stdout();
    }

    /** Types words as they are. */
    void type(String text) {
        tmux("send-keys", "-l", text);
    }

    /** Presses a key by tmux's name of it: {@code Tab}, {@code C-c}. */
    void press(String key) {
        tmux("send-keys", key);
    }

    /** What is on the screen. */
    String screen() {
        return tmux("capture-pane", "-p");
    }

    void awaitText(String text) {
        Await.until("the terminal shows " + text, () -> screen().contains(text));
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}

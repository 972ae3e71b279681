package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A daemon of ours that is the first process of a namespace, as in a container, with nothing of the environment but the
 * search path. What it and its programs say is in the sandbox's file {@code terminal}.
 */
final class Container implements AutoCloseable {
    static final String OUTPUT = "terminal";
    private static final long MOST_SECONDS = 60;

    private final Sandbox sandbox;
    private final Mark mark;
    private final Process unshare;

    private Container(Sandbox sandbox, Mark mark, Process unshare) {
        this.sandbox = sandbox;
        this.mark = mark;
        this.unshare = unshare;
    }

    /** Starts it in the sandbox's folder, with these arguments. */
    static Container start(Sandbox sandbox, String... arguments) throws IOException {
        return startBehind(List.of(), sandbox, arguments);
    }

    /** @param words what stands in front of the daemon's words: a command that becomes it */
    static Container startBehind(List<String> words, Sandbox sandbox, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(words);
        all.add(Installation.OURS.supervisord());
        all.addAll(List.of(arguments));
        return startWords(all, sandbox);
    }

    /** @param words the whole command, which becomes the daemon */
    static Container startWords(List<String> words, Sandbox sandbox) throws IOException {
        Mark mark = Mark.fresh();
        List<String> all = new ArrayList<>(namespace(mark));
        all.addAll(words);
        Process started = new ProcessBuilder(all)
                .directory(sandbox.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(sandbox.path(OUTPUT).toFile()))
                .start();
        return new Container(sandbox, mark, started);
    }

    /** Words that become those that follow, as the first process of a namespace. */
    static List<String> namespace(Mark mark) {
        List<String> all = new ArrayList<>(Daemon.UNBLOCK);
        all.addAll(List.of("env", "-i", "PATH=" + System.getenv("PATH"), Mark.VARIABLE + "=" + mark.value()));
        String java = System.getenv("JAVA_HOME");
        if (java != null) {
            all.add("JAVA_HOME=" + java);
        }
        all.add("unshare");
        if (!Account.isRoot()) {
            all.addAll(List.of("--user", "--map-root-user"));
        }
        all.addAll(List.of("--pid", "--mount", "--fork", "--mount-proc", "--kill-child"));
        return all;
    }

    String output() {
        return sandbox.read(OUTPUT);
    }

    /** Waits until it has said so. */
    void awaitOutput(String text) {
        Await.until("it says: " + text, () -> output().contains(text) || !unshare.isAlive());
        assertThat(output()).contains(text);
    }

    /** Sends a signal to the first process. */
    void signal(String name) {
        Command.Result sent =
                Command.of("kill", "-s", name, Long.toString(first().pid())).run();
        assertThat(sent.exit()).as(sent.toString()).isZero();
    }

    private ProcessHandle first() {
        return unshare.children().findFirst().orElseThrow();
    }

    /** What all of its processes hold together, in KiB. */
    long memoryKib() {
        return Stream.concat(Stream.of(first()), others().stream())
                .mapToLong(process -> Proc.proportionalKib(process.pid()))
                .sum();
    }

    /** All processes in it but the first one. */
    List<ProcessHandle> others() {
        return first().descendants().toList();
    }

    /** Waits for its end; the exit status, as a container's engine would tell it. */
    int awaitEnd() throws InterruptedException {
        assertThat(unshare.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                .as(this::output)
                .isTrue();
        return unshare.exitValue();
    }

    /** Ends it, if it has not. */
    @Override
    public void close() {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        unshare.destroyForcibly();
    }
}

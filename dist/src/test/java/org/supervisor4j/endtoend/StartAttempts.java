package org.supervisor4j.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts of a supervisord in the foreground, one after the other, which must all come to an end by themselves. */
interface StartAttempts extends AutoCloseable {

    /** How a start ended, and what it said on standard error. */
    record Ending(int exit, String stderr) {}

    /** Tries one more start with the configuration file as it is now, and waits for its end. */
    Ending attempt() throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Attempts of one installation.
     *
     * @param folder where they run; has the configuration file
     * @param environment all that they have in their environment
     * @param prefix words of a command that becomes the daemon
     */
    static StartAttempts of(
            Installation installation, Path folder, Map<String, String> environment, List<String> prefix)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("/usr/bin/env", "-i"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(prefix);
        return installation == Installation.DEBIAN ? Forked.start(words, folder) : new Fresh(words, folder);
    }

    /** A process for each. */
    record Fresh(List<String> words, Path folder) implements StartAttempts {
        public Fresh {
            words = List.copyOf(words);
        }

        @Override
        public Ending attempt() {
            String file = folder.resolve(Configuration.FILE).toString();
            Command command = Command.of(words).and(Installation.OURS.supervisord(), "-n", "-c", file);
            Command.Result result = command.in(folder).run();
            return new Ending(result.exit(), result.stderr());
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
    }

    /** One process of Python that has loaded the reference once, and forks for each attempt: the same, but quicker. */
    record Forked(Process python, BufferedReader exits, Path folder) implements StartAttempts {
        /** Runs {@code main} of Debian's supervisord for each line that it reads, and writes the exit status. */
        private static final String SCRIPT = """
                import os, sys
                from supervisor.supervisord import main
                sys.argv = sys.argv[1:]
                for _ in sys.stdin:
                    child = os.fork()
                    if not child:
                        for number, name in (0, os.devnull), (1, os.devnull), (2, 'stderr'):
                            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
                        sys.exit(main())
                    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
                """;

        private static Forked start(List<String> prefix, Path folder) throws IOException {
            List<String> words = new ArrayList<>(prefix);
            String file = folder.resolve(Configuration.FILE).toString();
            words.addAll(
                    List.of("/usr/bin/python3", "-c", SCRIPT, Installation.DEBIAN.supervisord(), "-n", "-c", file));
            Process python = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Forked(python, python.inputReader(StandardCharsets.UTF_8), folder);
        }

        @Override
        public Ending attempt() throws IOException {
            python.getOutputStream().write('\n');
            python.getOutputStream().flush();
            String exit = exits.readLine();
            if (exit == null) {
                throw new IOException("the process that runs the reference has ended");
            }
            return new Ending(Integer.parseInt(exit), Files.readString(folder.resolve("stderr")));
        }

        /** It ends at the end of its input. */
        @Override
        public void close() throws IOException {
            python.getOutputStream().close();
            exits.close();
        }
    }
}

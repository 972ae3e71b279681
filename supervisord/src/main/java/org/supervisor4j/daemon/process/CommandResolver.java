package org.supervisor4j.daemon.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.model.Fault;

/**
 * Finds the file that a command names, as the daemon's user and from the daemon's directory, before anything is
 * started. The order of the checks and their texts are the original's.
 */
public final class CommandResolver {
    private static final List<String> DEFAULT_PATH = List.of("/bin", "/usr/bin", "/usr/local/bin");
    private static final int ANY_EXECUTE_BIT = 0111;
    private static final int FILE_TYPE = 0170000;
    private static final int DIRECTORY = 0040000;

    private final Host host;
    private final Map<String, String> environment;

    /** @param environment the daemon's own, for PATH */
    public CommandResolver(Host host, Map<String, String> environment) {
        this.host = host;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param file what to execute
     * @param argv its arguments, argv[0] as written
     */
    public record Command(String file, List<String> argv) {}

    /** Splits the command into words and finds the first. */
    public Command resolve(ProcessConfig config) throws CommandException {
        return resolve(config.launch().command(), config);
    }

    /** The same for another command than the process's own, seen from the process. */
    Command resolve(String command, ProcessConfig config) throws CommandException {
        List<String> argv = split(command);
        String program = argv.get(0);
        return new Command(executable(program, config), argv);
    }

    /** The file that the word names, seen from the process: as the first word of its command would be. */
    public String executable(String program, ProcessConfig config) throws CommandException {
        Optional<Found> found = program.contains("/") ? find(program) : search(program, config);
        Found file = found.orElseThrow(
                () -> new CommandException(Fault.NO_FILE, "can't find command " + PythonRepr.of(program)));
        check(file);
        return file.path();
    }

    /**
     * A path that exists.
     *
     * @param mode of {@code stat(2)}, the type of the file included
     */
    private record Found(String path, int mode) {}

    private static List<String> split(String command) throws CommandException {
        List<String> words;
        try {
            words = ShellWords.split(command);
        } catch (InvalidValueException malformed) {
            throw new CommandException(
                    Fault.NOT_EXECUTABLE,
                    "can't parse command " + PythonRepr.of(command) + ": " + malformed.getMessage());
        }
        if (words.isEmpty()) {
            throw new CommandException(Fault.NOT_EXECUTABLE, "command is empty");
        }
        return words;
    }

    /** The first existing entry wins, even a directory. An empty entry of PATH is the current directory. */
    private Optional<Found> search(String program, ProcessConfig config) {
        for (String directory : searchPath(config)) {
            String candidate =
                    directory.isEmpty() || directory.endsWith("/") ? directory + program : directory + "/" + program;
            Optional<Found> found = find(candidate);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<String> searchPath(ProcessConfig config) {
        String path = config.launch().environment().getOrDefault("PATH", environment.getOrDefault("PATH", ""));
        return path.isEmpty() ? DEFAULT_PATH : List.of(path.split(":", -1));
    }

    private void check(Found file) throws CommandException {
        if ((file.mode() & FILE_TYPE) == DIRECTORY) {
            throw notExecutable("command at %s is a directory", file);
        }
        if ((file.mode() & ANY_EXECUTE_BIT) == 0) {
            throw notExecutable("command at %s is not executable", file);
        }
        if (!host.isExecutable(file.path())) {
            throw notExecutable("no permission to run command %s", file);
        }
    }

    private static CommandException notExecutable(String text, Found file) {
        return new CommandException(Fault.NOT_EXECUTABLE, text.formatted(PythonRepr.of(file.path())));
    }

    /** One look at the file tells all: this is on the way of every restart. */
    private Optional<Found> find(String file) {
        OptionalInt mode = host.fileMode(file);
        return mode.isPresent() ? Optional.of(new Found(file, mode.getAsInt())) : Optional.empty();
    }
}

package org.supervisor4j.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.DeclaredProgram;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.process.CommandException;
import org.supervisor4j.daemon.process.CommandResolver;
import org.supervisor4j.diagnosis.ShellSyntax;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.SourcePosition;

/**
 * Looks for the files that programs need, by the rules of a start. Its findings are warnings: the configuration may be
 * meant for another machine, or the files are still to come.
 */
final class ProgramFiles {
    /** The kernel looks at no more of a script. */
    private static final int FIRST_LINE = 256;

    private static final int ANY_EXECUTE_BIT = 0111;

    private final Host host;
    private final CommandResolver commands;
    private final String currentDirectory;
    private final List<Finding> findings = new ArrayList<>();

    ProgramFiles(Host host, CommandResolver commands, String currentDirectory) {
        this.host = host;
        this.commands = commands;
        this.currentDirectory = currentDirectory;
    }

    List<Finding> look(List<DeclaredProgram> programs) {
        for (DeclaredProgram program : programs) {
            program.processes().forEach(process -> lookOrRefuse(program, process));
        }
        return findings;
    }

    private void lookOrRefuse(DeclaredProgram program, ProcessConfig process) {
        try {
            directory(program, process);
            command(program, process);
        } catch (InvalidPathException odd) {
            tell(program.position("command"), "not a path: " + odd.getMessage());
        }
    }

    private void directory(DeclaredProgram program, ProcessConfig process) {
        String directory = process.launch().directory();
        if (directory == null) {
            return;
        }
        Path folder = path(directory);
        if (!Files.isDirectory(folder)) {
            String what = Files.exists(folder) ? " is no folder" : " is not there";
            tell(program.position("directory"), "directory " + directory + what);
        } else if (!mayUse(folder, process)) {
            tell(program.position("directory"), "directory " + directory + " is not open to " + user(program));
        }
    }

    private void command(DeclaredProgram program, ProcessConfig process) {
        SourcePosition position = program.position("command");
        try {
            String file = commands.resolve(process).file();
            String directory = process.launch().directory();
            // The daemon looks from where it is, its child once more from the directory.
            if (directory != null
                    && !file.startsWith("/")
                    && !Files.exists(path(directory).resolve(file))) {
                tell(position, "command " + file + " is not there seen from directory " + directory);
                return;
            }
            if (!mayUse(path(file), process)) {
                tell(position, "command " + file + " may not be executed by " + user(program));
            }
            String mistake = unrunnable(path(file), process);
            if (mistake != null) {
                tell(position, "command " + file + mistake);
            }
        } catch (CommandException refused) {
            if (!isTold(process.launch().command())) {
                tell(position, refused.text());
            }
        }
    }

    /** Who looks at the text has told, with its place, of what cannot be parsed, and of a first word for a shell. */
    private static boolean isTold(String command) {
        try {
            List<ShellWords.Word> words = ShellWords.words(command);
            ShellSyntax.Found found = ShellSyntax.in(words);
            return found != null && found.at() == words.get(0).start();
        } catch (InvalidValueException unparsed) {
            return true;
        }
    }

    private static String user(DeclaredProgram program) {
        return "the user of [" + program.section().name() + "]";
    }

    private void tell(SourcePosition position, String message) {
        findings.add(new Finding(true, position.file(), position.line(), 0, message, List.of()));
    }

    private Path path(String name) {
        return Path.of(currentDirectory).resolve(name);
    }

    /** Whether the process's own user, where it has one, may execute the file or enter the folder. */
    private static boolean mayUse(Path path, ProcessConfig process) {
        ProcessUser user = process.launch().user();
        return user == null || new Permissions(user).allow(path, Permissions.EXECUTE);
    }

    /** What keeps the kernel from running a file; null if nothing is known to. */
    private @Nullable String unrunnable(Path file, ProcessConfig process) {
        String head = head(file);
        if (head == null) {
            return null;
        }
        if (head.isEmpty()) {
            return " is empty";
        }
        Machine machine = Machine.of(head);
        if (machine != null) {
            return otherMachine(machine);
        }
        if (!head.startsWith("#!")) {
            boolean text = head.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r');
            return text ? " is a script without a first line that begins with #!" : null;
        }
        String line = head.substring(2).lines().findFirst().orElse("");
        if (head.indexOf("\r\n") >= 0 && head.indexOf("\r\n") < head.indexOf('\n')) {
            return " has Windows line ends (CRLF), so its interpreter is not found; convert it with dos2unix";
        }
        String[] words = line.strip().split("[ \t]+", 3);
        if (words[0].isEmpty()) {
            return null;
        }
        OptionalInt mode = host.fileMode(path(words[0]).toString());
        if (mode.isEmpty() || (mode.getAsInt() & ANY_EXECUTE_BIT) == 0) {
            return " wants the interpreter " + words[0] + ", which is "
                    + (mode.isEmpty() ? "not there" : "not executable");
        }
        return words[0].endsWith("/env") && words.length == 2 && !isFound(words[1], process)
                ? " wants the interpreter " + words[1] + ", which is not in PATH"
                : null;
    }

    /** What keeps a binary from running here; null if nothing is known to. */
    private static @Nullable String otherMachine(Machine wanted) {
        String self = head(Path.of("/proc/self/exe"));
        Machine here = self == null ? null : Machine.of(self);
        return here == null || here.runs(wanted) || Machine.isEmulating()
                ? null
                : " is a program for another machine: " + wanted + ", and this one is " + here;
    }

    private boolean isFound(String program, ProcessConfig process) {
        if (program.startsWith("-") || program.contains("=")) {
            return true;
        }
        try {
            commands.executable(program, process);
            return true;
        } catch (CommandException missing) {
            return false;
        }
    }

    /** The beginning of a file, each byte a character; null if we cannot read it. */
    private static @Nullable String head(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return null;
        }
    }
}

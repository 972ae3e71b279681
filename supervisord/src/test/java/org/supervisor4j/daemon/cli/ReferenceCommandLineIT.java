package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.config.CappedPython;
import org.supervisor4j.daemon.config.PasswdUsers;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.plugin.PluginFolder;

/** Compares our reading of generated command lines with that of the installed Python original. */
@Tag("process")
class ReferenceCommandLineIT {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> WORDS = List.of(
            "-n",
            "-nk",
            "-t",
            "-s",
            "-c",
            "-cx.conf",
            "--configuration=y",
            "--conf",
            "-u",
            "-uroot",
            "--user",
            "-m",
            "-m22",
            "--umask=99",
            "--um",
            "-d",
            "-d/tmp",
            "--directory=/nonexistent",
            "-l",
            "--logfile",
            "--logfile=/tmp/x",
            "--logfile_m=1KB",
            "--logfile_",
            "-y5XB",
            "-z",
            "-z7",
            "-e",
            "-edebug",
            "--loglevel=warning",
            "-j/nonexistent/x",
            "-iid",
            "-i",
            "-q/tmp",
            "-a5",
            "--minprocs=3",
            "--minfds",
            "--min",
            "--nocleanup=1",
            "--no",
            "--n",
            "--nod",
            "-k",
            "-x",
            "-n=1",
            "--foo",
            "--ch",
            "--che",
            "--foo=1",
            "--",
            "-",
            "foo",
            "-v",
            "-h",
            "-?",
            "-vh",
            "--ver",
            "--help",
            "--h",
            "-nx",
            "--profile_options=a",
            "--=",
            "--=x",
            "-é",
            "5",
            "1KB",
            "/tmp",
            "info",
            "it's",
            "",
            "--silent",
            "--strip_ansi",
            "-:");

    private final Random random = new Random(20240302);
    private final Path folder;

    ReferenceCommandLineIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void commandLinesAreReadAlike() throws Exception {
        List<List<String>> lines = new ArrayList<>();
        WORDS.forEach(word -> lines.add(List.of(word)));
        for (int i = 0; i < 800; i++) {
            List<String> words = new ArrayList<>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            lines.add(words);
        }
        List<String> theirs = askPython(lines);

        List<String> differences = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String ours = read(lines.get(i));
            if (!ours.equals(theirs.get(i))) {
                differences.add(lines.get(i) + "\n  theirs: " + theirs.get(i) + "\n  ours:   " + ours);
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void theHelpIsTheSameButForOurOwnOption() throws Exception {
        Path output = folder.resolve("help");
        Process process = new ProcessBuilder("/usr/bin/supervisord", "-h")
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(25, TimeUnit.SECONDS)).isTrue();

        assertThat(DaemonUsage.text("/usr/bin/supervisord"))
                .isEqualTo(
                        Files.readString(output).stripTrailing() + "\n" + DaemonUsage.ADDED_HELP + DaemonUsage.RELEASE);
    }

    private static String read(List<String> words) throws IOException {
        SystemSurroundings surroundings =
                new SystemSurroundings(new PasswdUsers(), Map.of("HOME", "/root"), "node", new PluginFolder(null, 0));
        try {
            SupervisordCommand.Request request =
                    new SupervisordCommand("supervisord", "VERSION", surroundings).parse(words);
            return request instanceof SupervisordCommand.Request.Run run
                    ? show(run.overrides())
                    : ((SupervisordCommand.Request.Print) request).text().startsWith("VERSION") ? "VERSION" : "HELP";
        } catch (UsageException mistake) {
            return "Error: " + mistake.getMessage();
        }
    }

    private static String show(CommandLineOverrides o) {
        return String.join(
                " ",
                "configfile=" + text(o.configuration()),
                "nodaemon=" + flag(o.nodaemon()),
                "silent=" + flag(o.silent()),
                "user=" + text(o.user()),
                "umask=" + number(o.umask()),
                "directory=" + text(o.directory()),
                "logfile=" + text(o.logfile()),
                "logfile_maxbytes=" + number(o.logfileMaxbytes()),
                "logfile_backups=" + number(o.logfileBackups()),
                "loglevel=" + level(o.loglevel()),
                "pidfile=" + text(o.pidfile()),
                "identifier=" + text(o.identifier()),
                "childlogdir=" + text(o.childlogdir()),
                "minfds=" + number(o.minfds()),
                "minprocs=" + number(o.minprocs()),
                "nocleanup=" + flag(o.nocleanup()),
                "strip_ansi=" + flag(o.stripAnsi()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "None" : PythonRepr.of(text);
    }

    private static String number(@Nullable Number number) {
        return number == null ? "None" : number.toString();
    }

    private static String level(@Nullable LogLevel level) {
        return level == null ? "None" : Integer.toString(level.number());
    }

    private static String flag(boolean flag) {
        return flag ? "1" : "None";
    }

    private List<String> askPython(List<List<String>> lines) throws IOException, InterruptedException {
        Path script = folder.resolve("command_line.py");
        try (InputStream resource = getClass().getResourceAsStream("/cli/command_line.py")) {
            Files.write(script, resource.readAllBytes());
        }
        // The x keeps empty words visible.
        List<String> encoded = lines.stream()
                .map(words -> words.stream()
                        .map(word -> "x" + HEX.formatHex(word.getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(" ")))
                .toList();
        Path requests = Files.write(folder.resolve("requests"), encoded);
        Path answers = folder.resolve("answers");
        Process process = new ProcessBuilder(CappedPython.command(script.toString()))
                .redirectInput(requests.toFile())
                .redirectOutput(answers.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(25, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(answers).stream()
                .map(line -> new String(HEX.parseHex(line), StandardCharsets.UTF_8))
                .toList();
    }
}

package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual pages that the build makes can be read, and have what programs and configuration have. */
class ManPagesIT {
    private static Path page(String name) {
        return Installation.distribution().resolve("share/man").resolve(name);
    }

    /** As somebody reads it, without hyphens and lines. */
    private static String text(String name) {
        Command.Result shown = Command.of(
                        "man",
                        "-l",
                        "--warnings",
                        "--no-hyphenation",
                        page(name).toString())
                .with("MANWIDTH", "500")
                .with("MAN_KEEP_FORMATTING", "")
                .with("LC_ALL", "C.UTF-8")
                .run();
        assertThat(shown.stderr()).isEmpty();
        assertThat(shown.exit()).isZero();
        return shown.stdout();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "man8/supervisord.8",
                "man1/supervisorctl.1",
                "man5/supervisord.conf.5",
                "man1/echo_supervisord_conf.1",
                "man1/pidproxy.1"
            })
    void aCheckerHasNothingToSay(String name) {
        Command.Result lint =
                Command.of("mandoc", "-T", "lint", page(name).toString()).run();

        assertThat(lint.stdout() + lint.stderr()).isEmpty();
        assertThat(lint.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"supervisord", "supervisorctl"})
    void everyOptionOfTheProgramIsThere(String program) {
        String text = text(program.equals("supervisord") ? "man8/supervisord.8" : "man1/supervisorctl.1");
        String help = Command.of(
                        Installation.distribution()
                                .resolve("bin")
                                .resolve(program)
                                .toString(),
                        "-h")
                .run()
                .stdout();

        List<String> options = Pattern.compile("(?m)^(-[^ ]+)")
                .matcher(help)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(options).hasSizeGreaterThan(5);
        for (String option : options) {
            for (String name : option.split("/", -1)) {
                assertThat(text).containsPattern("(?m)^ +(?:.*, )?" + Pattern.quote(name) + "(?:[ ,]|$)");
            }
        }
    }

    @Test
    void everyActionIsThereWithItsHelp() throws IOException {
        String text = text("man1/supervisorctl.1");
        Path configuration = Files.writeString(Files.createTempFile("supervisorctl", ".conf"), "[supervisorctl]\n");
        Command client = Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString(), "help");

        for (String action :
                client.run().stdout().replaceAll("(?s)^.*=+", "").strip().split("\\s+", -1)) {
            assertThat(text).containsPattern("(?m)^ +" + action + "(?:$| +[A-Z])");
        }
        assertThat(text).contains("explain <name> [...]  Tell why a process does not run");
        Files.delete(configuration);
    }

    @Test
    void everyKeyOfTheConfigurationIsThereWithItsTypeAndDefault() throws IOException {
        String text = text("man5/supervisord.conf.5").replaceAll("\\s+", " ");

        List<String> rows = Files.readAllLines(Installation.distribution().resolve("docs/configuration.md")).stream()
                .filter(line -> line.matches("\\| `[a-z_-]+` \\| .* \\| .* \\| .* \\|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(100);
        for (String row : rows) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            String type = cells[2].strip().replace("`", "");
            assertThat(text).contains(cells[1].strip().replace("`", "") + " type: " + type + "; default: ");
        }
    }
}

package org.supervisor4j.daemon.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.config.reading.EventListenerSection;
import org.supervisor4j.daemon.config.reading.FcgiSection;
import org.supervisor4j.daemon.config.reading.GroupSection;
import org.supervisor4j.daemon.config.reading.HttpServerSection;
import org.supervisor4j.daemon.config.reading.IncludeSection;
import org.supervisor4j.daemon.config.reading.KnownKeys;
import org.supervisor4j.daemon.config.reading.NoticeSection;
import org.supervisor4j.daemon.config.reading.RpcInterfaceSection;
import org.supervisor4j.daemon.config.reading.SupervisordSection;

/** Holds {@code docs/configuration.md} to what the section classes say. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of("[supervisord]", SupervisordSection.ALL),
                Arguments.of("[unix_http_server]", HttpServerSection.ALL_UNIX),
                Arguments.of("[inet_http_server]", HttpServerSection.ALL_INET),
                Arguments.of("[health_http_server]", HttpServerSection.ALL_HEALTH),
                Arguments.of("[rpcinterface:x]", RpcInterfaceSection.ALL),
                Arguments.of("[include]", IncludeSection.ALL),
                Arguments.of("[program:x]", ProcessConfig.KEYS),
                Arguments.of("[group:x]", GroupSection.ALL),
                Arguments.of("[eventlistener:x]", EventListenerSection.ALL),
                Arguments.of("[fcgi-program:x]", FcgiSection.ALL),
                Arguments.of("[webhook:x]", NoticeSection.ALL_WEBHOOK),
                Arguments.of("[mail:x]", NoticeSection.ALL_MAIL));
    }

    /** Those that supervisorctl reads. */
    static Stream<String> sectionsOfTheClient() {
        return Stream.of("[supervisorctl]", "[ctlplugin:x]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void theTableListsEveryKeyWithItsTypeAndDefault(String section, List<Key<?>> options) throws IOException {
        List<String> expected =
                options.stream().map(ConfigurationPageTest::described).toList();

        assertThat(tables().get(section)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sectionsOfTheClient")
    void theTableListsEveryKeyThatACheckKnows(String section) throws IOException {
        var kind = requireNonNull(KnownKeys.kindOf(section.substring(1, section.length() - 1)));

        assertThat(tables().get(section))
                .map(row -> row.substring(1, row.indexOf('`', 1)))
                .containsExactlyInAnyOrderElementsOf(kind.keys());
    }

    @Test
    void everySectionOfThePageIsChecked() throws IOException {
        assertThat(tables().keySet())
                .containsExactlyElementsOf(Stream.concat(
                                sections().map(arguments -> (String) arguments.get()[0]), sectionsOfTheClient())
                        .toList());
    }

    @Test
    void everyTypeIsExplained() throws IOException {
        List<String> page = Files.readAllLines(PAGE);

        sections().flatMap(arguments -> ((List<?>) arguments.get()[1]).stream()).forEach(option -> assertThat(page)
                .anyMatch(
                        line -> line.startsWith("| " + ((Key<?>) option).kind().name() + " |")));
    }

    /** A default that cannot be written into the file is described in words: those are not compared. */
    private static String described(Key<?> option) {
        String fallback = option.fallback();
        String words = fallback == null ? "(words)" : fallback.isEmpty() ? "empty" : "`" + fallback + "`";
        return "`" + option.key() + "` " + option.kind().name() + " " + words;
    }

    private static Map<String, List<String>> tables() throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("### ")) {
                rows = new ArrayList<>();
                tables.put(line.substring(4).replace("`", ""), rows);
            } else if (line.startsWith("| `") && !tables.isEmpty()) {
                String[] cells = line.split("\\|", -1);
                String fallback = cells[3].strip();
                boolean words = !fallback.equals("empty") && !(fallback.startsWith("`") && fallback.endsWith("`"));
                rows.add(cells[1].strip() + " " + cells[2].strip() + " " + (words ? "(words)" : fallback));
            }
        }
        return tables;
    }
}

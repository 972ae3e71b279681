package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.check.Finding;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.EventListenerSection;
import org.supervisor4j.daemon.config.reading.FcgiSection;
import org.supervisor4j.daemon.config.reading.GroupSection;
import org.supervisor4j.daemon.config.reading.HttpServerSection;
import org.supervisor4j.daemon.config.reading.IncludeSection;
import org.supervisor4j.daemon.config.reading.RpcInterfaceSection;
import org.supervisor4j.daemon.config.reading.SupervisordSection;

/** Holds the sample that {@code echo_supervisord_conf} prints to what the section classes say. */
class SampleTest {
    private static final Path SAMPLE = Path.of("..", "dist", "src", "main", "dist", "sample", "supervisord.conf");
    /** A header or a key, switched on or off. */
    private static final Pattern LINE = Pattern.compile(";?(?:\\[([a-z_-]+).*|([a-z_.-]+) ?=.*)");

    /** What the small world of these tests does not have, and what excludes another line. */
    private static final Map<String, String> REPLACED = Map.of(
            "chrism",
            "web",
            "nobody:nogroup",
            "web:www",
            "web:adm",
            "web:www",
            "user=supervisord",
            "user=web",
            "redirect_stderr=true",
            "redirect_stderr=false",
            "/a/path",
            "/tmp/path",
            "progname1,progname2",
            "theprogramname",
            "relative/directory/*.ini",
            "more.ini");

    @Test
    void nothingIsWrongWithItAsItIs() throws IOException {
        assertThat(check(Files.readString(SAMPLE))).isEmpty();
    }

    @Test
    void nothingIsWrongWithItWhenEverythingIsSwitchedOn() throws IOException {
        String text = Files.readString(SAMPLE).replaceAll("(?m)^;(?=\\[|[a-z_-]+ ?=)", "");
        for (Map.Entry<String, String> other : REPLACED.entrySet()) {
            text = text.replace(other.getKey(), other.getValue());
        }

        // The keys that it shows in two ways.
        assertThat(check(text.replaceFirst("(?m)^serverurl=http:.*\n", "")
                        .replaceFirst("(?m)^liveness_check_script=.*\n", "")))
                .isEmpty();
    }

    private static List<Finding> check(String text) {
        MapSource files = new MapSource().with("/srv/s.conf", text).with("/srv/more.ini", "");
        FakeSurroundings surroundings = new FakeSurroundings();
        surroundings.uid = 0;
        return new ConfigCheck(files, surroundings, CommandLineOverrides.NONE)
                .check("/srv/s.conf")
                .findings();
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of("supervisord", SupervisordSection.ALL),
                Arguments.of("unix_http_server", HttpServerSection.ALL_UNIX),
                Arguments.of("inet_http_server", HttpServerSection.ALL_INET),
                Arguments.of("rpcinterface", RpcInterfaceSection.ALL),
                Arguments.of("include", IncludeSection.ALL),
                Arguments.of("program", ProcessConfig.KEYS),
                Arguments.of("group", GroupSection.ALL),
                Arguments.of("eventlistener", EventListenerSection.ALL),
                Arguments.of("fcgi-program", own(FcgiSection.ALL)));
    }

    /** Without what every program has, and is not said again. */
    private static List<Key<?>> own(List<? extends Key<?>> options) {
        Set<String> shared = new HashSet<>();
        ProcessConfig.KEYS.forEach(option -> shared.add(option.key()));
        List<Key<?>> own = new ArrayList<>(options);
        own.removeIf(option -> shared.contains(option.key()));
        return own;
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("sections")
    void everyKeyIsThere(String section, List<Key<?>> options) throws IOException {
        List<String> keys = options.stream().map(option -> option.key()).toList();

        assertThat(keysBySection().get(section)).containsAll(keys);
    }

    private static Map<String, Set<String>> keysBySection() throws IOException {
        Map<String, Set<String>> all = new HashMap<>();
        Set<String> keys = new HashSet<>();
        for (String line : Files.readAllLines(SAMPLE)) {
            Matcher found = LINE.matcher(line);
            if (found.matches() && found.group(1) != null) {
                keys = new HashSet<>();
                all.put(found.group(1), keys);
            } else if (found.matches()) {
                keys.add(found.group(2));
            }
        }
        return all;
    }
}

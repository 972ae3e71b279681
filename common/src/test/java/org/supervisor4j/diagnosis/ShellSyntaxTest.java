package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellSyntaxTest {
    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("cd /srv && ./run", List.of("cd", "&&")),
                Arguments.of("/bin/x > /var/log/x 2>&1", List.of(">", "2>&1")),
                Arguments.of("/bin/x >>/var/log/x", List.of(">>/var/log/x")),
                Arguments.of("cat a | grep b", List.of("|")),
                Arguments.of("memcached -d | logger", List.of("|")),
                Arguments.of("for i in a b", List.of("for")),
                Arguments.of("sh -c run && stop", List.of("&&")),
                Arguments.of("PORT=80 /bin/x", List.of("PORT=80")),
                Arguments.of("/bin/x --home $HOME", List.of("$HOME")),
                Arguments.of("/bin/x `id -u` &", List.of("`id", "-u`", "&")),
                Arguments.of("rm /tmp/*.pid", List.of("/tmp/*.pid")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "cd /tmp && sleep 333 ! cd /tmp && exec sleep 333",
                "cd /tmp; ./run >x ! cd /tmp; exec ./run >x",
                "FOO=bar ./run ! exec env FOO=bar ./run",
                "/bin/sleep 10 & ! exec /bin/sleep 10",
                "/bin/sleep 10& ! exec /bin/sleep 10",
                "nohup ./run & ! exec ./run",
                "source /etc/profile ! . /etc/profile",
                "source x && ./run ! source x && exec ./run",
                "a | b ! a | b",
                "a || b ! a || exec b",
                "exec ./run >x ! exec ./run >x",
                "cd /tmp ! cd /tmp",
                "& !",
            })
    void whatIsWrittenForAShellBecomesTheProgramInTheEnd(String command, @Nullable String code) throws Exception {
        assertThat(ShellSyntax.forShell(command)).isEqualTo(code == null ? "" : code);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void wordsForAShellAreFound(String command, List<String> words) {
        assertThat(ShellSyntax.all(command)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c \"cd /srv && exec ./run > x\"",
                "/bin/sh -c 'echo $HOME | cat'",
                "/bin/x --level=info a=b -D key=value",
                "/bin/x \\$HOME a\\>b",
                "/bin/x --pattern=\"*\" '&&'",
                "sort -t | x",
                "/usr/bin/cut -d ; -f1 x",
                "gawk -F & x",
                "/bin/x \"unclosed && quote"
            })
    void whatIsQuotedIsMeantAsItStands(String command) {
        assertThat(ShellSyntax.all(command)).isEmpty();
    }

    @Test
    void eachWordIsNamedOnce() {
        assertThat(ShellSyntax.all("a && b && c")).containsExactly("&&");
    }
}

package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellSyntaxTest {
    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("cd /srv && ./run", List.of("cd", "&&")),
                Arguments.of("/bin/x > /var/log/x 2>&1", List.of(">", "2>&1")),
                Arguments.of("/bin/x >>/var/log/x", List.of(">>/var/log/x")),
                Arguments.of("cat a | grep b", List.of("|")),
                Arguments.of("PORT=80 /bin/x", List.of("PORT=80")),
                Arguments.of("/bin/x --home $HOME", List.of("$HOME")),
                Arguments.of("/bin/x `id -u` &", List.of("`id", "-u`", "&")),
                Arguments.of("rm /tmp/*.pid", List.of("/tmp/*.pid")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void wordsForAShellAreFound(String command, List<String> words) {
        assertThat(ShellSyntax.in(command)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/sh -c \"cd /srv && exec ./run > x\"",
                "/bin/sh -c 'echo $HOME | cat'",
                "/bin/x --level=info a=b -D key=value",
                "/bin/x \\$HOME a\\>b",
                "/bin/x --pattern=\"*\" '&&'",
                "/bin/x \"unclosed && quote"
            })
    void whatIsQuotedIsMeantAsItStands(String command) {
        assertThat(ShellSyntax.in(command)).isEmpty();
    }

    @Test
    void eachWordIsNamedOnce() {
        assertThat(ShellSyntax.in("a && b && c")).containsExactly("&&");
    }
}

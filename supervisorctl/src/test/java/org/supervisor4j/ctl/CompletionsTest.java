package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.ctl.commands.Commands;
import org.supervisor4j.ctl.session.Struct;

class CompletionsTest {
    private final Completions completions = new Completions(
            new Commands(List.of()), () -> List.of(process("cat", "cat"), process("g", "a"), process("g", "b")));

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("sta", "sta", List.of("start", "status")),
                Arguments.of("help sta", "sta", List.of("start", "status")),
                Arguments.of("he", "he", List.of("help")),
                Arguments.of("m", "m", List.of("maintail")),
                Arguments.of("mst", "mst", List.of("mstart", "mstatus", "mstop")),
                Arguments.of("expl", "expl", List.of("explain")),
                Arguments.of("explain c", "c", List.of("cat")),
                Arguments.of("start ", "", List.of("cat", "g:a", "g:*", "g:b")),
                Arguments.of("start g", "g", List.of("g:a", "g:*", "g:b")),
                Arguments.of("start cat:", "cat:", List.of("cat:cat", "cat:*")),
                Arguments.of("start cat g:b", "g:b", List.of("g:b")),
                Arguments.of("tail -f c", "c", List.of("cat")),
                Arguments.of("update ", "", List.of("cat", "g")),
                Arguments.of("remove g", "g", List.of("g")),
                Arguments.of("open ", "", List.of()),
                Arguments.of("maintail ", "", List.of()),
                Arguments.of("foo ", "", List.of()));
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("lines")
    void offers(String line, String word, List<String> expected) {
        assertThat(completions.of(line, word)).isEqualTo(expected);
    }

    @Test
    void anEmptyLineOffersEveryAction() {
        assertThat(completions.of("", "")).startsWith("help", "add").hasSize(22);
    }

    @Test
    void behindAnySubstringOfHelpActionsAreOfferedToo() {
        assertThat(completions.of("p sto", "sto")).containsExactly("stop");
    }

    private static Struct process(String group, String name) {
        return new Struct(Map.of("group", group, "name", name));
    }
}

package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisor4j.ctl.session.Struct;

class EditedFilesTest {
    private static Struct changes(List<String> added, List<String> changed, List<String> removed, String problem) {
        return new Struct(Map.of(
                "added",
                added.toArray(),
                "changed",
                changed.toArray(),
                "removed",
                removed.toArray(),
                "problem",
                problem));
    }

    @Test
    void onlyWhatWasNamedIsTold() {
        Struct changes = changes(List.of("new"), List.of("web", "db"), List.of("old"), "");

        assertThat(EditedFiles.hints(changes, List.of("web:web_1", "cat")))
                .containsExactly("the configuration files say something else about web than what runs;"
                        + " \"update web\" takes it over.");
        assertThat(EditedFiles.hints(changes, List.of("cat"))).isEmpty();
    }

    @Test
    void allMeansEverythingThatRuns() {
        assertThat(EditedFiles.hints(changes(List.of("new"), List.of("web", "db"), List.of("old"), ""), List.of("all")))
                .hasSize(2)
                .anyMatch(hint -> hint.contains("\"update web db\""))
                .anyMatch(hint -> hint.contains("no longer in the configuration files: old"));
    }

    @Test
    void whatIsNotThereYetIsNamedToWhoeverWantsToStartIt() {
        assertThat(EditedFiles.hints(changes(List.of("new"), List.of(), List.of(), ""), List.of("new")))
                .containsExactly("supervisord does not know new yet, but the configuration files do;"
                        + " \"update new\" adds what is new.");
    }

    @Test
    void manyGroupsAreCounted() {
        List<String> many = List.of("a", "b", "c", "d", "e", "f", "g");

        assertThat(EditedFiles.hints(changes(List.of(), many, List.of(), ""), List.of("all")))
                .singleElement()
                .asString()
                .contains("a, b, c, d, e and 2 more", "\"update\" takes");
    }

    @Test
    void aMistakeInTheFilesIsTold() {
        assertThat(EditedFiles.hints(changes(List.of(), List.of(), List.of(), "no such key"), List.of("web")))
                .singleElement()
                .asString()
                .endsWith(": no such key");
    }
}

package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.ctl.session.Struct;

class NameHintTest {
    private static final List<Struct> PROCESSES = List.of(
            process("web", "web_0"),
            process("web", "web_1"),
            process("web", "web_2"),
            process("web", "web_3"),
            process("mailer", "mailer"));

    private static Struct process(String group, String name) {
        return new Struct(Map.of("group", group, "name", name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    web      | web is a group: "web:web_0", "web:web_1", "web:web_2" and 1 more; "web:*" means all of it.
                    web_1    | the process web_1 belongs to a group: "web:web_1".
                    wbe:*    | did you mean "web:*"?
                    wbe      | did you mean "web:*"?
                    WEB      | did you mean "web:*"?
                    web_11   | did you mean "web:web_1"?
                    wbe:web_2 | the process web_2 belongs to a group: "web:web_2".
                    database | "status" lists the names there are.
                    Mialer   | did you mean "mailer"?
                    web:web2 | did you mean "web:web_2"?
                    web:9    | the group web has "web:web_0", "web:web_1", "web:web_2" and 1 more.
                    mail*    | patterns are for mstart, mstop, mrestart and mstatus.
                    """)
    void aNameThatMeansNothingIsExplained(String typed, String hint) {
        assertThat(NameHint.PROCESS_OR_GROUP.of(typed, PROCESSES)).isEqualTo(hint);
    }

    @Test
    void aGroupIsNotRecommendedWhereNoneCanBeNamed() {
        for (String typed : List.of("web", "wbe", "web:*")) {
            assertThat(NameHint.PROCESS.of(typed, PROCESSES))
                    .startsWith("web is a group: \"web:web_0\", ")
                    .endsWith("and 1 more.");
        }
    }

    @Test
    void aProcessIsNotRecommendedWhereOnlyGroupsCanBeNamed() {
        assertThat(NameHint.GROUP.of("wbe", PROCESSES)).isEqualTo("did you mean \"web\"?");
        assertThat(NameHint.GROUP.of("web_1", PROCESSES)).isEqualTo("the process web_1 belongs to a group: \"web\".");
        assertThat(NameHint.GROUP.of("web:*", PROCESSES)).endsWith("takes their bare names: \"web\".");
        assertThat(NameHint.CONFIGURED_GROUP.of("database", PROCESSES)).startsWith("\"avail\" lists");
    }
}

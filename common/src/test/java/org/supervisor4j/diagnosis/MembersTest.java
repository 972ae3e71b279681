package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {
    @Test
    void whatADaemonLeavesOutIsEmptyOrZero() {
        Members members = new Members(Map.of("name", "web", "start", 7));

        assertThat(members.text("name")).isEqualTo("web");
        assertThat(members.number("start")).isEqualTo(7);
        assertThat(members.text("start")).isEqualTo("7");
        assertThat(members.text("spawnerr")).isEmpty();
        assertThat(members.number("now")).isZero();
        assertThat(members.number("name")).isZero();
    }

    @Test
    void arraysAreReadAsTheyTravelAndAsTheyAreMade() {
        Map<String, Object> web = Map.of("name", "web");

        assertThat(Members.listOf(new Object[] {web, "no struct"})).containsExactly(new Members(web));
        assertThat(Members.listOf(List.of(web))).containsExactly(new Members(web));
        assertThat(Members.listOf("neither")).isEmpty();
    }
}

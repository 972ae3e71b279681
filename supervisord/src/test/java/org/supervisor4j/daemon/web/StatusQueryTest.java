package org.supervisor4j.daemon.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;

class StatusQueryTest {
    private static final List<ProcessInfo> PROCESSES = List.of(
            info("api", "one", 300, ProcessState.RUNNING),
            info("api", "two", 100, ProcessState.RUNNING),
            info("cron", "cron", 0, ProcessState.FATAL),
            info("mail", "mail", 200, ProcessState.RUNNING));

    private static ProcessInfo info(String group, String name, int start, ProcessState state) {
        String description = state == ProcessState.RUNNING ? "pid 7, uptime 0:01:00" : "Exited too quickly";
        return new ProcessInfo(name, group, start, 0, 1000, state, "", 0, "", "", 7, description);
    }

    private static StatusQuery query(String query) {
        return StatusQuery.of(new FormFields(query, ""));
    }

    /** Groups and their processes: {@code api(one two) cron mail}. */
    private static String shown(String query) {
        return query(query).groups(PROCESSES).stream()
                .map(group -> group.isShown() ? group.name() + members(group) : group.name())
                .collect(Collectors.joining(" "));
    }

    private static String members(StatusQuery.Group group) {
        return group.processes().stream().map(ProcessInfo::name).collect(Collectors.joining(" ", "(", ")"));
    }

    @ParameterizedTest(name = "?{0} shows {1}")
    @CsvSource({
        "'', api(one two) cron mail",
        "q=TWO, api(two)",
        "q=quickly, cron",
        "q=nothing, ''",
        "state=running, api(one two) mail",
        "state=FATAL, cron",
        "state=nosuch, ''",
        "dir=desc, mail cron api(two one)",
        "sort=state, cron api(one two) mail",
        "sort=uptime&dir=desc, api(two one) mail cron",
        "sort=uptime, cron api(one two) mail",
        "sort=nosuch, api(one two) cron mail",
        "groups=off&sort=uptime&dir=desc, api:two mail api:one cron",
    })
    void addressSaysWhatIsShownAndInWhichOrder(String query, String shown) {
        assertThat(shown(query)).isEqualTo(shown);
    }

    @Test
    void linksKeepWhatTheyDoNotChange() {
        StatusQuery query = query("q=a%26b&sort=uptime");

        assertThat(query.with("state", "fatal")).isEqualTo("index.html?q=a%26b&state=fatal&sort=uptime");
        assertThat(query.sortedBy("uptime")).isEqualTo("index.html?q=a%26b&sort=uptime&dir=desc");
        assertThat(query.sortedBy("name")).isEqualTo("index.html?q=a%26b");
        assertThat(query("").with("state", "")).isEqualTo("index.html");
    }

    @Test
    void namesOfFoldedGroupsMayHoldCommas() {
        assertThat(query("fold=a%252Cb,c").folding().others()).containsExactlyInAnyOrder("a,b", "c");
    }

    /** Folded groups are in square brackets; processes that stand alone are folded together. */
    @ParameterizedTest(name = "?{0} folds so: {1}")
    @CsvSource({
        "fold=api, api[one two] cron mail",
        "fold=mail, api(one two) cron mail",
        "folding=nosuch, api(one two) cron mail",
        "folding=all, api[one two] :[cron mail]",
        "folding=all&fold=api, api(one two) :[cron mail]",
        "folding=all&fold=:, api[one two] :(cron mail)",
        "folding=healthy, api[one two] cron :[mail]",
        "folding=healthy&sort=state, cron api[one two] :[mail]",
        "folding=healthy&state=fatal, cron",
        "folding=healthy&groups=off, cron :[one two mail]",
    })
    void allFoldsOrWhatIsHealthyButForTheNamedOnes(String query, String shown) {
        String folded = query(query).groups(PROCESSES).stream()
                .map(group -> !group.isShown()
                        ? group.name()
                        : group.name()
                                + (group.isFolded()
                                        ? members(group).replace('(', '[').replace(')', ']')
                                        : members(group)))
                .collect(Collectors.joining(" "));

        assertThat(folded).isEqualTo(shown);
    }

    @Test
    void oneProcessThatFailsUnfoldsItsGroup() {
        List<ProcessInfo> failing =
                List.of(info("api", "one", 300, ProcessState.RUNNING), info("api", "two", 100, ProcessState.BACKOFF));

        assertThat(query("folding=healthy").groups(failing)).noneMatch(StatusQuery.Group::isFolded);
    }

    @Test
    void linksKeepHowItIsFolded() {
        assertThat(query("folding=healthy").sortedBy("state")).isEqualTo("index.html?sort=state&folding=healthy");
        assertThat(query("folding=healthy").with("folding", "")).isEqualTo("index.html");
    }
}

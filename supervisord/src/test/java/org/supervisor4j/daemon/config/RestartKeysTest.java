package org.supervisor4j.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.daemon.config.reading.CommandLineOverrides;
import org.supervisor4j.daemon.config.reading.ConfigDiff;
import org.supervisor4j.daemon.config.reading.ConfigParser;
import org.supervisor4j.daemon.state.Exits;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;
import org.supervisor4j.ini.ConfigException;

class RestartKeysTest {
    private static final String BEGIN = "[supervisord]\n[program:web]\ncommand=/bin/cat\n";

    private static SupervisordConfig read(String text) throws ConfigException {
        return new ConfigParser(
                        new MapSource().with("/srv/s.conf", text), new FakeSurroundings(), CommandLineOverrides.NONE)
                .parse("/srv/s.conf");
    }

    private static RestartPolicy policy(String... keys) throws ConfigException {
        return read(BEGIN + String.join("\n", keys))
                .groups()
                .get(0)
                .processes()
                .get(0)
                .policy()
                .again();
    }

    private static String findings(String text) {
        return new ConfigCheck(
                        new MapSource().with("/srv/s.conf", text), new FakeSurroundings(), CommandLineOverrides.NONE)
                .check("/srv/s.conf").findings().stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }

    @Test
    void withoutAKeyItIsTheOriginalsPolicyAndOneObjectForAll() throws ConfigException {
        assertThat(policy()).isSameAs(RestartPolicy.ORIGINAL);
        assertThat(policy("restartpause=0", "backoff_delay=1", "fatal_retry_secs=0", "restart_on="))
                .isSameAs(RestartPolicy.ORIGINAL);
    }

    @Test
    void everyKeyIsReadAsItIsMeant() throws ConfigException {
        assertThat(policy(
                        "backoff=Exponential",
                        "backoff_delay=500ms",
                        "backoff_factor=1.5",
                        "backoff_limit=2m",
                        "backoff_jitter=0",
                        "backoff_reset=1h",
                        "startretries_infinite=true",
                        "fatal_retry_secs=300",
                        "restart_limit=5/1m",
                        "restart_on=0, USR1",
                        "no_restart_on=78,SIGTERM"))
                .isEqualTo(new RestartPolicy(
                        0,
                        Shape.EXPONENTIAL,
                        Phase.SECOND / 2,
                        1.5,
                        120 * Phase.SECOND,
                        0,
                        3600 * Phase.SECOND,
                        true,
                        300 * Phase.SECOND,
                        new Rate(5, 60 * Phase.SECOND),
                        new Exits(Set.of(0), Set.of(10)),
                        new Exits(Set.of(78), Set.of(15))));
        assertThat(policy("restartpause=5").pauseNanos()).isEqualTo(5 * Phase.SECOND);
    }

    @Test
    void aDelayOfMoreThanTheUsualLimitIsItsOwn() throws ConfigException {
        assertThat(policy("backoff=constant", "backoff_delay=90").mostNanos()).isEqualTo(90 * Phase.SECOND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    restart_limit=0/60     | restart_limit: '0/60' is no rate: a number from 1 to 1000, a slash,
                    restart_limit=5/0      | restart_limit: '5/0' is no rate
                    restart_limit=5        | restart_limit: '5' is no rate
                    restart_limit=1001/60  | restart_limit: '1001/60' is no rate
                    restart_limit=5/x      | restart_limit: 'x' is no length of time
                    restart_limit=-5/60    | restart_limit: '-5/60' is no rate
                    restartpause=soon      | restartpause: 'soon' is no length of time
                    restartpause=-1        | restartpause: '-1' is no length of time
                    backoff=quadratic      | backoff: 'quadratic' is none of constant, linear, exponential
                    backoff_factor=0.5     | backoff_factor: '0.5' is no number from 1 to 1000
                    backoff_factor=NaN     | backoff_factor: 'NaN' is no number from 1 to 1000
                    backoff_jitter=1.1     | backoff_jitter: '1.1' is no number from 0 to 1
                    backoff_jitter=-0.1    | backoff_jitter: '-0.1' is no number from 0 to 1
                    backoff_delay=0        | backoff_delay: it has to be more than 0
                    backoff_limit=500ms    | backoff_limit: 500ms is less than backoff_delay, which is 1
                    no_restart_on=256      | no_restart_on: '256' is neither an exit code from 0 to 255 nor a signal
                    no_restart_on=SIGFOO   | no_restart_on: 'SIGFOO' is neither
                    no_restart_on=78,      | no_restart_on: '' is neither
                    no_restart_on=-1       | no_restart_on: '-1' is neither
                    restart_on=_BLOCK      | restart_on: '_BLOCK' is neither
                    """)
    void badValuesAreRefusedWithKeyFileAndLine(String key, String message) {
        assertThatThrownBy(() -> policy(key))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("/srv/s.conf");
        assertThat(findings(BEGIN + key)).contains(message).contains("4");
    }

    @Test
    void aPauseAndACurveExcludeEachOther() {
        assertThatThrownBy(() -> policy("restartpause=5", "backoff=linear"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("restartpause and backoff exclude each other: remove one of them");
    }

    @Test
    void anEndCannotBeInBothLists() {
        assertThatThrownBy(() -> policy("restart_on=1,TERM", "no_restart_on=SIGTERM,2"))
                .hasMessageContaining("no_restart_on: SIGTERM is in restart_on, too");
    }

    @Test
    void keysWithoutEffectAreTold() {
        assertThat(findings(BEGIN + "backoff_delay=5"))
                .contains("For [program:web], backoff_delay has no effect without backoff=");
        assertThat(findings(BEGIN + "backoff=linear\nbackoff_factor=3"))
                .contains("backoff_factor has no effect but with backoff=exponential");
        assertThat(findings(BEGIN + "autorestart=false\nrestart_on=3"))
                .contains("restart_on has no effect with autorestart=false");
        assertThat(findings(BEGIN + "startretries_infinite=true\nbackoff_limit=10"))
                .isEmpty();
    }

    @Test
    void aGroupHasABudget() throws ConfigException {
        String group = BEGIN + "[group:all]\nprograms=web\n";

        assertThat(read(group + "restart_budget=20/60").groups().get(0).budget())
                .isEqualTo(new Rate(20, 60 * Phase.SECOND));
        assertThat(read(group).groups().get(0).budget()).isEqualTo(Rate.NONE);
        assertThatThrownBy(() -> read(group + "restart_budget=0/60"))
                .hasMessageContaining("restart_budget: '0/60' is no rate");
    }

    @Test
    void anotherBudgetIsAChange() throws ConfigException {
        String group = BEGIN + "[group:all]\nprograms=web\n";
        List<GroupConfig> before = read(group).groups();
        List<GroupConfig> after = read(group + "restart_budget=20/60").groups();

        assertThat(ConfigDiff.between(before, after).changed()).containsExactly("all");
        assertThat(ConfigDiff.between(after, after).changed()).isEmpty();
        assertThat(after.get(0).withProcesses(List.of()).budget()).isEqualTo(new Rate(20, 60 * Phase.SECOND));
    }

    @Test
    void valuesAreShownAsTheyCouldBeWritten() throws ConfigException {
        ProcessConfig process = read(BEGIN
                        + "backoff=linear\nbackoff_delay=2m\nbackoff_limit=1h\nbackoff_factor=3\nrestart_limit=5/1m\n"
                        + "no_restart_on=TERM,78,3")
                .groups()
                .get(0)
                .processes()
                .get(0);

        assertThat(RestartKeys.ALL.all().stream().map(key -> key.text(process)))
                .containsExactly("0", "linear", "2m", "3", "1h", "0.2", "60", "false", "0", "5/60", "", "3,78,SIGTERM");
    }
}

package org.supervisor4j.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTallyTest {
    private static final long SECOND = 1_000_000_000L;

    private static HealthCheck check(int retries, int success, int startPeriod) {
        return new HealthCheck(
                new Probe.Tcp("127.0.0.1", 1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                retries,
                success,
                Duration.ofSeconds(startPeriod),
                StatusRanges.SUCCESS,
                null,
                null,
                HealthAction.RESTART);
    }

    /** Good answers are +, failures -, a second each. */
    private static Verdict after(String answers, HealthCheck check) {
        HealthTally tally = HealthTally.begin(0);
        for (int i = 0; i < answers.length(); i++) {
            tally = tally.after(answers.charAt(i) == '+', check, i * SECOND);
        }
        return tally.verdict();
    }

    @Test
    void oneGoodAnswerIsEnough() {
        assertThat(after("", check(3, 1, 0))).isEqualTo(Verdict.STARTING);
        assertThat(after("+", check(3, 1, 0))).isEqualTo(Verdict.HEALTHY);
        assertThat(after("--+", check(3, 1, 0))).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failuresInARowMakeItUnhealthy() {
        assertThat(after("+--", check(3, 1, 0))).isEqualTo(Verdict.HEALTHY);
        assertThat(after("+--+--", check(3, 1, 0))).isEqualTo(Verdict.HEALTHY);
        assertThat(after("+---", check(3, 1, 0))).isEqualTo(Verdict.UNHEALTHY);
        assertThat(after("---", check(3, 1, 0))).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void itMayHaveToProveThatItIsWellAgain() {
        assertThat(after("---+", check(3, 2, 0))).isEqualTo(Verdict.UNHEALTHY);
        assertThat(after("---+-+", check(3, 2, 0))).isEqualTo(Verdict.UNHEALTHY);
        assertThat(after("---++", check(3, 2, 0))).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void failuresDoNotCountWhileItStarts() {
        assertThat(after("-----", check(3, 1, 5))).isEqualTo(Verdict.STARTING);
        assertThat(after("-----".concat("---"), check(3, 1, 5))).isEqualTo(Verdict.UNHEALTHY);
    }

    @Test
    void theFirstGoodAnswerEndsTheGrace() {
        assertThat(after("+---", check(3, 1, 100))).isEqualTo(Verdict.UNHEALTHY);
    }
}

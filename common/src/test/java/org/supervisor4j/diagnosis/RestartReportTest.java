package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartReportTest {
    private static RestartReport of(Object... members) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return new RestartReport(new Members(map));
    }

    @Test
    void theTimeIsToldWithTheLimit() {
        assertThat(of("waitsfor", "TIME", "milliseconds", 11_001, "recent", 3, "limit", 5, "window", 60_000)
                        .words())
                .isEqualTo("tries again in 12 s (4th of 5 in 60 s)");
        assertThat(of("waitsfor", "TIME", "milliseconds", 0).words()).isEqualTo("tries again in 0 s");
        assertThat(of("waitsfor", "TIME", "milliseconds", 299_500).words()).isEqualTo("tries again in 0:05:00");
    }

    @ParameterizedTest
    @CsvSource({"0, 1st", "1, 2nd", "2, 3rd", "3, 4th", "10, 11th", "11, 12th", "12, 13th", "20, 21st", "111, 112th"})
    void numbersAreSaidAsPeopleSayThem(int recent, String ordinal) {
        assertThat(of("milliseconds", 1, "recent", recent, "limit", 500, "window", 500)
                        .words())
                .isEqualTo("tries again in 1 s (" + ordinal + " of 500 in 500 ms)");
    }

    @Test
    void aTurnIsToldWithThoseBeforeIt() {
        assertThat(of("waitsfor", "BUDGET", "milliseconds", 60_000, "ahead", 1, "budget", "20/60")
                        .words())
                .isEqualTo("waits for its turn, as restart_budget=20/60 of its group allows no more now, and 1 goes"
                        + " before it; tries again in 60 s");
        assertThat(of("waitsfor", "BUDGET", "milliseconds", -1).words())
                .isEqualTo("waits for its turn, as restart_budget of its group allows no more now");
    }

    @Test
    void whatRunsTellsHowOftenItWasStartedByItself() {
        assertThat(of("waitsfor", "NOTHING", "milliseconds", -1, "recent", 3, "limit", 5, "window", 60_000)
                        .words())
                .isEqualTo("was started by itself 3 times of 5 in 60 s that restart_limit allows");
        assertThat(of("waitsfor", "NOTHING", "milliseconds", -1).words()).isEmpty();
        assertThat(of().words()).isEmpty();
        assertThat(of().comes()).isFalse();
    }
}

package org.supervisor4j.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.model.LogLevel;

class ActivityLayoutTest {
    private final ActivityLayout layout = new ActivityLayout();

    private static long millis(String localTime) {
        return LocalDateTime.parse(localTime)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T14:05:09.007, INFO, '2026-03-01 14:05:09,007 INFO '",
        "2026-12-31T23:59:59.999, CRITICAL, '2026-12-31 23:59:59,999 CRIT '",
        "2026-01-02T03:04:05.060, BLATHER, '2026-01-02 03:04:05,060 BLAT '",
        "2026-01-02T03:04:05, ERROR, '2026-01-02 03:04:05,000 ERRO '",
    })
    void aLineBeginsWithLocalTimeAndLevel(String time, LogLevel level, String expected) {
        assertThat(layout.head(millis(time), level)).isEqualTo(expected).hasSize(ActivityLayout.HEAD_LENGTH);
    }

    @Test
    void theSecondChangesWhenItChangesAndAlsoWhenTheClockIsSetBack() {
        layout.head(millis("2026-01-02T03:04:05.999"), LogLevel.INFO);

        assertThat(layout.head(millis("2026-01-02T03:04:06"), LogLevel.INFO)).startsWith("2026-01-02 03:04:06,000");
        assertThat(layout.head(millis("2026-01-02T03:04:05.5"), LogLevel.INFO)).startsWith("2026-01-02 03:04:05,500");
    }
}

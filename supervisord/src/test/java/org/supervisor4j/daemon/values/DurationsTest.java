package org.supervisor4j.daemon.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.ini.InvalidValueException;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5, 5000",
        "007, 7000",
        "0.25, 250",
        "' 5 ', 5000",
        "500ms, 500",
        "1.5s, 1500",
        "2m, 120000",
        "2M, 120000",
        "1h, 3600000",
        "1d, 86400000",
        "1h30m, 5400000",
        "1m30s500ms, 90500",
        "3650d, 315360000000",
    })
    void readsSecondsAndUnits(String text, long millis) throws InvalidValueException {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "-1", "+5", "5 s", "5x", "s", "1h30", "1,5", ".5", "5.", "1e3", "five", "0x10", "\u0665",
                "5s\0", "5s5"
            })
    void refusesAnythingElseAndSaysWhatItTakes(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("is no length of time")
                .hasMessageContaining("500ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3651d", "999999999999h", "3650d1ms", "315360001"})
    void refusesWhatNobodyWaitsFor(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("'" + text + "' is too long a time: 3650d is the most");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5, 5",
        "90, 90",
        "120, 2m",
        "3600, 1h",
        "5400, 90m",
        "0.5, 500ms",
        "1.5, 1500ms",
        "0.0001, 0.0001",
        "1d, 24h"
    })
    void showsItAsItCouldBeWritten(String written, String shown) throws InvalidValueException {
        Duration duration = Durations.parse(written);

        assertThat(Durations.text(duration)).isEqualTo(shown);
        assertThat(Durations.parse(shown)).isEqualTo(duration);
    }
}

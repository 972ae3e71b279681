package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsOptionsTest {
    private static LogsOptions parse(String words) {
        return LogsOptions.parse(List.of(words.split(" ", -1)), 1000);
    }

    @Test
    void namesAloneMeanTheLastTenLines() {
        assertThat(parse("web g:*")).isEqualTo(new LogsOptions("", false, 10, List.of("web", "g:*")));
    }

    @Test
    void optionsMayStandAnywhere() {
        assertThat(parse("web -n 5 -f db")).isEqualTo(new LogsOptions("", true, 5, List.of("web", "db")));
        assertThat(parse("-n0 web")).isEqualTo(new LogsOptions("", false, 0, List.of("web")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n", "-n x web", "-n -1 web", "-n 1001 web", "-n99999999999 web"})
    void whatIsNoNumberOfLinesIsRefused(String words) {
        assertThat(parse(words).complaint()).isEqualTo("-n needs a number of lines, 0 to 1000");
    }

    @Test
    void unknownOptionsAndNoNamesAreRefused() {
        assertThat(parse("-x web").complaint()).isEqualTo("bad argument -x");
        assertThat(parse("-f").complaint()).isEqualTo("logs requires a process name");
    }
}

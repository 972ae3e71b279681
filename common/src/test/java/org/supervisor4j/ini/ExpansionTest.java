package org.supervisor4j.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    private final Expansion names = Expansion.ofEnvironment(Map.of("HOME", "/root"))
            .with("here", "/etc")
            .with("program_name", "cat")
            .with("process_num", BigInteger.valueOf(7));

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "100%%, 100%",
        "%(here)s/x, /etc/x",
        "%(ENV_HOME)s, /root",
        "%(process_num)d, 7",
        "%(process_num)02d, 07",
        "%(process_num)s, 7",
        "%(process_num)-3d|, '7  |'",
        "%(process_num)+d, +7",
        "%(process_num)#x, 0x7",
        "%(process_num).3d, 007",
        "%(process_num)5.1f, '  7.0'",
        "%(process_num)e, 7.000000e+00",
        "%(process_num)g, 7",
        "%(program_name)-5s|, 'cat  |'",
        "%(program_name).2s, ca",
        "%(program_name)r, '''cat'''",
    })
    void format(String text, String expected) throws InvalidValueException {
        assertThat(names.apply(text, "x")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "%(foo|incomplete format key",
                "100%|incomplete format",
                "%(here)|incomplete format",
                "at 100 %H|unsupported format character 'H' (0x48) at index 8",
                "%(program_name)d|%d format: a real number is required, not str",
                "%(program_name)x|%x format: an integer is required, not str",
                "%(program_name)f|must be real number, not str",
                "%(program_name)c|%c requires int or char",
                "5%d|%d format: a real number is required, not dict",
                "%s%s|not enough arguments for format string",
                "%*d|* wants int",
                "%(here)99999999999999999999s|width too big",
                "%(here).99999999999s|precision too big",
                "%(here)999999999s|width too big",
            })
    void badFormat(String text, String reason) {
        assertThatThrownBy(() -> names.apply(text, "program:cat.command"))
                .hasMessage("Format string '" + text + "' for 'program:cat.command' is badly formatted: " + reason);
    }

    @Test
    void anUnknownNameIsReportedWithAllThatAreKnown() {
        assertThatThrownBy(() -> names.apply("%(nope)s", "supervisord.identifier"))
                .hasMessage(
                        "Format string '%(nope)s' for 'supervisord.identifier' contains names ('nope') which cannot be"
                                + " expanded. Available names: ENV_HOME, here, process_num, program_name");
    }

    @Test
    void aFormatWithoutANameShowsTheWholeMapping() throws InvalidValueException {
        assertThat(names.apply("%s", "x"))
                .isEqualTo("{'ENV_HOME': '/root', 'here': '/etc', 'program_name': 'cat', 'process_num': 7}");
    }

    @Test
    void theResultIsNotExpandedAgain() throws InvalidValueException {
        assertThat(names.with("x", "%(here)s").apply("%(x)s", "x")).isEqualTo("%(here)s");
    }

    @Test
    void aLaterNameHidesAnEarlierOne() throws InvalidValueException {
        assertThat(names.with("here", "/usr").apply("%(here)s", "x")).isEqualTo("/usr");
        assertThat(names.apply("%(here)s", "x")).isEqualTo("/etc");
    }

    @Test
    void aValueThatGrowsBeyondReasonIsRefused() {
        assertThatThrownBy(() -> names.apply("%(here)10000s".repeat(110), "x")).hasMessageEndingWith("result too long");
    }
}

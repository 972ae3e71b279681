package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.ctl.session.Screen;

class InvocationTest {
    @ParameterizedTest
    @CsvSource({
        "xterm-256color, , true, COLOURED",
        "xterm-nobodyknows, , true, COLOURED",
        "xterm, '', true, COLOURED",
        "xterm, 1, true, MONOCHROME",
        "dumb, , true, PLAIN",
        "unknown, , true, PLAIN",
        "'', , true, PLAIN",
        ", , true, PLAIN",
        "xterm, , false, NONE"
    })
    void coloursAreForTerminalsThatHaveThemAndPeopleWhoWantThem(
            String term, String noColor, boolean terminal, Screen expected) {
        Map<String, String> environment = new HashMap<>();
        if (term != null) {
            environment.put("TERM", term);
        }
        if (noColor != null) {
            environment.put("NO_COLOR", noColor);
        }
        Invocation surroundings = new Invocation(
                "supervisorctl",
                environment,
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false,
                terminal,
                false);

        assertThat(surroundings.screen(terminal)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"xterm-256color, true", "rxvt-unicode+x, true", "-V, false", "/etc/x, false", "a b, false"})
    void whatIsNoOrdinaryNameIsNotLookedUp(String term, boolean ordinary) {
        assertThat(TerminalType.of(Map.of("TERM", term)).isOrdinaryName()).isEqualTo(ordinary);
    }
}

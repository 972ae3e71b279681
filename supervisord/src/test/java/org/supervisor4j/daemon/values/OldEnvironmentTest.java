package org.supervisor4j.daemon.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.ini.InvalidValueException;

/** What Debian's 4.2.5 makes of the same texts. */
class OldEnvironmentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "A=1,B=\"x,y\"~{A=1, B=x,y}",
                "A=it's,B=c~{A=it's, B=c}",
                "A='\"x\"'~{A=x}",
                "A=\"x # y\",B=/usr/bin:/bin~{A=x # y, B=/usr/bin:/bin}",
                "A=b#c,D=e~{A=b}",
                "A=\"x\\y\"~{A=x\\y}",
                "^^~{}"
            })
    void quotesAreTakenOffTheEndsOnly(String text, String expected) throws InvalidValueException {
        assertThat(OldEnvironment.parse(text)).hasToString(expected);
    }

    @Test
    void whatItCannotReadIsRefused() {
        assertThatThrownBy(() -> OldEnvironment.parse("A=\"x")).hasMessage("No closing quotation");
        assertThatThrownBy(() -> OldEnvironment.parse("A")).hasMessage("Unexpected end of key/value pairs");
    }
}

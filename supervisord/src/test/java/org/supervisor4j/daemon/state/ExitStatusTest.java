package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0x0000, exit status 0, 0",
        "0x0f00, exit status 15, 15",
        "0xff00, exit status 255, 255",
        "0x000f, terminated by SIGTERM, -1",
        "0x0009, terminated by SIGKILL, -1",
        "0x0086, terminated by SIGABRT (core dumped), -1",
        "0x0028, terminated by signal 40, -1",
        "0x137f, unknown termination cause 0x137f, -1",
    })
    void statusWordsAreDecodedAsTheReferenceSaysThem(String word, String text, int code) {
        ExitStatus status = ExitStatus.decode(Integer.decode(word));

        assertThat(status.text()).isEqualTo(text);
        assertThat(status.code()).isEqualTo(code);
    }
}

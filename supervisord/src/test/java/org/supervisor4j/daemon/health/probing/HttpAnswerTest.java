package org.supervisor4j.daemon.health.probing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.ini.InvalidValueException;

class HttpAnswerTest {
    private static String read(String answer, @Nullable String pattern)
            throws IOException, ProbeException, InvalidValueException {
        return new HttpAnswer(
                        new ByteArrayInputStream(answer.getBytes(UTF_8)),
                        StatusRanges.SUCCESS,
                        pattern == null ? null : LinePattern.parse(pattern))
                .read();
    }

    @Test
    void aWholeAnswerIsGood() throws Exception {
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup", "^up$"))
                .isEqualTo("status 200 OK");
        assertThat(read("HTTP/1.0 200\n\nanything", null)).isEqualTo("status 200");
        assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n", null))
                .isEqualTo("status 204 No");
    }

    @Test
    void chunksArePutTogether() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhea\r\n4\r\nlthy\r\n0\r\n\r\n";

        assertThat(read(answer, "healthy")).isEqualTo("status 200 OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the connection was closed before an answer",
                "HTTP/1.1 20 | the answer ends half-way",
                "HTTP/1.1 200 OK\\nX: | the answer ends half-way",
                "HTTP/1.1 200 OK\\nContent-Length: 10\\n\\nabc | the answer ends half-way: 3 of 10 bytes",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\n5\\nab | the answer ends half-way: 2 of 5 bytes",
                "HTTP/1.1 200 OK\\nTransfer-Encoding: chunked\\n\\nzz\\n | the answer has a chunk without a size",
                "SSH-2.0-x\\n | the answer is no HTTP: SSH-2.0-x",
                "HTTP/1.1 503 Busy\\n\\n | status 503 Busy, expected 200-299",
                "HTTP/1.1 301 Moved\\nLocation: /x\\n\\n | status 301 Moved, expected 200-299"
            })
    void anythingElseSaysWhatIsWrong(String answer, String why) {
        assertThatThrownBy(() -> read(answer.replace("\\n", "\n"), null))
                .isInstanceOf(ProbeException.class)
                .hasMessage(why);
    }

    @Test
    void theBodyMustHaveWhatIsExpected() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\n\ndown", "^up"))
                .hasMessage("status 200 OK, but the body has nothing like ^up");
    }

    @Test
    void whatNeverEndsIsNotReadForEver() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 " + "x".repeat(100_000), null))
                .hasMessageContaining("more than 8192 bytes");
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK\n" + "a: b\n".repeat(300), null))
                .hasMessageContaining("more than 200 headers");
    }

    @Test
    void ofALongBodyTheBeginningIsEnough() throws Exception {
        assertThat(read("HTTP/1.1 200 OK\nContent-Length: 900000\n\nup" + "x".repeat(70_000), "^up"))
                .isEqualTo("status 200 OK");
    }
}

package org.supervisor4j.daemon.os.posix.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.os.OsException;

class NativeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Grüße", "日本", "\uD83D\uDC1A", "a\uD83D\uDC1Ab", "\uFFFD"})
    void validTextIsUtf8BothWays(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(NativeText.encode(text)).isEqualTo(bytes);
        assertThat(NativeText.decode(bytes)).isEqualTo(text);
    }

    @Test
    void bytesThatAreNotUtf8BecomeLoneSurrogatesAndBytesAgain() throws Exception {
        byte[] latin = {'a', (byte) 0xE4, 'b', (byte) 0xFF};

        assertThat(NativeText.decode(latin)).isEqualTo("a\uDCE4b\uDCFF");
        assertThat(NativeText.encode("a\uDCE4b\uDCFF")).isEqualTo(latin);
    }

    @Test
    void anyBytesComeBackUnchanged() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);

            assertThat(NativeText.encode(NativeText.decode(bytes))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00", "\uDC7F", "\uDD00x", "\uD83Dx"})
    void surrogatesThatStandForNoByteAreRefused(String text) {
        assertThatThrownBy(() -> NativeText.encode(text, "open", "f", "the path"))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot open f (the path contains half a surrogate pair, which stands for no byte;"
                        + " remove it): EINVAL (Invalid argument)");
    }
}

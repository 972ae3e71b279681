package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8StreamTest {
    private static final byte[] EURO = "€".getBytes(StandardCharsets.UTF_8);

    private final Utf8Stream stream = new Utf8Stream();

    @Test
    void textIsText() {
        assertThat(stream.decode(bytes("héllo\n"))).isEqualTo("héllo\n");
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void aPieceThatIsNoTextIsShownAsPythonsLiteral() {
        assertThat(stream.decode(new byte[] {'b', (byte) 0xff, '\'', '\\', '\n', 1}))
                .isEqualTo("Undecodable: b\"b\\xff'\\\\\\n\\x01\"");
    }

    @Test
    void aCharacterTornBetweenPiecesIsPutTogether() {
        assertThat(stream.decode(new byte[] {'a', EURO[0], EURO[1]})).isEqualTo("a");
        assertThat(stream.decode(new byte[] {EURO[2], 'b'})).isEqualTo("€b");
    }

    @Test
    void theRestOfACharacterAtTheWindowsStartIsLeftOut() {
        assertThat(stream.decode(new byte[] {EURO[1], EURO[2], 'a'})).isEqualTo("a");
    }

    @Test
    void laterSuchARestIsNoText() {
        stream.decode(bytes("a"));

        assertThat(stream.decode(new byte[] {EURO[1], 'a'})).isEqualTo("Undecodable: b'\\x82a'");
    }

    @Test
    void aCharacterThatNeverEndsIsShownAtTheEnd() {
        assertThat(stream.decode(Arrays.copyOf(EURO, 2))).isEmpty();
        assertThat(stream.end()).isEqualTo("Undecodable: b'\\xe2\\x82'");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

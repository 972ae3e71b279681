package org.supervisor4j.ctl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
    private static final OutputEncoding ASCII = OutputEncoding.of(Map.of("LANG", "C"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "LANG, C.UTF-8, utf-8",
        "LANG, de_DE.utf8@euro, utf-8",
        "LANG, de_DE, utf-8",
        "LANG, '', utf-8",
        "LANG, C, ascii",
        "LANG, POSIX, ascii",
        "LC_ALL, POSIX, utf-8",
        "LC_CTYPE, C, utf-8",
        "LC_ALL, de_DE.ISO-8859-1, iso8859-1",
        "LANG, ru_RU.KOI8-R, koi8-r",
        "PYTHONIOENCODING, ascii:replace, ascii",
        "PYTHONIOENCODING, latin-1, iso8859-1",
        "PYTHONIOENCODING, no-such-encoding, utf-8",
        "OTHER, C, utf-8"
    })
    void theEncodingComesFromTheEnvironment(String variable, String value, String name) {
        assertThat(OutputEncoding.of(Map.of(variable, value)).name()).isEqualTo(name);
    }

    @Test
    void lcAllWinsOverLang() {
        assertThat(OutputEncoding.of(Map.of("LC_ALL", "C.UTF-8", "LANG", "C"))).isEqualTo(OutputEncoding.UTF_8);
    }

    @Test
    void nothingComesOutBeforeTheFlush() {
        Output output = new Output(bytes, OutputEncoding.UTF_8, Screen.NONE);

        output.line("héllo");

        assertThat(bytes.size()).isZero();
        output.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("héllo\n");
    }

    @Test
    void textLargerThanTheBufferComesOutWholeAndInOrder() {
        Output output = new Output(bytes, OutputEncoding.UTF_8, Screen.NONE);

        output.text("a");
        output.text("b".repeat(20_000));
        output.line("c");
        output.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a" + "b".repeat(20_000) + "c\n");
    }

    @Test
    void aCharacterWithoutBytesIsAnErrorThatNamesIt() {
        Output output = new Output(bytes, ASCII, Screen.NONE);

        assertThatThrownBy(() -> output.line("h\u00e9llo \u20ac"))
                .hasMessage("'ascii' codec can't encode character '\\xe9' in position 1: ordinal not in range(128)");
        output.flush();
        assertThat(bytes.size()).isZero();
    }

    @Test
    void severalSuchCharactersInARowAreNamedByTheirPlaces() {
        Output output = new Output(bytes, ASCII, Screen.NONE);

        assertThatThrownBy(() -> output.line("x\ud83d\ude00\u20acy"))
                .hasMessage("'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)");
    }

    @Test
    void aFileGetsControlCharactersAsTheyAre() {
        Output output = new Output(bytes, OutputEncoding.UTF_8, Screen.NONE);

        output.line("\033]0;title\007");
        output.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\033]0;title\007\n");
    }

    @Test
    void aTerminalDoesNotGetThem() {
        Output output = new Output(bytes, OutputEncoding.UTF_8, Screen.COLOURED);

        output.line("\033]0;title\007");
        output.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("^[]0;title^G\n");
    }

    @Test
    void whatAClosedPipeDidNotTakeIsNotTriedAgain() {
        Output output = new Output(new ClosedPipe(), OutputEncoding.UTF_8, Screen.NONE);
        output.line("x");

        assertThatThrownBy(output::flush)
                .isInstanceOfSatisfying(OutputFailedException.class, e -> assertThat(e.isReaderGone())
                        .isTrue());
        output.flush();
    }

    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}

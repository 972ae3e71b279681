package org.supervisor4j.ctl.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.OutputEncoding;
import org.supervisor4j.ctl.session.Screen;

class LinePrinterTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private String printed(boolean terminal, int skipped, String... pieces) {
        Output output = new Output(shown, OutputEncoding.UTF_8, terminal ? Screen.COLOURED : Screen.NONE);
        LinePrinter printer = new LinePrinter(output, "web | ");
        printer.skipLines(skipped);
        for (String piece : pieces) {
            printer.text(piece);
        }
        printer.end();
        output.flush();
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void piecesArePutTogetherToLines() {
        assertThat(printed(false, 0, "on", "e\ntw", "o\n\nrest"))
                .isEqualTo("web | one\nweb | two\nweb | \nweb | rest\n");
    }

    @Test
    void carriageReturnsEndLinesSoThatNothingPaintsOverThePrefix() {
        assertThat(printed(false, 0, "10%\r20%\r", "\nend\r\n")).isEqualTo("web | 10%\nweb | 20%\nweb | end\n");
    }

    @Test
    void linesThatAreNotWantedAreLeftOut() {
        assertThat(printed(false, 2, "a\r\nb", "\nc\n")).isEqualTo("web | c\n");
    }

    @Test
    void onATerminalColoursEndWithTheirLineAndOtherSequencesAreShown() {
        assertThat(printed(true, 0, "\033[31mred\n\033]0;title\007\n"))
                .isEqualTo("web | \033[31mred\033[0m\nweb | ^[]0;title^G\033[0m\n");
    }

    @Test
    void inAPipeBytesStayAsTheyAre() {
        assertThat(printed(false, 0, "\033[31mred\007\n")).isEqualTo("web | \033[31mred\007\n");
    }

    @Test
    void aLineWithoutEndIsCut() {
        assertThat(printed(false, 0, "x".repeat(70_000)).lines().map(String::length))
                .containsExactly(65_536 + 6, 70_000 - 65_536 + 6);
    }
}

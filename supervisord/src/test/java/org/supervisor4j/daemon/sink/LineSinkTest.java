package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;

class LineSinkTest {
    private static final String LOG = "/log/web.log";

    private final SinkFixture fixture = new SinkFixture();
    private final FakeKernel kernel = fixture.kernel();

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    /** Shows where lines begin and end, and nothing else. */
    private static final class Marks implements LineForm {
        @Override
        public void at(long epochMillis) {
            assertThat(epochMillis).isEqualTo(1_700_552_580_000L);
        }

        @Override
        public int maxBytes(int length) {
            return length + 3;
        }

        @Override
        public void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out) {
            out.put((byte) '<');
            for (int i = from; i < to; i++) {
                out.put(line.get(i));
            }
            out.put((byte) (isCut ? '-' : '>')).put((byte) '\n');
        }
    }

    private LineSink sink(long maxbytes) throws OsException {
        var file = new RotatingFileSink(LOG, maxbytes, 3, FileAccess.UNCHANGED, fixture.system());
        return new LineSink(file, new Marks(), fixture.system().wallClock(), new LineBuffer());
    }

    private static void write(LineSink sink, String... units) {
        for (String unit : units) {
            sink.write(SinkFixture.unit(unit));
        }
    }

    private static String times(String text, int count) {
        return text.repeat(count);
    }

    @Test
    void aLineThatComesInPiecesIsWrittenWhole() throws Exception {
        LineSink sink = sink(0);

        write(sink, "one\ntw", "o", "\n\nthr");

        assertThat(kernel.content(LOG)).isEqualTo("<one>\n<two>\n<>\n");
        sink.close();
    }

    @Test
    void theRestIsWrittenAsALineWhenNoMoreComes() throws Exception {
        LineSink sink = sink(0);
        write(sink, "one\nrest");

        sink.endOfInput();
        sink.endOfInput();

        assertThat(kernel.content(LOG)).isEqualTo("<one>\n<rest>\n");
        sink.close();
    }

    @Test
    void aLineOfExactlyTheLimitIsWholeAndOneByteMoreIsCut() throws Exception {
        String longest = times("x", LineSink.LONGEST_LINE);
        LineSink sink = sink(0);

        write(sink, longest + "\n", longest + "y\n");

        assertThat(kernel.content(LOG)).isEqualTo("<" + longest + ">\n<" + longest + "-\n<y>\n");
        sink.close();
    }

    @Test
    void aLineThatNeverEndsIsCutAsItComes() throws Exception {
        String half = times("x", LineSink.LONGEST_LINE / 2);
        LineSink sink = sink(0);

        write(sink, half, half, half, "\n");

        assertThat(kernel.content(LOG)).isEqualTo("<" + half + half + "-\n<" + half + ">\n");
        sink.close();
    }

    @Test
    void noCutGoesThroughACharacter() throws Exception {
        String beforeTheLimit = times("x", LineSink.LONGEST_LINE - 1);
        LineSink whole = sink(0);
        write(whole, beforeTheLimit + "\u20ac!\n");
        whole.close();
        LineSink pieces = sink(0);
        write(pieces, beforeTheLimit, "\u20ac!\n");
        pieces.close();

        String expected = "<" + beforeTheLimit + "-\n<\u20ac!>\n";
        assertThat(kernel.content(LOG)).isEqualTo(expected + expected);
    }

    @Test
    void whatIsNoTextIsCutAtTheLimit() throws Exception {
        byte[] bytes = new byte[LineSink.LONGEST_LINE + 10];
        Arrays.fill(bytes, (byte) 0x80);
        LineSink sink = sink(0);

        sink.write(SinkFixture.unit(bytes));

        assertThat(kernel.size(LOG)).isEqualTo(LineSink.LONGEST_LINE + 3);
        sink.endOfInput();
        assertThat(kernel.size(LOG)).isEqualTo(LineSink.LONGEST_LINE + 3 + 10 + 3);
        sink.close();
    }

    @Test
    void manyShortLinesOfOneUnitAllArriveInOrder() throws Exception {
        LineSink sink = sink(0);

        write(sink, times("\n", 100_000));

        assertThat(kernel.content(LOG)).isEqualTo(times("<>\n", 100_000));
        sink.close();
    }

    @Test
    void rotatedFilesEndWithALine() throws Exception {
        LineSink sink = sink(8);

        write(sink, "one\ntwo\nth", "ree\nfour");

        assertThat(kernel.listing("/log")).isEqualTo("web.log= web.log.1=<three>\n web.log.2=<one>\n<two>\n");
        sink.endOfInput();
        assertThat(kernel.content(LOG)).isEqualTo("<four>\n");
        sink.close();
    }

    @Test
    void aLineThatHasBegunSurvivesReopeningAndClearing() throws Exception {
        LineSink sink = sink(0);
        write(sink, "gone\nbeg");
        sink.reopen();

        sink.clear();
        write(sink, "un\n");

        assertThat(kernel.content(LOG)).isEqualTo("<begun>\n");
        sink.close();
    }

    @Test
    void theUnitIsConsumedAndWhatIsBehindItIsLeftAlone() throws Exception {
        LineSink sink = sink(0);
        var unit = SinkFixture.unit("ab\ncd\nrest");
        unit.limit(unit.position() + 4);

        assertThat(sink.write(unit)).isTrue();

        assertThat(unit.hasRemaining()).isFalse();
        unit.limit(unit.capacity());
        var rest = new byte[unit.remaining()];
        unit.get(rest);
        assertThat(new String(rest, StandardCharsets.UTF_8)).isEqualTo("d\nrest");
        sink.close();
    }

    @Test
    void whileTheTargetKeepsSomethingWritingSaysSo() throws Exception {
        kernel.fifo("/log/fifo", 3);
        var fifo = new RotatingFileSink("/log/fifo", 0, 0, FileAccess.UNCHANGED, fixture.system());
        LineSink sink = new LineSink(fifo, new Marks(), fixture.system().wallClock(), new LineBuffer());

        assertThat(sink.write(SinkFixture.unit("one\n"))).isFalse();
        assertThat(sink.write(SinkFixture.unit("tw"))).isFalse();

        kernel.makeRoom("/log/fifo", 100);
        assertThat(sink.resume()).isTrue();
        assertThat(kernel.content("/log/fifo")).isEqualTo("<one>\n");
        sink.close();
    }
}

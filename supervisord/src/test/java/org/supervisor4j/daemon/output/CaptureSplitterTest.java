package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureSplitterTest {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";

    /** What was told, as {@code plain(captured)plain}; an open capture lacks its bracket. */
    private static final class Told implements CaptureSplitter.Parts {
        private final StringBuilder text = new StringBuilder();
        private boolean isOpen;

        @Override
        public void plain(ByteBuffer part) {
            text.append(consumed(part));
        }

        @Override
        public void captured(ByteBuffer part) {
            open();
            text.append(consumed(part));
        }

        @Override
        public void captureEnded() {
            open();
            isOpen = false;
            text.append(')');
        }

        private void open() {
            text.append(isOpen ? "" : "(");
            isOpen = true;
        }

        /** As sinks and strippers do: reads it to its end and spoils the byte in front. */
        private static String consumed(ByteBuffer part) {
            assertThat(part.hasRemaining()).isTrue();
            part.put(part.position() - 1, (byte) '!');
            return StandardCharsets.UTF_8.decode(part).toString();
        }
    }

    private static String split(List<String> units) {
        CaptureSplitter splitter = new CaptureSplitter();
        Told told = new Told();
        for (String text : units) {
            ByteBuffer unit = unit(text);
            splitter.split(unit, told);
            assertThat(unit.hasRemaining()).isFalse();
        }
        splitter.finish(unit("scratch, long enough for what is held"), told);
        return told.text.toString();
    }

    @Test
    void textBetweenTokensIsCapturedAndTheTokensAreDropped() {
        assertThat(split(List.of("a" + BEGIN + "b" + END + "c" + BEGIN + END + "d")))
                .isEqualTo("a(b)c()d");
    }

    @Test
    void aTokenWithoutItsCounterpartIsTextOrCapturesTheRest() {
        assertThat(split(List.of("a" + END + "b"))).isEqualTo("a" + END + "b");
        assertThat(split(List.of("a" + BEGIN + "b" + BEGIN + "c"))).isEqualTo("a(b" + BEGIN + "c");
    }

    @Test
    void tokensAreFoundHoweverTwoCutsTearThem() {
        String text =
                "x<!-" + BEGIN + "<<" + END + "<!--XSUPERVISOR:" + BEGIN + END + "y" + BEGIN + "z<!--XSUPERVISOR:E";
        String whole = split(List.of(text));

        assertThat(whole).isEqualTo("x<!-(<<)<!--XSUPERVISOR:()y(z<!--XSUPERVISOR:E");
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                List<String> torn =
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second));
                assertThat(split(torn)).as(torn.toString()).isEqualTo(whole);
            }
        }
    }

    @Test
    void tokensAreFoundEvenIfEveryByteComesAlone() {
        String text = "a" + BEGIN + "b" + END + "c<!--";

        assertThat(split(text.chars().mapToObj(Character::toString).toList())).isEqualTo("a(b)c<!--");
    }

    @Test
    void shortOutputIsToldAtOnce() {
        Told told = new Told();

        new CaptureSplitter().split(unit("ready\n"), told);

        assertThat(told.text).hasToString("ready\n");
    }

    @Test
    void whatMayBeTheBeginningOfATokenIsHeldBackUntilItIsClear() {
        CaptureSplitter splitter = new CaptureSplitter();
        Told told = new Told();
        splitter.split(unit("a<!--"), told);
        assertThat(told.text).hasToString("a");

        splitter.split(unit("b"), told);

        assertThat(told.text).hasToString("a<!--b");
    }
}

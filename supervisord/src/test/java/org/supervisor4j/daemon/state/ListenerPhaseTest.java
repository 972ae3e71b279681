package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.state.ListenerPhase.State.ACKNOWLEDGED;
import static org.supervisor4j.daemon.state.ListenerPhase.State.BUSY;
import static org.supervisor4j.daemon.state.ListenerPhase.State.READY;
import static org.supervisor4j.daemon.state.ListenerPhase.State.UNKNOWN;
import static org.supervisor4j.daemon.state.ListenerPhase.Verdict.FAILED;
import static org.supervisor4j.daemon.state.ListenerPhase.Verdict.PROCESSED;
import static org.supervisor4j.daemon.state.ListenerPhase.Verdict.REJECTED;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerPhaseTest {
    private static final ListenerStep TO_READY = new ListenerStep.Moved(ACKNOWLEDGED, READY);
    private static final ListenerStep DONE = new ListenerStep.Moved(BUSY, ACKNOWLEDGED);
    private static final ListenerStep LOST = new ListenerStep.Moved(BUSY, UNKNOWN);
    private static final ListenerStep ACCEPTED = new ListenerStep.Judged(PROCESSED);
    private static final ListenerStep REFUSED = new ListenerStep.Judged(REJECTED);
    private static final ListenerStep BACK = new ListenerStep.GaveBack();

    private static ListenerStep bad(String line) {
        return new ListenerStep.BadResultLine(line);
    }

    private static ListenerPhase.Verdict judge(byte[] result) {
        return switch (new String(result, StandardCharsets.ISO_8859_1)) {
            case "OK" -> PROCESSED;
            case "BUG" -> FAILED;
            default -> REJECTED;
        };
    }

    private static ListenerPhase in(ListenerPhase.State state) {
        ListenerPhase phase = new ListenerPhase(ListenerPhaseTest::judge);
        switch (state) {
            case ACKNOWLEDGED -> {}
            case READY -> phase.heard(bytes("READY\n"));
            case BUSY -> {
                phase.heard(bytes("READY\n"));
                phase.sent();
            }
            case UNKNOWN -> phase.heard(bytes("nonsense"));
        }
        assertThat(phase.state()).isEqualTo(state);
        return phase;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An empty list of steps and the state unchanged means: waits for more. */
    static Stream<Arguments> table() {
        return Stream.of(
                row("READY makes it ready", ACKNOWLEDGED, "READY\n", READY, TO_READY),
                row("less than the token may become one", ACKNOWLEDGED, "READY", ACKNOWLEDGED),
                row("fewer than six bytes of junk are not yet an error", ACKNOWLEDGED, "junk\n", ACKNOWLEDGED),
                row(
                        "six bytes that are not the token lose it",
                        ACKNOWLEDGED,
                        "junk!\n",
                        UNKNOWN,
                        new ListenerStep.Moved(ACKNOWLEDGED, UNKNOWN)),
                row(
                        "a second READY in the same write loses it",
                        ACKNOWLEDGED,
                        "READY\nREADY\n",
                        UNKNOWN,
                        TO_READY,
                        new ListenerStep.Moved(READY, UNKNOWN)),
                row("any byte without an event loses it", READY, "\n", UNKNOWN, new ListenerStep.Moved(READY, UNKNOWN)),
                row("OK means processed", BUSY, "RESULT 2\nOK", ACKNOWLEDGED, ACCEPTED, DONE),
                row("READY may follow in the same write", BUSY, "RESULT 2\nOKREADY\n", READY, ACCEPTED, DONE, TO_READY),
                row("FAIL gives the event back", BUSY, "RESULT 4\nFAIL", ACKNOWLEDGED, REFUSED, DONE, BACK),
                row("OK with a line end is not OK", BUSY, "RESULT 3\nOK\n", ACKNOWLEDGED, REFUSED, DONE, BACK),
                row(
                        "a handler that fails loses it",
                        BUSY,
                        "RESULT 3\nBUGREADY\n",
                        UNKNOWN,
                        new ListenerStep.Judged(FAILED),
                        LOST,
                        BACK),
                row("a result line without an end waits", BUSY, "RESULT 2", BUSY),
                row("half a result waits", BUSY, "RESULT 2\nO", BUSY),
                row("an empty result waits for another byte", BUSY, "RESULT 0\n", BUSY),
                row(
                        "an empty result is acted upon with the next byte, which is not part of it",
                        BUSY,
                        "RESULT 0\nREADY\n",
                        READY,
                        REFUSED,
                        DONE,
                        BACK,
                        TO_READY),
                row("the word RESULT is not looked at", BUSY, "FOOBARZ2\nOK", ACKNOWLEDGED, ACCEPTED, DONE),
                row("a line without a length loses it", BUSY, "OK\n", UNKNOWN, bad("OK"), LOST, BACK),
                row(
                        "a length that is no number loses it, and what follows with it",
                        BUSY,
                        "RESULT abc\nREADY\n",
                        UNKNOWN,
                        bad("RESULT abc"),
                        LOST,
                        BACK),
                row(
                        "a line that is no text is shown as bytes",
                        BUSY,
                        "RESULT \u00ff\n",
                        UNKNOWN,
                        bad("Undecodable: b'RESULT \\xff'"),
                        LOST,
                        BACK),
                row("a negative length loses it", BUSY, "RESULT -1\nOK", UNKNOWN, bad("RESULT -1"), LOST, BACK),
                row(
                        "a length of a mebibyte and one byte loses it",
                        BUSY,
                        "RESULT 1048577\n",
                        UNKNOWN,
                        bad("RESULT 1048577"),
                        LOST,
                        BACK),
                row("a length of a mebibyte is waited for", BUSY, "RESULT 1048576\n", BUSY),
                row("what a lost listener says is not heard", UNKNOWN, "READY\n", UNKNOWN));
    }

    private static Arguments row(
            String behaviour,
            ListenerPhase.State from,
            String input,
            ListenerPhase.State expected,
            ListenerStep... steps) {
        return Arguments.of(behaviour, from, input, expected, Arrays.asList(steps));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void step(
            String behaviour,
            ListenerPhase.State from,
            String input,
            ListenerPhase.State expected,
            List<ListenerStep> steps) {
        ListenerPhase phase = in(from);

        List<ListenerStep> taken = phase.heard(bytes(input));

        assertThat(taken).isEqualTo(steps);
        assertThat(phase.state()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "byte by byte: {0}")
    @MethodSource("table")
    void stepByteByByte(
            String behaviour,
            ListenerPhase.State from,
            String input,
            ListenerPhase.State expected,
            List<ListenerStep> steps) {
        ListenerPhase phase = in(from);
        List<ListenerStep> taken = new ArrayList<>();

        for (byte each : bytes(input)) {
            taken.addAll(phase.heard(new byte[] {each}));
        }

        assertThat(taken).isEqualTo(steps);
        assertThat(phase.state()).isEqualTo(expected);
    }

    /** A pipe keeps no borders between writes. */
    @ParameterizedTest(name = "cut anywhere: {0}")
    @MethodSource("table")
    void stepInTwoPieces(
            String behaviour,
            ListenerPhase.State from,
            String input,
            ListenerPhase.State expected,
            List<ListenerStep> steps) {
        byte[] whole = bytes(input);
        for (int cut = 1; cut < whole.length; cut++) {
            ListenerPhase phase = in(from);

            List<ListenerStep> taken = new ArrayList<>(phase.heard(Arrays.copyOf(whole, cut)));
            taken.addAll(phase.heard(Arrays.copyOfRange(whole, cut, whole.length)));

            assertThat(taken).as("cut at %d", cut).isEqualTo(steps);
            assertThat(phase.state()).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @Test
    void aListenerServesOneEventAfterAnother() {
        ListenerPhase phase = in(BUSY);
        phase.heard(bytes("RESULT 4\nFAILREADY\n"));

        phase.sent();

        assertThat(phase.heard(bytes("RESULT 2\nOK"))).containsExactly(ACCEPTED, DONE);
    }

    @Test
    void aResultLineThatDoesNotEndIsGivenUpAtItsLimit() {
        ListenerPhase phase = in(BUSY);
        byte[] chatter = bytes("x".repeat(1024));
        List<ListenerStep> steps = List.of();

        int sent = 0;
        while (steps.isEmpty()) {
            steps = phase.heard(chatter);
            sent += chatter.length;
        }

        assertThat(sent).isEqualTo(ListenerPhase.LONGEST_LINE + chatter.length);
        assertThat(steps).containsExactly(bad("x".repeat(200) + "..."), LOST, BACK);
    }

    @Test
    void theLongestResultLineIsStillRead() {
        ListenerPhase phase = in(BUSY);
        String blanks = " ".repeat(ListenerPhase.LONGEST_LINE - "RESULT 2".length());

        assertThat(phase.heard(bytes("RESULT " + blanks + "2\nOK"))).containsExactly(ACCEPTED, DONE);
    }

    /** As {@code int(b"...")} in Python, within our limits; -1 stands for what is refused. */
    @ParameterizedTest(name = "''{0}'' is {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "2,2",
                " 2 ,2",
                "+2,2",
                "-0,0",
                "007,7",
                "1_0,10",
                "'',-1",
                " ,-1",
                "_1,-1",
                "1_,-1",
                "1__0,-1",
                "+,-1",
                "- 2,-1",
                "+-2,-1",
                "-2,-1",
                "2.0,-1",
                "0x2,-1",
                "1 2,-1",
                "1048576,1048576",
                "1048577,-1",
                "99999999999999999999999999,-1"
            })
    void lengthsAreReadAsPythonDoes(String text, int expected) {
        OptionalInt length = ResultLength.parse(bytes("RESULT " + text), 7);

        assertThat(length.orElse(-1)).isEqualTo(expected);
    }

    @Test
    void blanksAroundALengthAreThoseOfPythonsBytes() {
        assertThat(ResultLength.parse(bytes("\t\u000b\f\r2\r"), 0)).hasValue(2);
        assertThat(ResultLength.parse(bytes("\u001c2"), 0)).isEmpty();
        assertThat(ResultLength.parse(bytes("\u00a02"), 0)).isEmpty();
    }
}

package org.supervisor4j.daemon.state;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.supervisor4j.model.OutputText;

/**
 * One run of a listener, as its side of the event protocol shows it: {@code READY\n}, then for each event {@code RESULT
 * <n>\n} and n bytes. Bytes in, steps out; nothing else happens here. Keeps at most one answer.
 */
// contract: dispatchers.py, PEventListenerDispatcher.handle_listener_state_change
public final class ListenerPhase {
    /** What the listener is at. */
    public enum State {
        /** Waits for an event. */
        READY,
        /** Has an event and has not answered. */
        BUSY,
        /** Has answered, or has just been started. */
        ACKNOWLEDGED,
        /** Does not speak the protocol; gets no more events until it is started anew. */
        UNKNOWN
    }

    /** What an answer amounts to. */
    public enum Verdict {
        PROCESSED,
        REJECTED,
        /** The handler could not judge it. */
        FAILED
    }

    private static final byte[] READY_TOKEN = "READY\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RESULT_TOKEN_LENGTH = "RESULT ".length();
    /** Longer lines are no result lines. The original waits for their end as long as there is memory. */
    static final int LONGEST_LINE = 64 * 1024;

    private static final int SHOWN_OF_LONG_LINE = 200;
    private static final int NO_LENGTH_YET = -1;

    private final Function<byte[], Verdict> verdicts;
    private State state = State.ACKNOWLEDGED;
    /** The begin of a token, of a result line, or of a result. */
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private int resultLength = NO_LENGTH_YET;

    /** @param verdicts judge each answer when it is complete */
    public ListenerPhase(Function<byte[], Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    public State state() {
        return state;
    }

    /** How many bytes the result is to have that has begun; empty if none has. */
    public OptionalInt announced() {
        return resultLength == NO_LENGTH_YET ? OptionalInt.empty() : OptionalInt.of(resultLength);
    }

    /** How many bytes there are of what has begun: a token, a result line, or a result. */
    public int pending() {
        return pending.size();
    }

    /** An event has been written to the listener, which was READY. */
    public void sent() {
        state = State.BUSY;
    }

    /** Takes what the listener wrote, in pieces as they come. */
    public List<ListenerStep> heard(byte[] data) {
        List<ListenerStep> steps = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            at = switch (state) {
                case ACKNOWLEDGED -> token(data, at, steps);
                case READY -> lost(data, steps);
                case BUSY -> resultLength == NO_LENGTH_YET ? resultLine(data, at, steps) : result(data, at, steps);
                case UNKNOWN -> data.length;
            };
        }
        return steps;
    }

    /** Decides when there are as many bytes as the token has; fewer may be anything. */
    private int token(byte[] data, int from, List<ListenerStep> steps) {
        int taken = Math.min(READY_TOKEN.length - pending.size(), data.length - from);
        pending.write(data, from, taken);
        if (pending.size() == READY_TOKEN.length) {
            move(Arrays.equals(takePending(), READY_TOKEN) ? State.READY : State.UNKNOWN, steps);
        }
        return from + taken;
    }

    private int lost(byte[] data, List<ListenerStep> steps) {
        move(State.UNKNOWN, steps);
        return data.length;
    }

    private int resultLine(byte[] data, int from, List<ListenerStep> steps) {
        int end = from;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        int kept = Math.min(end - from, LONGEST_LINE + 1 - pending.size());
        pending.write(data, from, kept);
        if (pending.size() > LONGEST_LINE) {
            return badLine(shortened(takePending()), data, steps);
        }
        if (end == data.length) {
            return end;
        }
        byte[] line = takePending();
        // The original has never looked at the word in the place of RESULT.
        OptionalInt length = ResultLength.parse(line, RESULT_TOKEN_LENGTH);
        if (length.isEmpty()) {
            return badLine(OutputText.of(line), data, steps);
        }
        resultLength = length.getAsInt();
        return end + 1;
    }

    private static String shortened(byte[] line) {
        return OutputText.of(Arrays.copyOf(line, SHOWN_OF_LONG_LINE)) + "...";
    }

    private int badLine(String line, byte[] data, List<ListenerStep> steps) {
        steps.add(new ListenerStep.BadResultLine(line));
        move(State.UNKNOWN, steps);
        steps.add(new ListenerStep.GaveBack());
        return data.length;
    }

    /** Acts on an empty result, too, only when a further byte has come: as the original, whatever the reason. */
    private int result(byte[] data, int from, List<ListenerStep> steps) {
        int taken = Math.min(resultLength - pending.size(), data.length - from);
        pending.write(data, from, taken);
        if (pending.size() == resultLength) {
            resultLength = NO_LENGTH_YET;
            Verdict verdict = verdicts.apply(takePending());
            steps.add(new ListenerStep.Judged(verdict));
            move(verdict == Verdict.FAILED ? State.UNKNOWN : State.ACKNOWLEDGED, steps);
            if (verdict != Verdict.PROCESSED) {
                steps.add(new ListenerStep.GaveBack());
            }
        }
        return from + taken;
    }

    private byte[] takePending() {
        byte[] bytes = pending.toByteArray();
        // Not reset: one long answer must not be kept for as long as the listener lives.
        pending = new ByteArrayOutputStream();
        return bytes;
    }

    private void move(State next, List<ListenerStep> steps) {
        steps.add(new ListenerStep.Moved(state, next));
        state = next;
    }
}

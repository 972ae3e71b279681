package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ini.PythonRepr;

/**
 * A process at its side of the event protocol.
 *
 * @param state the process's
 * @param protocol ACKNOWLEDGED, READY, BUSY or UNKNOWN; empty if it has never been started
 * @param seconds for how long it has been that
 * @param eventname what it works on
 * @param announced how many bytes its answer is to have; -1 if it has not begun one
 * @param written how many of them there are
 * @param lastwords what it wrote when it became UNKNOWN
 */
public record ListenerReport(
        String name,
        String state,
        String protocol,
        int seconds,
        String eventname,
        int announced,
        int written,
        String lastwords) {
    /** It takes a moment to start, and to send a mail. */
    private static final int LONG_START = 5;

    private static final int LONG_WORK = 30;

    private static final String RIGHT_ANSWER =
            "A listener writes READY and a line end, and flushes its output. Having read an event (a line, and after it"
                    + " as many characters as len: says, without a line end) it answers RESULT 2, a line end, and OK"
                    + " without any line end after it; then READY again. In a shell: printf 'RESULT 2\\nOK'.";
    private static final String STDOUT_IS_FOR_THE_PROTOCOL =
            "Its standard output is for that alone: what it wants to log goes to standard error.";

    static ListenerReport of(Members listener) {
        return new ListenerReport(
                listener.text("name"),
                listener.text("statename"),
                listener.text("protocol"),
                listener.number("seconds"),
                listener.text("eventname"),
                listener.number("announced"),
                listener.number("written"),
                listener.text("lastwords"));
    }

    public boolean isRunning() {
        return state.equals("RUNNING");
    }

    /** Whether it can take an event now. */
    public boolean isAtWork() {
        return isRunning() && protocol.equals("READY");
    }

    boolean isInTrouble() {
        return isRunning()
                && switch (protocol) {
                    case "UNKNOWN" -> true;
                    case "BUSY" -> seconds >= LONG_WORK;
                    case "ACKNOWLEDGED" -> seconds >= LONG_START;
                    default -> false;
                };
    }

    /** What follows its name. */
    public String doing() {
        if (!isRunning()) {
            return "is " + state;
        }
        return switch (protocol) {
            case "BUSY" -> "has not answered " + eventname + " for " + seconds + " s";
            case "ACKNOWLEDGED" -> "has not written READY for " + seconds + " s";
            case "READY" -> "is ready for the next event";
            case "UNKNOWN" ->
                "has broken the event protocol (state UNKNOWN for " + seconds
                        + " s), and gets no more events until it is restarted";
            default -> "is " + protocol;
        };
    }

    /** What it may have done wrong. */
    List<String> advice() {
        List<String> sentences = new ArrayList<>();
        if (!isRunning() || protocol.equals("READY")) {
            return sentences;
        }
        if (announced > written) {
            sentences.add("It announced an answer of " + bytes(announced) + " and has written " + written
                    + ": the number after RESULT counts what follows its line end.");
        }
        if (!lastwords.isEmpty()) {
            sentences.add("It wrote " + PythonRepr.of(lastwords) + " where the protocol has something else.");
        }
        sentences.add(RIGHT_ANSWER);
        if (protocol.equals("UNKNOWN")) {
            sentences.add(STDOUT_IS_FOR_THE_PROTOCOL);
        }
        return sentences;
    }

    private static String bytes(int count) {
        return count + (count == 1 ? " byte" : " bytes");
    }
}

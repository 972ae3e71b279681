package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.sink.ByteScan;

/**
 * Removes escape sequences: {@code ESC [} and everything up to and including the first of a few letters. Other escapes
 * stay, as in the reference.
 *
 * <p>Unlike the reference's, it knows where the last unit ended, so that a sequence torn by the size of a read is
 * removed too. A sequence that never ends swallows the rest of its unit (as there); it goes on into the next one only
 * while it looks like a sequence, so that a stray {@code ESC [} in binary output can't swallow a log.
 */
// contract: dispatchers.py, stripEscapes
final class AnsiStripper {
    /** How many bytes in front of a unit may be overwritten. */
    static final int HEADROOM = 1;

    private static final byte ESC = 0x1b;
    private static final int LONGEST_PLAUSIBLE = 64;

    /** Whether the last unit ended in ESC, which has been held back. */
    private boolean escapeIsHeld;

    private boolean inSequence;
    private boolean plausible;
    private int swallowed;

    /**
     * Strips a unit in place: its position may move one byte to the front, its limit moves towards it.
     *
     * @param unit with at least {@link #HEADROOM} bytes in front of its position that are nobody's any more
     */
    void strip(ByteBuffer unit) {
        if (escapeIsHeld && unit.hasRemaining()) {
            unit.position(unit.position() - 1);
            unit.put(unit.position(), ESC);
            escapeIsHeld = false;
        }
        int limit = unit.limit();
        int from = unit.position();
        int out = from;
        while (from < limit) {
            if (inSequence) {
                from = skipSequence(unit, from);
                continue;
            }
            int escape = nextEscape(unit, from);
            out = move(unit, from, escape, out);
            from = escape;
            if (from < limit) {
                from = enter(limit, from);
            }
        }
        unit.limit(out);
        if (inSequence && !plausible) {
            inSequence = false;
        }
    }

    /** The next ESC that begins a sequence, or could with what comes next; the limit if there is none. */
    private static int nextEscape(ByteBuffer unit, int from) {
        int limit = unit.limit();
        int escape = ByteScan.indexOf(unit, ESC, from, limit);
        while (escape >= 0 && escape + 1 < limit && unit.get(escape + 1) != '[') {
            escape = ByteScan.indexOf(unit, ESC, escape + 1, limit);
        }
        return escape < 0 ? limit : escape;
    }

    private int enter(int limit, int escape) {
        if (escape + 1 == limit) {
            escapeIsHeld = true;
            return limit;
        }
        inSequence = true;
        plausible = true;
        swallowed = 0;
        return escape + 2;
    }

    private int skipSequence(ByteBuffer unit, int from) {
        int index = from;
        while (index < unit.limit()) {
            byte b = unit.get(index++);
            if (isTerminator(b)) {
                inSequence = false;
                break;
            }
            plausible = plausible && b >= 0x20 && b <= 0x3f && ++swallowed < LONGEST_PLAUSIBLE;
        }
        return index;
    }

    private static boolean isTerminator(byte b) {
        return switch (b) {
            case 'H', 'f', 'A', 'B', 'C', 'D', 'R', 's', 'u', 'J', 'K', 'h', 'l', 'p', 'm' -> true;
            default -> false;
        };
    }

    private static int move(ByteBuffer unit, int from, int to, int out) {
        if (from != out) {
            unit.put(out, unit, from, to - from);
        }
        return out + (to - from);
    }

    /**
     * No more units will come.
     *
     * @return whether an ESC was held back that has to be shown now
     */
    boolean finish() {
        boolean held = escapeIsHeld;
        escapeIsHeld = false;
        inSequence = false;
        return held;
    }
}

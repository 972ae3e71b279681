package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.daemon.sink.ByteScan;

/**
 * Splits a program's output at the capture tokens, wherever reads may have torn them. The tokens themselves are
 * dropped.
 *
 * <p>Only the possible beginning of a token is held back between units, 23 bytes at most. (The reference holds back
 * whatever is not longer than a token, and loses it when the program ends.)
 */
// contract: dispatchers.py, POutputDispatcher.record_output
final class CaptureSplitter {
    private static final byte[] BEGIN = "<!--XSUPERVISOR:BEGIN-->".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "<!--XSUPERVISOR:END-->".getBytes(StandardCharsets.US_ASCII);

    /** How many bytes in front of a unit may be overwritten. */
    static final int HEADROOM = BEGIN.length - 1;

    /** Is told of the parts, in the order of the bytes. */
    interface Parts {
        /**
         * Ordinary output, not empty. Valid during the call; the bytes in front of it that are no part may be
         * overwritten.
         */
        void plain(ByteBuffer part);

        /** Something between the tokens, not empty. Likewise. */
        void captured(ByteBuffer part);

        /** The END token: all between the tokens has been told. */
        void captureEnded();
    }

    private final byte[] held = new byte[HEADROOM];
    private int heldCount;
    private boolean capturing;

    /** @param unit with at least {@link #HEADROOM} bytes in front of its position that are nobody's; consumed */
    void split(ByteBuffer unit, Parts parts) {
        restoreHeld(unit);
        int end = unit.limit();
        int from = unit.position();
        while (from < end) {
            byte[] token = capturing ? END : BEGIN;
            int found = find(unit, token, from, end);
            tell(unit, from, found, parts);
            if (end - found < token.length) {
                hold(unit, found, end);
                from = end;
            } else {
                from = found + token.length;
                toggle(parts);
            }
        }
        unit.limit(end).position(end);
    }

    private void restoreHeld(ByteBuffer unit) {
        int start = unit.position() - heldCount;
        unit.put(start, held, 0, heldCount);
        unit.position(start);
        heldCount = 0;
    }

    /** Where the token, or its torn beginning, is first; the end if neither is there. */
    private static int find(ByteBuffer unit, byte[] token, int from, int end) {
        int index = ByteScan.indexOf(unit, token[0], from, end);
        while (index >= 0 && !matches(unit, token, index, end)) {
            index = ByteScan.indexOf(unit, token[0], index + 1, end);
        }
        return index < 0 ? end : index;
    }

    private static boolean matches(ByteBuffer unit, byte[] token, int index, int end) {
        int length = Math.min(token.length, end - index);
        for (int i = 1; i < length; i++) {
            if (unit.get(index + i) != token[i]) {
                return false;
            }
        }
        return true;
    }

    private void tell(ByteBuffer unit, int from, int to, Parts parts) {
        if (from == to) {
            return;
        }
        unit.limit(to).position(from);
        if (capturing) {
            parts.captured(unit);
        } else {
            parts.plain(unit);
        }
        unit.limit(unit.capacity());
    }

    private void hold(ByteBuffer unit, int from, int end) {
        heldCount = end - from;
        unit.get(from, held, 0, heldCount);
    }

    private void toggle(Parts parts) {
        if (capturing) {
            parts.captureEnded();
        }
        capturing = !capturing;
    }

    /** Whether the last byte came after a BEGIN token that has met no END yet. */
    boolean isCapturing() {
        return capturing;
    }

    /**
     * No more units will come: tells what was held back, for it is no token.
     *
     * @param scratch room for it, with the headroom that parts may overwrite; its content does not matter
     */
    void finish(ByteBuffer scratch, Parts parts) {
        if (heldCount > 0) {
            int start = scratch.position();
            int end = start + heldCount;
            scratch.limit(scratch.capacity());
            scratch.put(start, held, 0, heldCount);
            heldCount = 0;
            tell(scratch, start, end, parts);
        }
    }
}

package org.supervisor4j.ctl.session;

import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.Unseen;

/**
 * Keeps what programs write into their logs from operating the terminal of whoever looks at them: escape sequences can
 * retitle windows, answer queries into the keyboard's buffer, or hide lines. Colours ({@code ESC [ … m}), line feeds,
 * carriage returns and tabs pass; other control characters are shown as {@code ^[} or {@code \x9b}. So are characters
 * without a shape of their own ({@link Unseen}), by their numbers.
 *
 * <p>Sequences may be torn across pieces of a stream, so a guard belongs to one stream.
 */
public final class TerminalGuard {
    /** Longer runs of digits between {@code ESC [} and {@code m} are no colour. */
    private static final int MAX_SEQUENCE = 32;

    /** The beginning of what may become a colour; empty outside of one. */
    private final StringBuilder pending = new StringBuilder();

    /** The harmless form of the next piece. What may be the start of a colour at its end waits for the next one. */
    String filter(String piece) {
        if (pending.length() == 0 && isHarmless(piece)) {
            return piece;
        }
        StringBuilder safe = new StringBuilder(piece.length() + 16);
        piece.codePoints().forEach(c -> accept(safe, c));
        return safe.toString();
    }

    /** Whether a terminal shows all of the piece, and obeys nothing in it but line ends and tabs. */
    public static boolean isHarmless(String piece) {
        return piece.codePoints().noneMatch(TerminalGuard::isControl);
    }

    private void accept(StringBuilder safe, int c) {
        if (pending.length() > 0) {
            if (continuesColour(c)) {
                pending.append((char) c);
                if (c == 'm') {
                    safe.append(pending);
                    pending.setLength(0);
                }
                return;
            }
            release(safe);
        }
        if (c == '\033') {
            pending.append((char) c);
        } else {
            appendVisible(safe, c);
        }
    }

    private boolean continuesColour(int c) {
        if (pending.length() == 1) {
            return c == '[';
        }
        return pending.length() < MAX_SEQUENCE && ((c >= '0' && c <= '9') || c == ';' || c == ':' || c == 'm');
    }

    /** It was no colour: shows what was held back. */
    private void release(StringBuilder safe) {
        for (int i = 0; i < pending.length(); i++) {
            appendVisible(safe, pending.charAt(i));
        }
        pending.setLength(0);
    }

    private static void appendVisible(StringBuilder safe, int c) {
        if (!isControl(c)) {
            safe.appendCodePoint(c);
        } else if (c < 0x80) {
            safe.append('^').append((char) (c ^ 0x40));
        } else {
            safe.append(PythonRepr.escape(c));
        }
    }

    private static boolean isControl(int c) {
        return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7f && (c < 0xa0 || Unseen.is(c)));
    }
}

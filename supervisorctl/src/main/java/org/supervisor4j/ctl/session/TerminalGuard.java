package org.supervisor4j.ctl.session;

/**
 * Keeps what programs write into their logs from operating the terminal of whoever looks at them: escape sequences can
 * retitle windows, answer queries into the keyboard's buffer, or hide lines. Colours ({@code ESC [ … m}), line feeds,
 * carriage returns and tabs pass; other control characters are shown as {@code ^[} or {@code \x9b}.
 *
 * <p>Sequences may be torn across pieces of a stream, so a guard belongs to one stream.
 */
final class TerminalGuard {
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
        for (int i = 0; i < piece.length(); i++) {
            accept(safe, piece.charAt(i));
        }
        return safe.toString();
    }

    private static boolean isHarmless(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            if (isControl(piece.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void accept(StringBuilder safe, char c) {
        if (pending.length() > 0) {
            if (continuesColour(c)) {
                pending.append(c);
                if (c == 'm') {
                    safe.append(pending);
                    pending.setLength(0);
                }
                return;
            }
            release(safe);
        }
        if (c == '\033') {
            pending.append(c);
        } else {
            appendVisible(safe, c);
        }
    }

    private boolean continuesColour(char c) {
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

    private static void appendVisible(StringBuilder safe, char c) {
        if (!isControl(c)) {
            safe.append(c);
        } else if (c < 0x80) {
            safe.append('^').append((char) (c ^ 0x40));
        } else {
            Escapes.append(safe, c);
        }
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7f && c < 0xa0);
    }
}

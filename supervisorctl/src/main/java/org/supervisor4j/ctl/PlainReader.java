package org.supervisor4j.ctl;

import java.util.Map;
import java.util.function.Supplier;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * Edits a line on a terminal that carries out no escape sequences: the line is one row, of which the part around the
 * cursor is shown, and whatever else there is to show is printed above it. All it needs is a carriage return.
 */
final class PlainReader extends LineReaderImpl {
    private String shown = "";
    private int shownCursor;
    private String above = "";
    private boolean searching;

    PlainReader(Terminal terminal, String name, Map<String, Object> variables) {
        super(terminal, name, variables);
    }

    /** An option that is switched off would be announced by an escape sequence. */
    @Override
    public boolean isSet(Option option) {
        return option != Option.BRACKETED_PASTE && super.isSet(option);
    }

    @Override
    protected boolean doSearchHistory(boolean backward) {
        searching = true;
        try {
            return super.doSearchHistory(backward);
        } finally {
            searching = false;
        }
    }

    /** What is on the row is not what was drawn there: draws all of it next time. */
    @Override
    public boolean redrawLine() {
        shown = "";
        shownCursor = 0;
        return super.redrawLine();
    }

    @Override
    protected void redisplay(boolean flush) {
        Supplier<AttributedString> other = post;
        String besides = other == null ? "" : other.get().toString();
        if (searching) {
            draw(besides.isEmpty() ? prompt.toString() : besides + " ");
        } else {
            if (!besides.isEmpty() && !besides.equals(above)) {
                println();
                besides.lines().map(String::stripTrailing).forEach(this::println);
            }
            above = besides;
            draw(prompt.toString());
        }
        if (flush) {
            terminal.flush();
        }
    }

    private void println() {
        println("");
    }

    private void println(String text) {
        terminal.writer().write(text + "\r\n");
        redrawLine();
    }

    private void draw(String before) {
        AttributedString row = new AttributedString(before + masked(buf.toString()));
        int cursor = new AttributedString(before + masked(buf.upToCursor())).columnLength();
        // The last column stays free: what a cursor does after it differs between terminals.
        int width = Math.max(2, size.getColumns() - 1);
        int start = cursor / width * width;
        String part = row.columnSubSequence(start, start + width).toString();
        String upToCursor = row.columnSubSequence(start, cursor).toString();
        if (part.startsWith(shown) && shownCursor == shown.length() && upToCursor.length() == part.length()) {
            terminal.writer().write(part.substring(shown.length()));
        } else if (!part.equals(shown) || upToCursor.length() != shownCursor) {
            int less = new AttributedString(shown).columnLength() - new AttributedString(part).columnLength();
            terminal.writer().write("\r" + part + " ".repeat(Math.max(0, less)) + "\r" + upToCursor);
        }
        shown = part;
        shownCursor = upToCursor.length();
    }

    private String masked(String typed) {
        @Nullable String display = maskingCallback == null ? typed : maskingCallback.display(typed);
        return display == null ? "" : display;
    }
}

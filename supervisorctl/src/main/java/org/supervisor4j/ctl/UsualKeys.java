package org.supervisor4j.ctl;

import java.util.List;
import java.util.Map;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;

/**
 * Keys as nearly every terminal sends them. A description may be missing or wrong, and JLine knows no others; what it
 * doesn't know it would put into the line without its first byte. GNU readline binds them always, too.
 */
final class UsualKeys {
    /** After {@code ESC [}, and after {@code ESC O} in a terminal's application mode. */
    private static final Map<String, String> CURSOR = Map.of(
            "A", LineReader.UP_LINE_OR_SEARCH,
            "B", LineReader.DOWN_LINE_OR_SEARCH,
            "C", LineReader.FORWARD_CHAR,
            "D", LineReader.BACKWARD_CHAR,
            "H", LineReader.BEGINNING_OF_LINE,
            "F", LineReader.END_OF_LINE);

    private static final String DELETE = "\033[3~";

    private UsualKeys() {}

    /** Adds them to those that the terminal's description names. */
    static void bind(KeyMap<Binding> keys) {
        for (String introducer : List.of("\033[", "\033O")) {
            CURSOR.forEach((letter, widget) -> keys.bindIfNotBound(new Reference(widget), introducer + letter));
        }
        keys.bindIfNotBound(new Reference(LineReader.DELETE_CHAR), DELETE);
    }
}

package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the percent signs of a value that should have been doubled. */
public final class StrayPercents {
    private StrayPercents() {}

    /**
     * The signs that begin no conversion which could be filled in, and those of conversions without a name: Python
     * takes {@code %s} for "everything that can be named", and nobody wants that.
     *
     * @param names what the value may name; null = any name is fine
     * @return indexes, in code points, at most 100
     */
    public static List<Integer> in(String text, @Nullable Expansion names) {
        return text.indexOf('%') < 0 ? List.of() : PercentFormat.strays(text, names);
    }

    /**
     * The same for a value that is expanded twice, and in which the first expansion finds nothing amiss: the signs that
     * are doubled once, and stray in the second.
     *
     * @return indexes of the first of each two
     */
    public static List<Integer> doubledOnce(String text, @Nullable Expansion names) {
        int[] format = text.codePoints().toArray();
        List<Integer> found = new ArrayList<>();
        int at = text.indexOf("%%") < 0 ? format.length : 0;
        while (at + 1 < format.length && found.size() < PercentFormat.MOST_STRAYS) {
            if (format[at] != '%' || format[at + 1] != '%') {
                at++;
            } else if (at + 3 < format.length && format[at + 2] == '%' && format[at + 3] == '%') {
                at += 4;
            } else {
                String rest = new String(format, at + 1, format.length - at - 1);
                List<Integer> strays = PercentFormat.strays(rest, names);
                if (!strays.isEmpty() && strays.get(0) == 0) {
                    found.add(at);
                }
                at += 2;
            }
        }
        return found;
    }
}

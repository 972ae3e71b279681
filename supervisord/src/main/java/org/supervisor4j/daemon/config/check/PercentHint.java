package org.supervisor4j.daemon.config.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.reading.ProgramSection;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.SourceLines;
import org.supervisor4j.ini.SourceLines.Place;
import org.supervisor4j.ini.SourcePosition;
import org.supervisor4j.ini.StrayPercents;

/** Shows where in a value percent signs should have been doubled, and how its lines would look then. */
final class PercentHint {
    private PercentHint() {}

    /**
     * The finding with the place of the first such sign; below it, all lines that have some, with their signs doubled.
     *
     * @param position of the key
     * @param names what the value may name; null = any name is fine
     * @return null if there is no such sign, or the value does not stand there
     */
    static @Nullable Finding about(
            Finding finding, SourceLines lines, SourcePosition position, @Nullable Expansion names) {
        SourceLines.Written value = lines.value(position.line());
        if (value == null) {
            return null;
        }
        boolean twice = ProgramSection.TWICE.contains(value.key());
        List<Integer> once = StrayPercents.in(value.text(), names);
        List<Integer> signs = once.isEmpty() && twice ? StrayPercents.doubledOnce(value.text(), names) : once;
        if (signs.isEmpty()) {
            return null;
        }
        String more = once.isEmpty() ? "%%" : twice ? "%%%" : "%";
        Map<Integer, List<Integer>> columns = new LinkedHashMap<>();
        for (int sign : signs) {
            Place place = value.place(sign);
            columns.computeIfAbsent(place.line(), number -> new ArrayList<>()).add(place.column());
        }
        StringBuilder hint = new StringBuilder("^ to have a percent sign here, write");
        columns.forEach((number, places) -> hint.append('\n').append(escaped(lines.line(number), places, more)));
        return CommandText.pointing(
                lines,
                finding.file(),
                value.place(signs.get(0)),
                finding.warning(),
                finding.message(),
                hint.toString());
    }

    private static String escaped(String line, List<Integer> columns, String more) {
        StringBuilder text = new StringBuilder(line);
        for (int i = columns.size() - 1; i >= 0; i--) {
            text.insert(text.offsetByCodePoints(0, columns.get(i) - 1), more);
        }
        return text.toString();
    }
}

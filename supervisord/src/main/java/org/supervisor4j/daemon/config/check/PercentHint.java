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
import org.supervisor4j.ini.StrayPercents;

/**
 * Where in a value percent signs should have been doubled, and how its lines would look then.
 *
 * @param first the first such sign
 * @param asItIs the line that has it
 * @param escaped all lines that have some, with their signs doubled
 */
record PercentHint(Place first, String asItIs, List<String> escaped) {
    /** A longer line is not shown. */
    private static final int LONGEST_SHOWN = 1000;

    /**
     * @param line of the key
     * @param names what the value may name; null = any name is fine
     * @return null if there is no such sign, or the value does not stand there
     */
    static @Nullable PercentHint of(SourceLines lines, int line, @Nullable Expansion names) {
        SourceLines.Written value = lines.value(line);
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
        List<String> escaped = new ArrayList<>();
        columns.forEach((number, places) -> escaped.add(escaped(lines.line(number), places, more)));
        Place first = value.place(signs.get(0));
        return new PercentHint(first, lines.line(first.line()), escaped);
    }

    private static String escaped(String line, List<Integer> columns, String more) {
        StringBuilder text = new StringBuilder(line);
        for (int i = columns.size() - 1; i >= 0; i--) {
            text.insert(text.offsetByCodePoints(0, columns.get(i) - 1), more);
        }
        return text.toString();
    }

    /** The finding with the sign's place, and the lines behind it. */
    Finding about(Finding finding) {
        List<String> hints = new ArrayList<>();
        if (asItIs.length() <= LONGEST_SHOWN) {
            String before = asItIs.substring(0, asItIs.offsetByCodePoints(0, first.column() - 1));
            hints.add(asItIs);
            hints.add(before.replaceAll("[^\t]", " ") + "^ to have a percent sign here, write");
            hints.addAll(escaped);
        }
        return new Finding(finding.warning(), finding.file(), first.line(), first.column(), finding.message(), hints);
    }
}

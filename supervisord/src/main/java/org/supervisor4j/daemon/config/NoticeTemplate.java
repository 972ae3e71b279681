package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.ini.InvalidValueException;

/**
 * A text with names in braces, which are filled in: {@code {process} is {state}}. What else stands in braces, as in
 * JSON, stays as it is.
 */
public record NoticeTemplate(String text) {
    /** What it knows. */
    public static final List<String> NAMES = List.of(
            "event",
            "time",
            "group",
            "name",
            "process",
            "from",
            "state",
            "health",
            "text",
            "pid",
            "expected",
            "host",
            "identifier",
            "count",
            "lines");

    private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)\\}");

    public static NoticeTemplate parse(String text) throws InvalidValueException {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!NAMES.contains(place.group(1))) {
                throw new InvalidValueException(
                        "there is no {" + place.group(1) + "}; it knows " + String.join(", ", NAMES));
            }
        }
        return new NoticeTemplate(text);
    }

    /**
     * Fills it in.
     *
     * @param values by name; what is missing is empty
     * @param escape makes a value fit for its place
     */
    public String fill(Map<String, String> values, UnaryOperator<String> escape) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(escape.apply(values.getOrDefault(place.group(1), ""))));
    }
}

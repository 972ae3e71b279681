package org.supervisor4j.daemon.health;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** Which status codes of HTTP are good: {@code 200-299,304}. */
public record StatusRanges(List<Range> ranges) {
    /** What counts without the key. */
    public static final StatusRanges SUCCESS = new StatusRanges(List.of(new Range(200, 299)));

    public StatusRanges {
        ranges = List.copyOf(ranges);
    }

    /** @param last included */
    public record Range(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public static StatusRanges parse(String text) throws InvalidValueException {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            boolean good = ends.length <= 2;
            for (String end : ends) {
                good &= end.strip().matches("[1-5][0-9][0-9]");
            }
            Range range = good
                    ? new Range(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[ends.length - 1].strip()))
                    : new Range(1, 0);
            if (range.last < range.first) {
                throw new InvalidValueException(
                        PythonRepr.of(text) + " are no status codes: 200, 200-299 or 200-299,304");
            }
            ranges.add(range);
        }
        return new StatusRanges(ranges);
    }

    public boolean include(int status) {
        return ranges.stream().anyMatch(range -> range.first <= status && status <= range.last);
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}

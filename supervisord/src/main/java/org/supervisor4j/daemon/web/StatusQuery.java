package org.supervisor4j.daemon.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessState;

/**
 * What the address of the status page asks for: which processes, in which order. {@code scripts/query.js} reads the
 * same fields and goes on from there; only it can sort by processor and memory, because only it is told how much they
 * are.
 *
 * @param text what a name, a state or a description has to contain; empty for all
 * @param state in lower case; empty for all
 * @param sort a column's name
 */
record StatusQuery(String text, String state, String sort, boolean descending, boolean grouped, Folding folding) {
    static final String BY_NAME = "name";
    static final List<String> COLUMNS = List.of("state", BY_NAME, "uptime", "cpu", "memory");

    /**
     * Processes that stand together on the page.
     *
     * @param isShown whether the group has a head: it has more than the one process that is named like it
     * @param isFolded whether only the head is to be seen
     */
    record Group(String name, boolean isShown, boolean isFolded, List<ProcessInfo> processes) {
        /** Whether it is no group, but processes that are out of the way. */
        boolean isOfLoners() {
            return name.equals(Folding.LONERS);
        }
    }

    static StatusQuery of(FormFields fields) {
        String sort = fields.get("sort").filter(COLUMNS::contains).orElse(BY_NAME);
        return new StatusQuery(
                fields.get("q").orElse(""),
                fields.get("state").orElse("").toLowerCase(Locale.ROOT),
                sort,
                fields.get("dir").equals(Optional.of("desc")),
                !fields.get("groups").equals(Optional.of("off")),
                Folding.of(fields));
    }

    /** Whether the page shows this process. */
    boolean matches(ProcessInfo process) {
        String stateName = process.state().name().toLowerCase(Locale.ROOT);
        String all = Namespec.of(process.group(), process.name()) + "\n" + stateName + "\n" + process.description();
        return (state.isEmpty() || state.equals(stateName))
                && all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** What the page shows, in its order; where it doesn't group, each process is a group by itself. */
    List<Group> groups(List<ProcessInfo> processes) {
        Map<String, List<ProcessInfo>> groups = new LinkedHashMap<>();
        for (ProcessInfo process : processes) {
            if (matches(process)) {
                String key = grouped ? process.group() : Namespec.of(process.group(), process.name());
                groups.computeIfAbsent(key, name -> new ArrayList<>()).add(process);
            }
        }
        List<Group> sorted = new ArrayList<>();
        groups.forEach((name, members) -> {
            members.sort(order());
            boolean shown =
                    grouped && (members.size() > 1 || !members.get(0).name().equals(name));
            sorted.add(new Group(name, shown, shown && folding.folds(name, members), members));
        });
        // A group stands where its first process would.
        sorted.sort(Comparator.comparing(group -> group.processes().get(0), order()));
        return withLonersAside(sorted);
    }

    /** Those that stand alone fold, too: all into one, at the end. */
    private List<Group> withLonersAside(List<Group> groups) {
        List<Group> left = new ArrayList<>();
        List<ProcessInfo> loners = new ArrayList<>();
        for (Group group : groups) {
            ProcessInfo first = group.processes().get(0);
            if (!group.isShown() && folding.foldsAway(first)) {
                loners.add(first);
            } else {
                left.add(group);
            }
        }
        if (!loners.isEmpty()) {
            left.add(new Group(Folding.LONERS, true, folding.folds(Folding.LONERS, loners), loners));
        }
        return left;
    }

    private Comparator<ProcessInfo> order() {
        Comparator<ProcessInfo> byName =
                Comparator.comparing(ProcessInfo::group).thenComparing(ProcessInfo::name);
        Comparator<ProcessInfo> order =
                switch (sort) {
                    case "state" ->
                        Comparator.comparing(process -> process.state().name());
                    case "uptime" -> Comparator.comparing(StatusQuery::uptime);
                    default -> byName;
                };
        return (descending ? order.reversed() : order).thenComparing(byName);
    }

    private static int uptime(ProcessInfo process) {
        return process.state() == ProcessState.RUNNING ? process.now() - process.start() : -1;
    }

    /** The address of the page that differs from this one in one field. */
    String with(String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("q", text);
        fields.put("state", state);
        fields.put("sort", sort.equals(BY_NAME) ? "" : sort);
        fields.put("dir", descending ? "desc" : "");
        fields.put("groups", grouped ? "" : "off");
        fields.put("folding", folding.mode());
        fields.put(field, value);
        String query = fields.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + PercentText.quote(entry.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "index.html" : "index.html?" + query;
    }

    /** The address that sorts by a column, and turns its order round if it does already. */
    String sortedBy(String column) {
        boolean turn = column.equals(sort) && !descending;
        return new StatusQuery(text, state, column, turn, grouped, folding).with("", "");
    }
}

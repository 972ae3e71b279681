package org.supervisor4j.daemon.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Namespec;

/**
 * Who needs whom. A value: what it answers follows from the nodes that it was made of. Processes are named by group and
 * process; a name that is no node's needs nobody.
 *
 * <p>All processes that a word like {@code workers:*} means are joined to those that say it by one hub, so that a
 * hundred that need a hundred are two hundred links and not ten thousand.
 */
public final class DependencyGraph {
    /** Where nobody needs anybody. */
    public static final DependencyGraph EMPTY = new DependencyGraph(List.of());

    private static final int UNKNOWN = -1;

    private final List<Node> nodes;
    private final Map<Namespec, Integer> places = new HashMap<>();
    private final Map<String, Hub> hubs = new LinkedHashMap<>();
    /** By node: what it needs, in the order of its words. */
    private final List<List<Link>> links = new ArrayList<>();
    /** By node: the hubs that it is a member of. */
    private final List<List<Hub>> memberships = new ArrayList<>();
    /** By node: how many must have been started one after another before it; UNKNOWN in a cycle, and behind one. */
    private final int[] levels;

    /**
     * One process.
     *
     * @param program whose process it is
     * @param needs in the order in which they are written
     */
    public record Node(Namespec name, String program, List<Dependency> needs) {
        public Node {
            needs = List.copyOf(needs);
        }
    }

    /**
     * What a process needs.
     *
     * @param members whom the target means; empty if nobody has the name
     */
    public record Need(Dependency dependency, List<Namespec> members) {
        public Need {
            members = List.copyOf(members);
        }
    }

    /** A need that names nobody. */
    public record Unmatched(Namespec name, Dependency dependency) {}

    private static final class Hub {
        private final List<Integer> members;
        private final List<Integer> needers = new ArrayList<>();

        private Hub(List<Integer> members) {
            this.members = members;
        }
    }

    private record Link(Dependency dependency, Hub hub) {}

    private DependencyGraph(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        Map<String, List<Integer>> programs = new HashMap<>();
        Map<String, List<Integer>> groups = new HashMap<>();
        for (int place = 0; place < nodes.size(); place++) {
            Node node = nodes.get(place);
            places.put(node.name(), place);
            programs.computeIfAbsent(node.program(), first -> new ArrayList<>()).add(place);
            groups.computeIfAbsent(node.name().group(), first -> new ArrayList<>())
                    .add(place);
            links.add(new ArrayList<>());
            memberships.add(new ArrayList<>());
        }
        for (int place = 0; place < nodes.size(); place++) {
            for (Dependency need : nodes.get(place).needs()) {
                Hub hub = hubs.computeIfAbsent(need.target(), target -> hub(members(target, programs, groups)));
                hub.needers.add(place);
                links.get(place).add(new Link(need, hub));
            }
        }
        levels = new int[nodes.size()];
        findLevels();
    }

    public static DependencyGraph of(List<Node> nodes) {
        return nodes.stream().allMatch(node -> node.needs().isEmpty()) ? EMPTY : new DependencyGraph(nodes);
    }

    /** The same graph without those needs that would have somebody wait for himself; nobody would ever be started. */
    public DependencyGraph withoutCycles() {
        DependencyGraph graph = this;
        for (List<Namespec> cycle = graph.cycle(); !cycle.isEmpty(); cycle = graph.cycle()) {
            graph = graph.without(cycle.get(0), cycle.get(1));
        }
        return graph;
    }

    private DependencyGraph without(Namespec from, Namespec to) {
        List<Node> kept = new ArrayList<>(nodes);
        int place = places.getOrDefault(from, UNKNOWN);
        List<Dependency> needs = new ArrayList<>();
        for (Link link : links.get(place)) {
            if (!link.hub().members.contains(places.getOrDefault(to, UNKNOWN))) {
                needs.add(link.dependency());
            }
        }
        kept.set(place, new Node(from, nodes.get(place).program(), needs));
        return of(kept);
    }

    private Hub hub(List<Integer> members) {
        Hub hub = new Hub(List.copyOf(members));
        members.forEach(member -> memberships.get(member).add(hub));
        return hub;
    }

    /** {@code group:program} is written, too, where that is no process. */
    private List<Integer> members(
            String target, Map<String, List<Integer>> programs, Map<String, List<Integer>> groups) {
        Namespec name = Namespec.parse(target);
        Integer process = places.get(name);
        if (target.indexOf(':') < 0) {
            List<Integer> ofProgram = programs.get(target);
            return ofProgram != null ? ofProgram : process == null ? List.of() : List.of(process);
        }
        List<Integer> group = groups.getOrDefault(name.group(), List.of());
        if (name.isWholeGroup()) {
            return group;
        }
        return process != null
                ? List.of(process)
                : group.stream()
                        .filter(member -> nodes.get(member).program().equals(name.process()))
                        .toList();
    }

    /** From those that need nobody to those that need them, and so on. */
    private void findLevels() {
        Arrays.fill(levels, UNKNOWN);
        int[] open = new int[nodes.size()];
        Map<Hub, Integer> openOf = new HashMap<>();
        Deque<Integer> next = new ArrayDeque<>();
        hubs.values().forEach(hub -> openOf.put(hub, hub.members.size()));
        for (int place = 0; place < nodes.size(); place++) {
            for (Link link : links.get(place)) {
                open[place] += link.hub().members.isEmpty() ? 0 : 1;
            }
            if (open[place] == 0) {
                levels[place] = 0;
                next.add(place);
            }
        }
        Map<Hub, Integer> deepest = new HashMap<>();
        int[] reached = new int[nodes.size()];
        while (!next.isEmpty()) {
            int place = next.remove();
            for (Hub hub : memberships.get(place)) {
                deepest.merge(hub, levels[place], Math::max);
                int left = openOf.getOrDefault(hub, 0) - 1;
                openOf.put(hub, left);
                if (left > 0) {
                    continue;
                }
                for (int needer : hub.needers) {
                    reached[needer] = Math.max(reached[needer], deepest.getOrDefault(hub, 0) + 1);
                    if (--open[needer] == 0) {
                        levels[needer] = reached[needer];
                        next.add(needer);
                    }
                }
            }
        }
    }

    /** Whether nobody needs anybody. */
    public boolean isEmpty() {
        return hubs.isEmpty();
    }

    /** All processes, in the order in which they were given; none if {@link #isEmpty}. */
    public List<Node> nodes() {
        return nodes;
    }

    /** A way from a process back to it, each needing the next: {@code a b a}. Empty if there is none. */
    public List<Namespec> cycle() {
        for (int place = 0; place < nodes.size(); place++) {
            if (levels[place] == UNKNOWN) {
                return wayRound(place);
            }
        }
        return List.of();
    }

    /** Whoever has no level needs somebody else without one: following them leads round at last. */
    private List<Namespec> wayRound(int from) {
        List<Integer> way = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        int at = from;
        while (!seen.containsKey(at)) {
            seen.put(at, way.size());
            way.add(at);
            at = unlevelled(at);
        }
        way.add(at);
        return way.subList(seen.getOrDefault(at, 0), way.size()).stream()
                .map(place -> nodes.get(place).name())
                .toList();
    }

    private int unlevelled(int place) {
        for (Link link : links.get(place)) {
            for (int member : link.hub().members) {
                if (levels[member] == UNKNOWN) {
                    return member;
                }
            }
        }
        throw new AssertionError(nodes.get(place));
    }

    /** Needs that name nobody, in the order of the nodes. */
    public List<Unmatched> unmatched() {
        List<Unmatched> unmatched = new ArrayList<>();
        for (int place = 0; place < nodes.size(); place++) {
            for (Link link : links.get(place)) {
                if (link.hub().members.isEmpty()) {
                    unmatched.add(new Unmatched(nodes.get(place).name(), link.dependency()));
                }
            }
        }
        return unmatched;
    }

    /** How many must have been started one after another before it: 0 for one that needs nobody. */
    public int level(Namespec name) {
        Integer place = places.get(name);
        return place == null ? 0 : levels[place];
    }

    /** What it needs, in the order in which it is written. */
    public List<Need> needs(Namespec name) {
        Integer place = places.get(name);
        if (place == null || links.get(place).isEmpty()) {
            return List.of();
        }
        List<Need> needs = new ArrayList<>();
        for (Link link : links.get(place)) {
            needs.add(new Need(
                    link.dependency(),
                    link.hub().members.stream()
                            .map(member -> nodes.get(member).name())
                            .toList()));
        }
        return needs;
    }

    /** Who needs it, itself and without those in between, in the order of the nodes. */
    public List<Namespec> dependants(Namespec name) {
        Integer place = places.get(name);
        if (place == null) {
            return List.of();
        }
        return memberships.get(place).stream()
                .flatMap(hub -> hub.needers.stream())
                .distinct()
                .sorted()
                .map(needer -> nodes.get(needer).name())
                .toList();
    }

    /** All that need one of these, by whatever is in between; without these, but where one needs another. */
    public Set<Namespec> allDependants(Collection<Namespec> names) {
        Set<Namespec> found = new LinkedHashSet<>();
        Set<Hub> seen = new LinkedHashSet<>();
        Deque<Namespec> next = new ArrayDeque<>(names);
        while (!next.isEmpty()) {
            Integer place = places.get(next.remove());
            for (Hub hub : place == null ? List.<Hub>of() : memberships.get(place)) {
                if (seen.add(hub)) {
                    join(hub.needers, found, next);
                }
            }
        }
        return found;
    }

    /** All that these need, by whatever is in between; without these, but where one needs another. */
    public Set<Namespec> allNeeds(Collection<Namespec> names) {
        Set<Namespec> found = new LinkedHashSet<>();
        Set<Hub> seen = new LinkedHashSet<>();
        Deque<Namespec> next = new ArrayDeque<>(names);
        while (!next.isEmpty()) {
            Integer place = places.get(next.remove());
            for (Link link : place == null ? List.<Link>of() : links.get(place)) {
                if (seen.add(link.hub())) {
                    join(link.hub().members, found, next);
                }
            }
        }
        return found;
    }

    /** All that are joined to these by any needs, these among them: those whose order they have a part in. */
    public Set<Namespec> relatives(Collection<Namespec> names) {
        Set<Namespec> found = new LinkedHashSet<>(names);
        Set<Hub> seen = new LinkedHashSet<>();
        Deque<Namespec> next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            Integer place = places.get(next.remove());
            if (place == null) {
                continue;
            }
            List<Hub> around = new ArrayList<>(memberships.get(place));
            links.get(place).forEach(link -> around.add(link.hub()));
            for (Hub hub : around) {
                if (seen.add(hub)) {
                    join(hub.members, found, next);
                    join(hub.needers, found, next);
                }
            }
        }
        return found;
    }

    private void join(List<Integer> members, Set<Namespec> found, Deque<Namespec> next) {
        for (int member : members) {
            Namespec name = nodes.get(member).name();
            if (found.add(name)) {
                next.add(name);
            }
        }
    }

    /** These, each behind those of them that it needs; as they were given where that does not matter. */
    public List<Namespec> inStartOrder(List<Namespec> names) {
        if (isEmpty()) {
            return List.copyOf(names);
        }
        List<Namespec> order = new ArrayList<>();
        Set<Namespec> wanted = new LinkedHashSet<>(names);
        Set<Object> begun = new LinkedHashSet<>();
        for (Namespec name : wanted) {
            append(name, wanted, begun, order);
        }
        return order;
    }

    /** A name or a hub, and what is still to be gone down to from there. */
    private record Visit(Object at, Deque<Object> below) {}

    /** Goes down to what is needed, also by way of those that are not asked for. */
    private void append(Namespec from, Set<Namespec> wanted, Set<Object> begun, List<Namespec> order) {
        Deque<Visit> way = new ArrayDeque<>();
        if (begun.add(from)) {
            way.push(new Visit(from, below(from)));
        }
        while (!way.isEmpty()) {
            Visit visit = way.element();
            @Nullable Object lower = visit.below.poll();
            if (lower != null) {
                if (begun.add(lower)) {
                    way.push(new Visit(lower, below(lower)));
                }
                continue;
            }
            way.pop();
            if (visit.at instanceof Namespec name && wanted.contains(name)) {
                order.add(name);
            }
        }
    }

    private Deque<Object> below(Object at) {
        Deque<Object> below = new ArrayDeque<>();
        if (at instanceof Hub hub) {
            hub.members.forEach(member -> below.add(nodes.get(member).name()));
        } else if (at instanceof Namespec name && places.containsKey(name)) {
            links.get(places.get(name)).forEach(link -> below.add(link.hub()));
        }
        return below;
    }
}

package org.supervisor4j.daemon.config.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Dependencies;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.graph.Condition;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.Problem;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.SourcePosition;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.Spelling;

/** Looks whether all whom programs wait for are there, and whether a wait can come to its end. */
public final class DependencyCheck {
    /** A longer chain is rather a mistake than a plan. */
    static final int MOST_LEVELS = 32;

    private static final String LEFT_TO_PLUGIN = "dependent_startup and dependent_startup_wait_for are left to ";

    private static final List<String> KINDS =
            List.of(ProgramSection.PREFIX, FcgiSection.PREFIX, EventListenerSection.PREFIX);

    private final ParseRun run;
    private final List<GroupConfig> groups;
    private final Map<String, SourcePosition> before;
    private final DependencyGraph graph;
    private final Map<Namespec, ProcessConfig> processes = new HashMap<>();
    private final Map<String, SourcePosition> targets = new HashMap<>();

    /** @param before where the sections stood, at the last reading, that others needed */
    DependencyCheck(ParseRun run, List<GroupConfig> groups, Map<String, SourcePosition> before) {
        this.run = run;
        this.groups = groups;
        this.before = before;
        graph = Dependencies.graph(groups);
    }

    /** Notes what is wrong. */
    void look() {
        groups.stream().filter(Dependencies::isPlugin).findFirst().ifPresentOrElse(this::noteThatItIsLeft, this::words);
        if (graph.isEmpty()) {
            return;
        }
        for (GroupConfig group : groups) {
            group.processes().forEach(process -> processes.put(new Namespec(group.name(), process.name()), process));
        }
        names();
        List<Namespec> cycle = graph.cycle();
        if (cycle.isEmpty()) {
            levels();
        } else {
            goesRound(cycle);
        }
        graph.nodes().forEach(this::ends);
    }

    /** Where the sections stand that others need, by the words that name them. */
    Map<String, SourcePosition> targets() {
        return targets;
    }

    /** Whether a finding is no mistake but a notice: who keeps to the listener shall pass a strict check. */
    public static boolean isNotice(String message) {
        return message.startsWith(LEFT_TO_PLUGIN);
    }

    private void noteThatItIsLeft(GroupConfig listener) {
        if (!run.checking()) {
            return;
        }
        for (IniSection section : run.document().startingWith(ProgramSection.PREFIX)) {
            IniValue value = section.value(Dependencies.WAIT_FOR.key());
            if (value != null) {
                run.warnings()
                        .add(new Problem(
                                LEFT_TO_PLUGIN + "[eventlistener:" + listener.name()
                                        + "]; without it, supervisord acts on them itself",
                                value.position()));
                return;
            }
        }
    }

    /** The words of those keys that a listener may have to itself, which is why they are not looked at earlier. */
    private void words() {
        Set<IniSection> seen = new LinkedHashSet<>();
        for (GroupConfig group : groups) {
            for (ProcessConfig process : group.processes()) {
                Dependencies own = process.dependencies();
                IniSection section = own.waitFor().isEmpty() ? null : section(own.program());
                if (section != null && seen.add(section)) {
                    words(section, own);
                }
            }
        }
    }

    private void words(IniSection section, Dependencies own) {
        try {
            var unused = Dependency.reached(own.waitFor());
        } catch (InvalidValueException bad) {
            tell(section, Dependencies.WAIT_FOR.key(), ": " + bad.getMessage());
            return;
        }
        if (!own.dependentStartup()) {
            tell(
                    section,
                    Dependencies.WAIT_FOR.key(),
                    " has no meaning without dependent_startup=true; set that, or use depends_on");
        }
    }

    private @Nullable IniSection section(String program) {
        for (String kind : KINDS) {
            IniSection section = run.document().section(kind + program);
            if (section != null) {
                return section;
            }
        }
        return null;
    }

    private IniSection sectionOf(Namespec name) {
        String program = process(name).dependencies().program();
        IniSection section = section(program);
        // A name in the file may have blanks around it.
        return section == null ? new IniSection(program, new SourcePosition(run.file(), 1), null, Map.of()) : section;
    }

    private ProcessConfig process(Namespec name) {
        ProcessConfig process = processes.get(name);
        if (process == null) {
            throw new AssertionError(name);
        }
        return process;
    }

    private static String keyOf(Dependency dependency) {
        Key<?> key = dependency.together()
                ? Dependencies.PART_OF
                : dependency.condition() == Condition.REACHED ? Dependencies.WAIT_FOR : Dependencies.DEPENDS_ON;
        return key.key();
    }

    private static SourcePosition position(IniSection section, String key) {
        IniValue value = section.value(key);
        return value == null ? section.position() : value.position();
    }

    private void tell(IniSection section, String key, String sentence) {
        SourcePosition at = position(section, key);
        run.problems()
                .add(
                        key + sentence + " in section " + PythonRepr.of(section.name()) + " (file: "
                                + PythonRepr.of(at.file()) + ", line " + at.line() + ")",
                        at);
    }

    private void names() {
        List<String> known = null;
        for (DependencyGraph.Unmatched unmatched : graph.unmatched()) {
            known = known == null ? known() : known;
            Dependency dependency = unmatched.dependency();
            String target = dependency.target();
            String like = Spelling.nearest(target, known);
            SourcePosition was = before.get(target);
            tell(
                    sectionOf(unmatched.name()),
                    keyOf(dependency),
                    " names " + target + ", which is no program, group:* or group:process"
                            + (was != null
                                    ? "; it stood in " + was + " when the files were read last: leave it there as long"
                                            + " as it is needed"
                                    : like == null ? "" : "; did you mean " + like + "?"));
        }
        for (DependencyGraph.Node node : graph.nodes()) {
            for (DependencyGraph.Need need : graph.needs(node.name())) {
                if (!need.members().isEmpty()) {
                    targets.computeIfAbsent(
                            need.dependency().target(),
                            target -> sectionOf(need.members().get(0)).position());
                }
            }
        }
    }

    private List<String> known() {
        Set<String> known = new LinkedHashSet<>();
        processes.values().forEach(process -> known.add(process.dependencies().program()));
        for (GroupConfig group : groups) {
            known.add(group.name() + ":*");
            for (ProcessConfig process : group.processes()) {
                known.add(Namespec.of(group.name(), process.name()));
                Condition.words().forEach(word -> known.add(group.name() + ":" + word));
            }
        }
        return List.copyOf(known);
    }

    private void goesRound(List<Namespec> cycle) {
        List<String> way = new ArrayList<>();
        String key = "";
        for (int i = 0; i + 1 < cycle.size(); i++) {
            String whose = keyTo(cycle.get(i), cycle.get(i + 1));
            key = key.isEmpty() ? whose : key;
            way.add(position(sectionOf(cycle.get(i)), whose) + ": " + cycle.get(i));
        }
        way.add(cycle.get(0).toString());
        run.problems()
                .add(
                        key + " goes round, so that none of them would ever be started: " + String.join(" -> ", way)
                                + "; take one of them out",
                        position(sectionOf(cycle.get(0)), key));
    }

    private String keyTo(Namespec from, Namespec to) {
        return graph.needs(from).stream()
                .filter(need -> need.members().contains(to))
                .map(need -> keyOf(need.dependency()))
                .findFirst()
                .orElse(Dependencies.DEPENDS_ON.key());
    }

    private void levels() {
        for (DependencyGraph.Node node : graph.nodes()) {
            if (graph.level(node.name()) == MOST_LEVELS + 1) {
                List<Namespec> way = down(node.name());
                tell(
                        sectionOf(node.name()),
                        keyTo(node.name(), way.get(1)),
                        " is more than " + MOST_LEVELS + " levels deep: "
                                + way.stream().map(Namespec::toString).collect(Collectors.joining(" -> ")));
                return;
            }
        }
    }

    /** A longest way down from it. */
    private List<Namespec> down(Namespec from) {
        List<Namespec> way = new ArrayList<>(List.of(from));
        while (graph.level(way.get(way.size() - 1)) > 0) {
            Namespec last = way.get(way.size() - 1);
            graph.needs(last).stream()
                    .flatMap(need -> need.members().stream())
                    .filter(member -> graph.level(member) == graph.level(last) - 1)
                    .findFirst()
                    .ifPresent(way::add);
        }
        return way;
    }

    /** Whether what it waits for can ever be. */
    private void ends(DependencyGraph.Node node) {
        for (DependencyGraph.Need need : graph.needs(node.name())) {
            Condition condition = need.dependency().condition();
            boolean isHealth = condition == Condition.HEALTHY;
            if (!isHealth && !condition.isAboutTheEnd()) {
                continue;
            }
            for (Namespec member : need.members()) {
                IniSection section = sectionOf(member);
                if (isHealth && lacksCheck(member, section)) {
                    tell(
                            sectionOf(node.name()),
                            keyOf(need.dependency()),
                            " waits until " + member + " is healthy, but [" + section.name() + "] ("
                                    + section.position() + ") has no healthcheck; give it one, or wait for "
                                    + need.dependency().target() + ":running");
                    return;
                }
                if (!isHealth && process(member).policy().restart() == Restart.ALWAYS) {
                    tell(
                            sectionOf(node.name()),
                            keyOf(need.dependency()),
                            " waits for the end of " + member + ", but autorestart=true ("
                                    + position(section, "autorestart")
                                    + ") starts it again whenever it ends; set autorestart=false there, or unexpected");
                    return;
                }
            }
        }
    }

    /** Where a value was refused already, it may have been that of the check. */
    private boolean lacksCheck(Namespec member, IniSection section) {
        return process(member).health().check() == null
                && section.keys().stream().noneMatch(key -> run.problems().hasBadValue(position(section, key)));
    }
}

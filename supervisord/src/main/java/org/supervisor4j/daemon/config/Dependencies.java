package org.supervisor4j.daemon.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.Namespec;

/**
 * Whom a process waits for before it is started.
 *
 * @param program whose process it is: what others that need it call it
 * @param dependsOn in the order in which it is written
 * @param timeout how long it waits before that counts as a failed start; zero for ever
 * @param partOf with whom it is stopped and started
 * @param dependentStartup whether it is started without being asked for once {@code waitFor} allows it
 * @param waitFor as written: it may be another's to understand
 */
public record Dependencies(
        String program,
        List<Dependency> dependsOn,
        Duration timeout,
        List<Dependency> partOf,
        boolean dependentStartup,
        String waitFor) {
    static final KeyTable<ProcessConfig, Dependencies> ALL = new KeyTable<ProcessConfig, Dependencies>(
                    "", ProcessConfig::dependencies)
            .added()
            .shown(Shown.IF_OTHER);
    public static final Key<List<Dependency>> DEPENDS_ON =
            ALL.live("depends_on", ValueKind.DEPENDENCIES, "", Dependencies::dependsOn);
    static final Key<Duration> DEPENDS_ON_TIMEOUT =
            ALL.live("depends_on_timeout", ValueKind.DURATION, "0", Dependencies::timeout);
    public static final Key<List<Dependency>> PART_OF =
            ALL.live("part_of", ValueKind.TARGETS, "", Dependencies::partOf);
    static final Key<Boolean> DEPENDENT_STARTUP =
            ALL.live("dependent_startup", ValueKind.BOOLEAN, "false", Dependencies::dependentStartup);
    public static final Key<String> WAIT_FOR =
            ALL.live("dependent_startup_wait_for", ValueKind.STRING, "", Dependencies::waitFor);

    /** The plug-in of Python that has these keys, as a command or as a module. */
    private static final Pattern PLUGIN = Pattern.compile("supervisord[-_]dependent[-_]startup");

    public Dependencies {
        dependsOn = List.copyOf(dependsOn);
        partOf = List.copyOf(partOf);
    }

    /** Without any. */
    public static Dependencies none(String program) {
        return new Dependencies(program, List.of(), Duration.ZERO, List.of(), false, "");
    }

    static Dependencies of(String program, Values values) {
        return new Dependencies(
                program,
                values.get(DEPENDS_ON),
                values.get(DEPENDS_ON_TIMEOUT),
                values.get(PART_OF),
                values.get(DEPENDENT_STARTUP),
                values.get(WAIT_FOR));
    }

    /** Whether any of the keys says something. */
    public boolean isEmpty() {
        return dependsOn.isEmpty() && partOf.isEmpty() && !dependentStartup;
    }

    /** Whether one of the groups is the listener that starts what has {@code dependent_startup=true} by itself. */
    public static boolean isLeftToPlugin(Collection<GroupConfig> groups) {
        return groups.stream().anyMatch(Dependencies::isPlugin);
    }

    /** Whether a group is that listener. */
    public static boolean isPlugin(GroupConfig group) {
        return group instanceof GroupConfig.EventListenerGroup
                && group.processes().stream()
                        .anyMatch(process ->
                                PLUGIN.matcher(process.launch().command()).find());
    }

    /** Who needs whom in these groups; what cannot be understood needs nobody. */
    public static DependencyGraph graph(Collection<GroupConfig> groups) {
        if (groups.stream().allMatch(Dependencies::isWithout)) {
            return DependencyGraph.EMPTY;
        }
        boolean isLeftToPlugin = isLeftToPlugin(groups);
        List<DependencyGraph.Node> nodes = new ArrayList<>();
        for (GroupConfig group : groups) {
            for (ProcessConfig process : group.processes()) {
                Dependencies own = process.dependencies();
                nodes.add(new DependencyGraph.Node(
                        new Namespec(group.name(), process.name()), own.program(), own.needs(isLeftToPlugin)));
            }
        }
        return DependencyGraph.of(nodes);
    }

    private static boolean isWithout(GroupConfig group) {
        return group.processes().stream()
                .allMatch(process -> process.dependencies().isEmpty());
    }

    private List<Dependency> needs(boolean isLeftToPlugin) {
        List<Dependency> needs = new ArrayList<>(dependsOn);
        needs.addAll(partOf);
        if (dependentStartup && !isLeftToPlugin) {
            try {
                needs.addAll(Dependency.reached(waitFor));
            } catch (InvalidValueException told) {
                // The reader of the file has refused it.
                return needs;
            }
        }
        return needs;
    }
}

package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.state.Again;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.Signal;

/** Configurations by chance. A process's name tells its group's, and no other group has one of that name. */
final class SimulatedPrograms {
    /** The groups that there may be: of programs, of event listeners, and of FastCGI. */
    static final List<String> GROUPS = List.of("web", "db", "cron", "mail", "watch", "guard", "cgi");

    /** What a process may run; some simulations take one of the files away for a time. */
    static final List<String> COMMANDS = List.of("/bin/cat", "/bin/cat", "/bin/cat", "/bin/ls");

    private static final Set<String> LISTENERS = Set.of("watch", "guard");
    private static final String EXTRA = "_extra_";
    private static final int MOST_PROCESSES = 4;
    private static final int MOST_BUFFERED = 12;

    private final Dice dice;

    SimulatedPrograms(Dice dice) {
        this.dice = dice;
    }

    /** A configuration. */
    List<GroupConfig> any() {
        return sorted(
                GROUPS.stream().filter(name -> !dice.oneIn(3)).map(this::group).toList());
    }

    /** A program that joins a group without standing in any file. */
    ProcessConfig extra(String group) {
        return program(group + EXTRA + dice.below(2), group).build();
    }

    static boolean isExtra(String process) {
        return process.contains(EXTRA);
    }

    /** The same with some groups gone, some new, and some different. */
    List<GroupConfig> edited(List<GroupConfig> before) {
        List<GroupConfig> after = new ArrayList<>();
        for (String name : GROUPS) {
            GroupConfig old = before.stream()
                    .filter(group -> group.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (dice.oneIn(5)) {
                after.add(group(name));
            } else if (old != null && !dice.oneIn(8)) {
                after.add(old);
            }
        }
        return sorted(after);
    }

    private static List<GroupConfig> sorted(List<GroupConfig> groups) {
        List<GroupConfig> sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparingInt(GroupConfig::priority).thenComparing(GroupConfig::name));
        return List.copyOf(sorted);
    }

    private GroupConfig group(String name) {
        int priority = dice.any(1, 5, 5, 999);
        if (LISTENERS.contains(name)) {
            return new GroupConfig.EventListenerGroup(
                    name,
                    dice.any(-1, priority),
                    processes(name, 2),
                    1 + dice.below(MOST_BUFFERED),
                    events(),
                    "supervisor.dispatchers:default_handler");
        }
        if (name.equals("cgi")) {
            GroupConfig.SocketConfig socket = new GroupConfig.SocketConfig.Unix(
                    "unix:///run/cgi.sock", "/run/cgi.sock", OptionalInt.empty(), 0700, -1, -1);
            return new GroupConfig.FcgiGroup(name, priority, processes(name, MOST_PROCESSES), socket);
        }
        List<ProcessConfig> processes = processes(name, MOST_PROCESSES);
        return new GroupConfig.ProgramGroup(name, priority, processes, dice.oneIn(3) ? rate() : Rate.NONE);
    }

    private Rate rate() {
        return new Rate(1 + dice.below(3), dice.any(1, 10, 60, 600) * Phase.SECOND);
    }

    /** Of those that the original does not have. */
    private RestartPolicy policy() {
        Again again = Again.policy();
        if (dice.oneIn(3)) {
            again = again.pause(dice.any(0.5, 5.0, 60.0));
        } else if (!dice.oneIn(3)) {
            again = again.shape(dice.any(Shape.CONSTANT, Shape.LINEAR, Shape.EXPONENTIAL))
                    .delay(dice.any(0.1, 1.0, 3.0))
                    .factor(dice.any(1.0, 2.0, 10.0))
                    .most(dice.any(3.0, 30.0))
                    .jitter(dice.any(0.0, 0.2, 1.0))
                    .reset(dice.any(0.0, 2.0, 60.0));
        }
        if (dice.oneIn(3)) {
            Rate limit = rate();
            again = again.limit(limit.count(), (double) limit.windowNanos() / (double) Phase.SECOND);
        }
        if (dice.oneIn(3)) {
            again = again.fatalRetry(dice.any(1.0, 30.0, 300.0));
        }
        return (dice.oneIn(4) ? again.endless() : again).build();
    }

    /** What is done about one that is not well. */
    private HealthConfig health() {
        HealthConfig none = HealthConfig.NONE;
        return new HealthConfig(
                none.ready(),
                none.readyTimeout(),
                new Probe.Existing("/run/well"),
                none.interval(),
                none.timeout(),
                none.retries(),
                none.success(),
                none.startPeriod(),
                none.expect(),
                none.body(),
                none.header(),
                dice.any(HealthAction.values()),
                none.watchdog(),
                none.liveness());
    }

    private List<String> events() {
        Set<String> names = new LinkedHashSet<>();
        for (int left = 1 + dice.below(3); left > 0; left--) {
            names.add(dice.any(
                    "EVENT",
                    "PROCESS_STATE",
                    "PROCESS_STATE_EXITED",
                    "PROCESS_LOG",
                    "PROCESS_GROUP",
                    "REMOTE_COMMUNICATION",
                    "SUPERVISOR_STATE_CHANGE",
                    "TICK_5",
                    "TICK_60"));
        }
        return List.copyOf(names);
    }

    /** Those of one program by {@code numprocs}, or of several programs. */
    private List<ProcessConfig> processes(String group, int most) {
        int count = 1 + dice.below(most);
        boolean alike = dice.oneIn(2);
        ProgramBuilder program = program(group + "_0", group);
        List<ProcessConfig> processes = new ArrayList<>();
        processes.add(program.build());
        for (int number = 1; number < count; number++) {
            String name = group + "_" + number;
            processes.add(
                    alike ? program.named(name).build() : program(name, group).build());
        }
        return processes;
    }

    private ProgramBuilder program(String name, String group) {
        ProgramBuilder program = ProgramBuilder.aProgram(name)
                .command(dice.any(COMMANDS))
                .priority(dice.any(1, 10, 10, 999))
                .autorestart(dice.any(Restart.values()))
                .startsecs(dice.any(0, 1, 1, 2, 10))
                .startretries(dice.any(0, 1, 3))
                .stopwaitsecs(dice.any(0, 1, 10, 10))
                .stopsignal(dice.any(Signal.SIGTERM, Signal.SIGTERM, Signal.SIGINT, Signal.SIGQUIT))
                .exitcodes(dice.any(List.of(List.of(0), List.of(0), List.of(0, 2), List.of())));
        maybe(program::notAutostarted);
        maybe(program::redirectStderr);
        maybe(program::killasgroup);
        maybe(program::stopasgroup);
        maybe(program::stderrEvents);
        maybe(() -> program.again(policy()));
        maybe(() -> program.health(health()));
        if (dice.oneIn(30)) {
            program.essential(new Essential(dice.any(Essential.Kind.values()), dice.oneIn(3), dice.oneIn(3)));
        }
        if (dice.oneIn(2)) {
            program.stdoutEvents();
        } else if (LISTENERS.contains(group) && dice.oneIn(2)) {
            program.stdoutLogfile("/var/log/" + name);
        }
        return program;
    }

    private void maybe(Runnable setting) {
        if (dice.oneIn(4)) {
            setting.run();
        }
    }
}

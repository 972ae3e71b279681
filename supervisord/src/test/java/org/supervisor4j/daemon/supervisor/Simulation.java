package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.listener.PublishedEvent;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.RestartPolicy;
import org.supervisor4j.model.Signal;
import org.supervisor4j.model.SupervisorState;

/**
 * The daemon's control loop through one or two of its lives, by chance: any configuration, any request, any behaviour
 * of children, and whatever a kernel and a disk can refuse. All of it follows from the seed. After each turn of the
 * loop it is looked at whether the rules hold: {@link ProcessRules} and {@link PoolRules} have them.
 *
 * <p>What a new feature adds to the daemon's inputs belongs into {@link #input}, {@link SimulatedMachine} or
 * {@link SimulatedClients}, and what it promises into the rules.
 */
final class Simulation {
    private static final List<EventType> ALL_BUT_TICKS = List.of(
            EventType.PROCESS_STATE,
            EventType.PROCESS_COMMUNICATION,
            EventType.PROCESS_LOG,
            EventType.REMOTE_COMMUNICATION,
            EventType.SUPERVISOR_STATE_CHANGE,
            EventType.PROCESS_GROUP);

    private static final int STEPS = 40;
    private static final int MOST_TURNS = 1000;
    private static final int SHOWN_OF_FAILURE = 12;
    private static final long MINUTE = 60 * Phase.SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final Dice dice;
    private final VirtualClock clock;
    private final SimulationTrace trace;
    private LoopHarness harness = new LoopHarness();
    private EndRules ends;
    private ProcessRules rules;
    private PoolRules pools;
    private SimulatedMachine machine;
    private SimulatedClients clients;
    private final EventBus.Subscriber ear = this::published;
    private boolean hearsTicks;
    private Snapshot seen = harness.supervisor.snapshot();

    /** How many calls had been made when the present turn began, and the one before: some answers take two. */
    private int heard;

    private int heardBefore;

    /** @param kept how many lines of the trace */
    Simulation(long seed, int kept) {
        dice = new Dice(seed);
        clock = harness.clock;
        trace = new SimulationTrace(clock, kept);
        harness.chance = this::chance;
        List<GroupConfig> files = new SimulatedPrograms(dice).any();
        ends = new EndRules(dice, trace, harness);
        rules = new ProcessRules(trace, harness, ends);
        pools = new PoolRules(trace, harness, 0);
        machine = new SimulatedMachine(dice, trace, harness, rules, pools);
        clients = new SimulatedClients(dice, trace, harness, rules, files);
    }

    /** What has come to pass. */
    SimulationTrace trace() {
        return trace;
    }

    /** Runs it to its end; an error tells which rule was broken. */
    void run() {
        try {
            while (live()) {
                List<GroupConfig> files = clients.files();
                harness = harness.startedOver();
                harness.chance = this::chance;
                ends = new EndRules(dice, trace, harness);
                rules = new ProcessRules(trace, harness, ends);
                pools = new PoolRules(trace, harness, pools.nextSerial());
                machine = new SimulatedMachine(dice, trace, harness, rules, pools);
                clients = new SimulatedClients(dice, trace, harness, rules, files);
            }
        } catch (OsException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What shortens waits. */
    private double chance() {
        return (double) dice.upTo(1000) / 1000;
    }

    /** One life; whether there is to be another. */
    private boolean live() throws OsException {
        begin();
        for (int step = 0; step < STEPS && !harness.loop.isStopped(); step++) {
            for (int inputs = 1 + dice.below(3); inputs > 0; inputs--) {
                input();
            }
            if (dice.oneIn(4)) {
                turn();
            } else {
                rest();
            }
        }
        end();
        return harness.supervisor.mood() == SupervisorState.RESTARTING;
    }

    private void begin() throws OsException {
        harness.log.mirrorOutput();
        harness.hearNoMore();
        ALL_BUT_TICKS.forEach(type -> harness.supervisor.context().events().subscribe(type, ear));
        new SignalActions(harness.supervisor, harness.os, new ClientCalls.QuickLog(), () -> {}, clients.restart())
                .install();
        trace.input("the daemon starts with " + ends + " and " + describe(clients.files()));
        for (GroupConfig group : clients.files()) {
            harness.supervisor.addGroup(group, Map.of(), harness.socket(group));
        }
        harness.supervisor.begin();
        rest();
    }

    private static String describe(List<GroupConfig> groups) {
        StringBuilder text = new StringBuilder();
        for (GroupConfig group : groups) {
            text.append("\n        ").append(group.name()).append(", priority ").append(group.priority());
            text.append(group.budget().isNone() ? "" : ", restart_budget " + group.budget());
            group.processes().forEach(process -> text.append("\n            ")
                    .append(process.name())
                    .append(process.policy().autostart() ? " autostart" : "")
                    .append(" autorestart=")
                    .append(process.policy().restart())
                    .append(" startsecs=")
                    .append(process.policy().startsecs())
                    .append(" startretries=")
                    .append(process.policy().startretries())
                    .append(" stopwaitsecs=")
                    .append(process.policy().stopwaitsecs())
                    .append(" priority=")
                    .append(process.priority())
                    .append(
                            process.policy().again().equals(RestartPolicy.ORIGINAL)
                                    ? ""
                                    : " " + process.policy().again())
                    .append(process.essential().equals(Essential.NO) ? "" : " " + process.essential())
                    .append(process.health().isAny() ? " " + process.health().action() : ""));
        }
        return text.toString();
    }

    /** Heard before anybody else hears of it, but for ticks: those there are only where a pool wants them. */
    private void published(PublishedEvent event) {
        String payload = event.payload();
        String group = payload.startsWith("groupname:") ? payload.strip().substring("groupname:".length()) : "";
        if (event.type() == EventType.PROCESS_GROUP_ADDED) {
            pools.added(group);
            if (!hearsTicks && pools.wantTicks()) {
                hearsTicks = true;
                harness.supervisor.context().events().subscribe(EventType.TICK, ear);
            }
        } else if (event.type() == EventType.PROCESS_GROUP_REMOVED) {
            rules.look();
            pools.removed(group);
        }
        rules.announced(event.type(), payload);
        pools.published(event.type(), payload, event.serial());
    }

    /** Something happens. */
    private void input() {
        switch (dice.below(20)) {
            case 0, 1, 2, 3, 4 -> pass(time());
            case 5, 6, 7, 8, 9 -> clients.ask();
            case 10 -> machine.endAny();
            case 11 -> machine.judgeAny();
            case 12, 13, 14 -> machine.sayAny();
            case 15 -> machine.changeDisk();
            case 16 -> machine.refuseSomething();
            case 17 -> machine.changeInput();
            case 18 -> clients.live();
            default -> rarely();
        }
    }

    private void rarely() {
        switch (dice.below(8)) {
            case 0 -> signal(Signal.SIGUSR2);
            case 1 -> {
                if (dice.oneIn(4)) {
                    end(dice.oneIn(2));
                }
            }
            case 2, 3 -> {
                Duration jump = Duration.ofSeconds(dice.upTo(20_000) - 10_000);
                trace.input("somebody sets the clock by " + jump);
                clock.setWallClock(jump);
            }
            case 4 -> {
                harness.os.endStranger(1 + dice.below(100), 0);
                signal(Signal.SIGCHLD);
            }
            default -> {
                Duration gap = Duration.ofNanos(dice.any(dice.upTo(Phase.SECOND), dice.upTo(100 * Phase.SECOND)));
                trace.input("the machine sleeps for " + gap);
                clock.advance(gap);
            }
        }
    }

    private void signal(int signal) {
        trace.input("the daemon gets " + Signal.name(signal));
        harness.os.raise(signal);
    }

    /** Asks for the daemon's end in any way. */
    private void end(boolean again) {
        ends.asked();
        if (dice.oneIn(2)) {
            signal(again ? Signal.SIGHUP : Signal.SIGTERM);
        } else {
            clients.end(again);
        }
    }

    private long time() {
        long untilAlarm = harness.loop.nanosToNextAlarm();
        return switch (dice.below(8)) {
            case 0 -> dice.upTo(dice.oneIn(8) ? HOUR : MINUTE);
            case 1, 2 -> dice.upTo(20 * Phase.SECOND);
            case 3, 4 -> dice.upTo(Phase.SECOND);
            case 5 -> 1;
            default -> Math.max(1, untilAlarm);
        };
    }

    /** Time passes; the loop wakes up when it would. */
    private void pass(long nanos) {
        trace.input("time passes: " + Duration.ofNanos(nanos));
        long end = clock.nanos() + nanos;
        rest();
        while (clock.nanos() < end && !harness.loop.isStopped()) {
            long step = end - clock.nanos();
            long alarm = harness.loop.nanosToNextAlarm();
            if (alarm >= 0) {
                step = Math.min(step, alarm);
            }
            step = Math.min(step, machine.nextDue().orElse(step));
            clock.advance(Duration.ofNanos(Math.max(1, step)));
            rest();
        }
    }

    /** Turns until the loop would sleep. */
    private void rest() {
        int turns = 0;
        do {
            trace.must(turns++ < MOST_TURNS, "the loop does not come to rest");
            machine.live();
            turn();
        } while (!harness.loop.isStopped()
                && !(harness.isQuiet() && machine.nextDue().orElse(1L) > 0));
        if (!harness.loop.isStopped()) {
            rules.checkRest();
            pools.checkRest(machine);
            trace.must(machine.undealt() == 0, "%d pieces of output are not dealt with", machine.undealt());
        }
    }

    private void turn() {
        if (harness.loop.isStopped()) {
            return;
        }
        turnAnyway();
    }

    private void turnAnyway() {
        trace.turn();
        heardBefore = heard;
        heard = clients.nextCall();
        harness.loop.runOnce(0);
        trace.throwIfBroken();
        harness.log.lines().forEach(this::logged);
        harness.log.lines().clear();
        ends.check(rules);
        harness.os.breaches().forEach(rule -> trace.must(false, "%s", rule));
        if (trace.takeNews() || harness.supervisor.snapshot() != seen) {
            seen = harness.supervisor.snapshot();
            rules.checkSnapshot();
            pools.check();
        }
    }

    private void logged(String line) {
        if (line.contains("unexpected failure")) {
            throw trace.breach(line.lines().limit(SHOWN_OF_FAILURE).collect(Collectors.joining("\n")));
        }
        pools.logged(line);
    }

    /** The daemon's end, if that has not come yet: all is over then, and nothing is left. */
    private void end() {
        machine.calmDown();
        clients.live();
        pass(2 * MINUTE);
        if (!harness.loop.isStopped()) {
            clients.live();
            pass(MINUTE);
            clients.checkThatAllIsAnswered();
        }
        if (harness.supervisor.mood() == SupervisorState.RUNNING) {
            end(dice.oneIn(4));
            rest();
            clients.live();
            pass(Phase.SECOND);
            if (harness.supervisor.mood() == SupervisorState.RUNNING) {
                ends.asked();
                signal(Signal.SIGTERM);
            }
            clients.live();
        }
        pass(HOUR);
        trace.must(harness.loop.isStopped(), "the daemon does not end");
        rules.checkEnded();
        clients.forgetUnheard(heardBefore);
        if (!ends.isOver()) {
            clients.checkThatAllIsAnswered();
        }
        clear();
    }

    /** It is when a group comes or goes that it is looked at whether anybody wants ticks. */
    private void stopTicks() {
        harness.supervisor.context().events().unsubscribe(ear);
        hearsTicks = false;
        harness.supervisor.addGroup(ProgramBuilder.aProgram("last").alone(), Map.of(), null);
        harness.supervisor.removeGroup(harness.supervisor.group("last").orElseThrow());
    }

    /** What is left when the daemon has ended: what it could not help, and nothing else. */
    private void clear() {
        for (SimulatedChild child : machine.unreaped()) {
            trace.must(rules.isGivenUp(child) || ends.isOver(), "%s lives on", child);
            machine.end(child);
        }
        do {
            machine.live();
            turnAnyway();
            turnAnyway();
            machine.calmDown();
        } while (!harness.isQuiet());
        for (ProcessGroup group : List.copyOf(harness.supervisor.groups())) {
            harness.supervisor.removeGroup(group);
        }
        stopTicks();
        trace.must(harness.loop.nanosToNextAlarm() < 0, "a timer is left");
        trace.must(harness.supervisor.context().children().isEmpty(), "the table of children is not empty");
        trace.must(harness.health.open() == 0, "somebody is watched still");
        harness.os.close();
        harness.os.assertNothingLeft();
        harness.outputs.assertNothingLeft();
        trace.throwIfBroken();
    }
}

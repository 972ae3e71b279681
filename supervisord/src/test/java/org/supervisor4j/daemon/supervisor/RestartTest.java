package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;
import static org.supervisor4j.model.ProcessState.BACKOFF;
import static org.supervisor4j.model.ProcessState.EXITED;
import static org.supervisor4j.model.ProcessState.FATAL;
import static org.supervisor4j.model.ProcessState.RUNNING;
import static org.supervisor4j.model.ProcessState.STARTING;
import static org.supervisor4j.model.ProcessState.STOPPED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.process.NextStart;
import org.supervisor4j.daemon.process.RestartBudget;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Again;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;
import org.supervisor4j.daemon.state.StartPolicy.Restart;

/** Starts that nobody asked for: what the control loop makes of policies, and of a group's budget. */
class RestartTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LoopHarness harness = new LoopHarness();

    private static ProgramBuilder web(Again again) {
        return aProgram("web").autorestart(Restart.ALWAYS).again(again.build());
    }

    private static GroupConfig group(Rate budget, List<ProcessConfig> processes) {
        return new GroupConfig.ProgramGroup("all", 999, processes, budget);
    }

    private static Rate rate(int count, int seconds) {
        return new Rate(count, seconds * Phase.SECOND);
    }

    private Subprocess member(String name) {
        return harness.supervisor.process("all", name).orElseThrow();
    }

    private List<Subprocess> members() {
        return List.copyOf(harness.supervisor.group("all").orElseThrow().processes());
    }

    private List<String> up() {
        return members().stream()
                .filter(process -> process.state().isRunning())
                .map(Subprocess::name)
                .toList();
    }

    /** All children end in the same moment. */
    private void endAll() {
        members().forEach(process -> harness.os.end(process.snapshot().pid(), 1 << 8));
        harness.supervisor.reap();
        harness.turn();
    }

    @Test
    void whatEndsAgainAndAgainComesBackEverMoreSlowly() {
        harness.with(web(Again.policy().shape(Shape.EXPONENTIAL).delay(2)).alone());
        for (int wait : new int[] {2, 4, 8, 16, 30, 30}) {
            harness.advance(SECOND.plusNanos(1));
            assertThat(harness.state("web")).isEqualTo(RUNNING);
            harness.exit("web", 1);

            harness.advance(Duration.ofSeconds(wait).minusNanos(1));
            assertThat(harness.state("web")).as("before %d s", wait).isEqualTo(EXITED);
            harness.advance(Duration.ofNanos(1));
            assertThat(harness.state("web")).isEqualTo(STARTING);
        }
        assertThat(harness.process("web").nextStart().restarts()).isEqualTo(6);
        assertThat(harness.process("web").nextStart().row()).isEqualTo(6);
        harness.advance(Duration.ofMinutes(1));
        harness.exit("web", 1);
        harness.advance(Duration.ofSeconds(2));
        assertThat(harness.state("web")).isEqualTo(STARTING);
    }

    @Test
    void chanceIsAskedWhereACurveWantsIt() {
        harness.chance = () -> 0.5;
        harness.with(
                web(Again.policy().shape(Shape.CONSTANT).delay(10).jitter(0.5)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);

        assertThat(harness.process("web").nextStart().at()).isEqualTo(harness.clock.nanos() + 7_500_000_000L);
    }

    @Test
    void nobodyAsksChanceForTheOriginalsPolicy() {
        harness.chance = () -> {
            throw new AssertionError("asked");
        };
        harness.with(aProgram("web").autorestart(Restart.ALWAYS).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);

        assertThat(harness.state("web")).isEqualTo(STARTING);
    }

    @Test
    void theTimeOfDayIsNoConcernOfAWait() {
        harness.with(web(Again.policy().pause(10).limit(3, 60)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);
        harness.clock.setWallClock(Duration.ofHours(-5));
        harness.advance(Duration.ofSeconds(10).minusNanos(1));

        assertThat(harness.state("web")).isEqualTo(EXITED);
        harness.advance(Duration.ofNanos(1));
        assertThat(harness.state("web")).isEqualTo(STARTING);
    }

    @Test
    void whatComesBackTooOftenIsFatalAndSaysWhy() {
        harness.with(web(Again.policy().limit(3, 60)).alone());
        for (int i = 0; i < 4; i++) {
            harness.advance(Duration.ofSeconds(2));
            harness.exit("web", 1);
        }

        assertThat(harness.state("web")).isEqualTo(FATAL);
        assertThat(harness.process("web").spawnerr()).isEqualTo("restarted 3 times in 60 seconds");
        assertThat(harness.events)
                .last()
                .asString()
                .startsWith("PROCESS_STATE_FATAL")
                .contains("from_state:EXITED");
        harness.advance(Duration.ofHours(1));
        assertThat(harness.state("web")).isEqualTo(FATAL);
        harness.start(harness.process("web"));
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(STARTING);
        assertThat(harness.process("web").nextStart()).isEqualTo(NextStart.NONE);
    }

    @Test
    void fatalLeavesByItself() {
        harness.with(web(Again.policy().fatalRetry(300)).startretries(0).alone());
        harness.exit("web", 1);
        assertThat(harness.state("web")).isEqualTo(FATAL);
        harness.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(harness.state("web")).isEqualTo(FATAL);
        harness.advance(Duration.ofNanos(1));

        assertThat(harness.state("web")).isEqualTo(STARTING);
        assertThat(harness.events)
                .contains("PROCESS_STATE_STARTING processname:web groupname:web from_state:FATAL tries:0");
    }

    @Test
    void aStopKeepsDownWhatWaitsAndAStartDoesNotWait() {
        harness.with(web(Again.policy().pause(60)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);
        Subprocess web = harness.process("web");
        assertThat(web.comesBack()).isTrue();
        assertThat(web.stop()).isEmpty();
        harness.advance(Duration.ofHours(1));

        assertThat(web.comesBack()).isFalse();
        assertThat(web.state()).isEqualTo(EXITED);
        harness.start(web);
        harness.turn();
        assertThat(web.state()).isEqualTo(STARTING);
    }

    @Test
    void nothingComesBackDuringAShutdown() {
        harness.with(web(Again.policy().pause(1).fatalRetry(1)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);
        harness.shutdown();

        assertThat(harness.loop.isStopped()).isTrue();
        assertThat(harness.state("web")).isEqualTo(EXITED);
        assertThat(harness.process("web").nextStart().at()).isEqualTo(Phase.NEVER);
    }

    @Test
    void aRemovedProcessComesBackNoMore() {
        harness.with(web(Again.policy().pause(5)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.exit("web", 1);
        harness.supervisor.removeGroup(harness.supervisor.group("web").orElseThrow());
        harness.advance(Duration.ofSeconds(60));

        assertThat(starting()).as("the first one").hasSize(1);
    }

    @Test
    void whatIsReplacedIsStoppedAndStartedWhichIsAStartByItself() {
        harness.with(web(Again.policy().pause(3)).alone());
        harness.advance(Duration.ofSeconds(2));
        int pid = harness.pid("web");
        harness.process("web").replace("it takes too much memory");
        harness.turn();
        harness.os.end(pid, LoopHarness.TERMINATED);
        harness.supervisor.reap();
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(STOPPED);
        harness.advance(Duration.ofSeconds(3));

        assertThat(harness.state("web")).isEqualTo(STARTING);
        assertThat(harness.process("web").nextStart().restarts()).isEqualTo(1);
        assertThat(harness.log.lines()).anyMatch(line -> line.contains("restarting web: it takes too much memory"));
    }

    @Test
    void twoHundredThatLoseTheirDatabaseTogetherComeBackAtTheBudgetsRate() {
        int count = 200;
        Rate budget = rate(20, 60);
        harness.with(group(
                budget,
                IntStream.range(0, count)
                        .mapToObj(i -> aProgram("w" + i).priority(1 + i % 3).build())
                        .toList()));
        harness.advance(Duration.ofSeconds(2));
        assertThat(up()).as("a first start is no restart").hasSize(count);
        harness.events.clear();
        endAll();

        List<Long> starts = new ArrayList<>();
        for (int step = 0; step < 10 * 60; step++) {
            int known = starts.size();
            long seen = starting().size();
            for (int i = known; i < seen; i++) {
                starts.add(harness.clock.nanos());
            }
            harness.advance(SECOND);
        }
        assertThat(up()).hasSize(count);
        assertThat(starts).hasSize(count);
        for (int i = 0; i + budget.count() < starts.size(); i++) {
            assertThat(starts.get(i + budget.count()) - starts.get(i)).isGreaterThanOrEqualTo(budget.windowNanos());
        }
        assertThat(starting().stream().map(name -> member(name).config().priority()))
                .as("in order of priority")
                .isSorted();
        assertThat(harness.events).as("never FATAL").noneMatch(event -> event.startsWith("PROCESS_STATE_FATAL"));
    }

    /** Those that were started, in their order. */
    private List<String> starting() {
        return harness.events.stream()
                .filter(event -> event.startsWith("PROCESS_STATE_STARTING"))
                .map(event -> event.replaceAll(".*processname:(\\S+).*", "$1"))
                .toList();
    }

    @Test
    void thoseThatFailToStartShareTheBudget() {
        harness.with(group(
                rate(1, 10),
                List.of(
                        aProgram("a").again(Again.policy().endless().build()).build(),
                        aProgram("b").again(Again.policy().endless().build()).build())));
        endAll();
        harness.advance(Duration.ofSeconds(1).plusNanos(1));

        assertThat(up()).containsExactly("a", "b");
        assertThat(member("a").state()).isEqualTo(STARTING);
        assertThat(member("b").state()).isEqualTo(BACKOFF);
        assertThat(member("b").nextStart().waitsForBudget()).isTrue();
        assertThat(turns())
                .containsExactly(
                        Map.entry(member("b"), new RestartBudget.Turn(0, harness.clock.nanos() + 10 * Phase.SECOND)));
        harness.advance(Duration.ofSeconds(10));
        assertThat(member("b").state()).isEqualTo(STARTING);
        assertThat(member("b").nextStart().waitsForBudget()).isFalse();
    }

    private Map<Subprocess, RestartBudget.Turn> turns() {
        return harness.supervisor
                .group("all")
                .orElseThrow()
                .budget()
                .orElseThrow()
                .turns();
    }

    @Test
    void whoeverIsStartedOnRequestNeitherWaitsNorTakesFromTheBudget() {
        harness.with(group(
                rate(1, 60),
                List.of(
                        aProgram("a").build(),
                        aProgram("b").priority(1).build(),
                        aProgram("c").build())));
        harness.advance(Duration.ofSeconds(2));
        endAll();
        assertThat(up()).containsExactly("b");
        harness.start(member("c"));
        harness.turn();
        assertThat(up()).containsExactly("b", "c");
        assertThat(turns()).containsOnlyKeys(member("a"));
        harness.advance(Duration.ofSeconds(60));

        assertThat(up()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsStoppedWhileItWaitsGivesWay() {
        harness.with(group(
                rate(1, 60),
                List.of(
                        web(Again.policy().pause(1)).named("a").build(),
                        web(Again.policy().pause(1)).named("b").build(),
                        web(Again.policy().pause(1)).named("c").build())));
        harness.advance(Duration.ofSeconds(2));
        endAll();
        harness.advance(Duration.ofSeconds(2));
        assertThat(up()).containsExactly("a");
        assertThat(member("b").stop()).isEmpty();
        harness.advance(Duration.ofSeconds(60));

        assertThat(up()).containsExactly("a", "c");
        assertThat(member("b").state()).isEqualTo(EXITED);
        assertThat(turns()).isEmpty();
    }

    @Test
    void aStopEndsAWaitForTheBudgetAlsoWhereTheProcessHasNoKeyOfItsOwn() {
        harness.with(
                group(rate(1, 60), List.of(aProgram("a").build(), aProgram("b").build())));
        harness.advance(Duration.ofSeconds(2));
        endAll();
        assertThat(up()).containsExactly("a");
        ClientCalls calls = ClientCalls.of(harness);
        CompletableFuture<?> answer = calls.rpc().stopProcess("all:b", true);
        harness.turn();
        harness.advance(Duration.ofMinutes(3));

        assertThat(answer.join()).isEqualTo(true);
        assertThat(up()).containsExactly("a");
        assertThat(turns()).isEmpty();
    }

    /** Whatever ends when: by chance, a hundred groups. */
    @Test
    void noWindowHasMoreStartsByThemselvesThanTheBudget() {
        SplittableRandom dice = new SplittableRandom(7);
        for (int life = 0; life < 30; life++) {
            assertBudgetHolds(new LoopHarness(), dice);
        }
    }

    private static void assertBudgetHolds(LoopHarness harness, SplittableRandom dice) {
        Rate budget = rate(1 + dice.nextInt(4), 1 + dice.nextInt(20));
        List<ProcessConfig> processes = new ArrayList<>();
        for (int i = 1 + dice.nextInt(6); i > 0; i--) {
            processes.add(web(Again.policy()
                            .endless()
                            .shape(List.of(Shape.values()).get(dice.nextInt(4)))
                            .delay(0.5))
                    .named("w" + i)
                    .priority(dice.nextInt(3))
                    .build());
        }
        harness.with(group(budget, processes));
        List<Long> starts = new ArrayList<>();
        for (int step = 0; step < 100; step++) {
            List<Subprocess> members = new ArrayList<>(
                    harness.supervisor.group("all").orElseThrow().processes());
            Collections.shuffle(members, new java.util.Random(step));
            members.stream().filter(Subprocess::hasChild).limit(dice.nextInt(4)).forEach(process -> {
                harness.os.end(process.snapshot().pid(), 1 << 8);
            });
            harness.supervisor.reap();
            harness.events.clear();
            harness.turn();
            note(harness, starts);
            for (int k = dice.nextInt(4); k > 0; k--) {
                harness.events.clear();
                harness.advance(Duration.ofMillis(500));
                note(harness, starts);
            }
        }
        for (int i = 0; i + budget.count() < starts.size(); i++) {
            // Seen every half a second, so half a second more or less.
            assertThat(starts.get(i + budget.count()) - starts.get(i) + Phase.SECOND / 2)
                    .as("%s under %s", starts, budget)
                    .isGreaterThanOrEqualTo(budget.windowNanos());
        }
    }

    private static void note(LoopHarness harness, List<Long> starts) {
        harness.events.stream()
                .filter(event -> event.startsWith("PROCESS_STATE_STARTING"))
                .forEach(event -> starts.add(harness.clock.nanos()));
    }
}

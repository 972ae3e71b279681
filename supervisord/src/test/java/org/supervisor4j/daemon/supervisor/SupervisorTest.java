package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.GroupConfig.ProgramGroup;
import org.supervisor4j.daemon.os.ChildReaper;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

class SupervisorTest {
    private static final Errno EPERM = new Errno(Errno.EPERM, "EPERM", "Operation not permitted");
    private static final Errno EAGAIN = new Errno(Errno.EAGAIN, "EAGAIN", "Resource temporarily unavailable");

    private final LoopHarness harness = new LoopHarness();

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private List<String> spawnOrder() {
        return harness.log.lines().stream()
                .filter(line -> line.startsWith("INFO spawned: "))
                .map(line -> line.substring("INFO spawned: '".length(), line.indexOf("' with")))
                .toList();
    }

    @Test
    void whoAsksBeforeTheFirstTurnSeesTheGroupsOnceTheyArePublished() {
        harness.supervisor.addGroup(aProgram("web").alone(), Map.of(), null);

        harness.supervisor.publish();

        assertThat(harness.supervisor.snapshot().process("web", "web")).isPresent();
    }

    @Test
    void groupsStartByPriorityAndTheirProgramsInTheOrderOfTheFile() {
        harness.with(
                aProgram("late").priority(20).alone(),
                new ProgramGroup(
                        "pair",
                        10,
                        List.of(
                                aProgram("b").priority(5).build(),
                                aProgram("a").priority(1).build())),
                aProgram("first").priority(1).alone());

        assertThat(spawnOrder()).containsExactly("first", "b", "a", "late");
    }

    @Test
    void theyStartInThisOrderWhicheverLogIsOpenFirst() {
        harness.outputs.beSlow();
        harness.with(
                aProgram("second").priority(2).alone(),
                aProgram("first").priority(1).alone(),
                aProgram("third").priority(3).alone());

        harness.outputs.catchUpBackwards();
        harness.turn();

        assertThat(spawnOrder()).containsExactly("first", "second", "third");
    }

    @Test
    void whoIsStartedLaterDoesNotWaitForALogThatIsSlowToOpen() {
        harness.outputs.beSlow();
        harness.with(
                aProgram("slow").alone(), aProgram("other").notAutostarted().alone());
        harness.outputs.beFast();

        harness.start(harness.process("other"));
        harness.turn();

        assertThat(spawnOrder()).containsExactly("other");
        harness.outputs.catchUp();
        harness.turn();
        assertThat(spawnOrder()).containsExactly("other", "slow");
    }

    @Test
    void aShutdownStopsTheHighestPriorityFirstAndWaitsForIt() {
        harness.with(
                aProgram("db").priority(1).alone(), aProgram("web").priority(2).alone());
        harness.advance(secs(5));

        harness.shutdown();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        harness.end("web", LoopHarness.TERMINATED);

        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPING);
        harness.end("db", LoopHarness.TERMINATED);
        harness.os.assertNothingLeft();
    }

    @Test
    void groupsOfEqualPriorityStopOneAfterAnotherTheLastActivatedFirst() {
        harness.with(aProgram("a").alone(), aProgram("b").alone());
        harness.advance(secs(5));

        harness.shutdown();

        assertThat(harness.state("b")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("a")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void aShutdownGivesUpWhatIsInBackoff() {
        harness.with(aProgram("web").alone());
        harness.exit("web", 1);

        harness.shutdown();

        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
    }

    @Test
    void aShutdownSaysWhomItWaitsForAtOnceAndEveryThreeSeconds() {
        harness.with(aProgram("a").alone(), aProgram("b").alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.advance(secs(3.1));

        assertThat(harness.log.lines())
                .filteredOn(line -> line.startsWith("INFO waiting for"))
                .containsExactly("INFO waiting for a, b to die", "INFO waiting for a, b to die");
    }

    @Test
    void nothingIsRestartedDuringAShutdown() {
        harness.with(aProgram("a").alone(), aProgram("b").alone());
        harness.advance(secs(5));
        harness.shutdown();

        harness.end("a", 9);

        assertThat(harness.state("a")).isEqualTo(ProcessState.EXITED);
        assertThat(harness.os.spawned()).hasSize(2);
    }

    @Test
    void theStopIsAnnouncedOnce() {
        harness.with(aProgram("a").alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.shutdown();

        assertThat(harness.events)
                .filteredOn("SUPERVISOR_STATE_CHANGE_STOPPING"::equals)
                .hasSize(1);
        assertThat(harness.supervisor.snapshot().mood()).isEqualTo(SupervisorState.SHUTDOWN);
    }

    @Test
    void whoAsksForTheEndHasChangedTheMoodBeforeAnythingIsStopped() {
        harness.with(aProgram("a").alone());
        harness.advance(secs(5));

        harness.supervisor.stopSoon(SupervisorState.RESTARTING);

        assertThat(harness.supervisor.mood()).isEqualTo(SupervisorState.RESTARTING);
        assertThat(harness.state("a")).isEqualTo(ProcessState.RUNNING);
        harness.turn();
        assertThat(harness.state("a")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.supervisor.snapshot().mood()).isEqualTo(SupervisorState.RESTARTING);
    }

    @Test
    void aSignalToEndThatComesRightBehindARestartCounts() {
        harness.with(aProgram("a").alone());
        harness.supervisor.stopSoon(SupervisorState.RESTARTING);

        harness.shutdown();

        assertThat(harness.supervisor.mood()).isEqualTo(SupervisorState.SHUTDOWN);
    }

    @Test
    void theSnapshotShowsWhatATurnHasChanged() {
        harness.with(aProgram("web").alone());
        Snapshot before = harness.supervisor.snapshot();

        harness.advance(secs(2));

        assertThat(before.process("web", "web").orElseThrow().state()).isEqualTo(ProcessState.STARTING);
        assertThat(harness.supervisor
                        .snapshot()
                        .process("web", "web")
                        .orElseThrow()
                        .state())
                .isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void anUnknownChildIsReapedAndNamed() {
        harness.with(aProgram("web").alone());

        harness.os.endStranger(4711, 0);
        harness.supervisor.reap();

        assertThat(harness.log.lines()).contains("INFO reaped unknown pid 4711 (exit status 0)");
    }

    /** SIGCHLD has been taken by then, and does not come again for those that have ended already. */
    @Test
    void childrenThatCouldNotBeReapedForWantOfMemoryAreReapedASecondLater() {
        Deque<Integer> ended = new ArrayDeque<>(List.of(4711));
        boolean[] isExhausted = {true};
        Supervisor supervisor = new Supervisor(harness.supervisor.context(), () -> {
            if (isExhausted[0]) {
                isExhausted[0] = false;
                throw new OutOfMemoryError("Java heap space");
            }
            Integer pid = ended.poll();
            return pid == null ? null : new ChildReaper.Reaped(pid, 0);
        });
        assertThatThrownBy(supervisor::reap).isInstanceOf(OutOfMemoryError.class);

        harness.advance(secs(1));

        assertThat(harness.log.lines()).contains("INFO reaped unknown pid 4711 (exit status 0)");
    }

    @Test
    void aSecondGroupOfTheSameNameIsRefused() {
        harness.with(aProgram("web").alone());

        assertThat(harness.supervisor.addGroup(aProgram("web").alone(), Map.of(), null))
                .isFalse();
    }

    @Test
    void aRemovedGroupIsGoneFromTheSnapshotAndAnnounced() {
        harness.with(aProgram("web").notAutostarted().alone());

        harness.supervisor.removeGroup(harness.supervisor.group("web").orElseThrow());
        harness.turn();

        assertThat(harness.supervisor.snapshot().processes()).isEmpty();
        assertThat(harness.events).contains("PROCESS_GROUP_REMOVED groupname:web");
    }

    @Test
    void aGroupThatIsAddedAgainKnowsHowItsProcessesEndedBefore() {
        harness.with(aProgram("web").startretries(0).alone());
        harness.exit("web", 3);
        harness.supervisor.removeGroup(harness.supervisor.group("web").orElseThrow());

        harness.supervisor.addGroup(aProgram("web").alone(), Map.of(), null);
        harness.supervisor.begin();
        harness.turn();
        harness.exit("web", 4);

        assertThat(harness.process("web").snapshot().history())
                .extracting(PastRun::exitstatus)
                .containsExactly(3, 4);
    }

    @Test
    void theHistoriesOfTheThousandThatWereRemovedLastAreKept() {
        for (int number = 0; number <= RemovedHistories.MOST; number++) {
            String name = "p" + number;
            harness.os.failNextSpawn(EAGAIN);
            harness.with(aProgram(name).startretries(0).alone());
            harness.supervisor.removeGroup(harness.supervisor.group(name).orElseThrow());
        }

        harness.supervisor.addGroup(aProgram("p0").notAutostarted().alone(), Map.of(), null);
        harness.supervisor.addGroup(aProgram("p1").notAutostarted().alone(), Map.of(), null);

        assertThat(harness.process("p0").snapshot().history()).isEmpty();
        assertThat(harness.process("p1").snapshot().history()).hasSize(1);
    }

    /** Found by TortureIT: the removed one came back, nobody's child any more, beside the one that was added anew. */
    @Test
    void whatHadJustEndedWhenItsGroupWasRemovedIsNotRestarted() {
        harness.with(aProgram("web").startsecs(0).alone());
        harness.exit("web", 1);
        assertThat(harness.state("web")).isEqualTo(ProcessState.EXITED);

        harness.supervisor.removeGroup(harness.supervisor.group("web").orElseThrow());
        harness.advance(Duration.ofSeconds(10));

        assertThat(harness.os.spawned()).hasSize(1);
    }

    /** Found by SimulationTest: it came back, nobody's child any more. */
    @Test
    void whatHadJustEndedWhenItWasRemovedFromItsGroupIsNotRestarted() {
        harness.with(aProgram("web").startsecs(0).alone());
        harness.exit("web", 1);

        harness.supervisor.removeProcess(harness.supervisor.group("web").orElseThrow(), harness.process("web"));
        harness.advance(Duration.ofSeconds(10));

        assertThat(harness.os.spawned()).hasSize(1);
    }

    /** Found by SimulationTest: it showed as EXITED, with the old one's pid. */
    @Test
    void theEndOfAChildThatCouldNotBeSignalledIsNotShownAsThatOfItsSuccessor() {
        harness.with(aProgram("web").alone());
        int pid = harness.pid("web");
        harness.os.failNextKill(EPERM);
        harness.process("web").stop();
        harness.supervisor.removeGroup(harness.supervisor.group("web").orElseThrow());
        harness.with(aProgram("web").notAutostarted().alone());

        harness.os.end(pid, 0);
        harness.supervisor.reap();
        harness.turn();

        ProcessSnapshot shown =
                harness.supervisor.snapshot().process("web", "web").orElseThrow();
        assertThat(shown.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(shown.stop()).isZero();
    }

    @Test
    void aFailureInOneTaskDoesNotEndTheLoop() {
        harness.with(aProgram("web").alone());

        harness.loop.post("mistake", () -> {
            throw new IllegalStateException("boom");
        });
        harness.turn();
        harness.advance(secs(2));

        assertThat(harness.log.lines())
                .anyMatch(line -> line.startsWith("CRIT unexpected failure in the control loop at 'mistake'"));
        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
    }
}

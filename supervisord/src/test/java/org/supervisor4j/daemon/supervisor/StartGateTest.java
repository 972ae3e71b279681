package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.EventListenerGroup;
import org.supervisor4j.daemon.config.GroupConfig.ProgramGroup;
import org.supervisor4j.daemon.state.Again;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;

class StartGateTest {
    private final LoopHarness harness = new LoopHarness();
    private final ClientCalls calls = ClientCalls.of(harness);

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private String waiting(String name) {
        return harness.process(name).snapshot().waiting();
    }

    private <T> T answer(CompletableFuture<T> call) {
        harness.turn();
        assertThat(call).isDone();
        return call.join();
    }

    private static Fault fault(int code) {
        return Stream.of(Fault.values())
                .filter(fault -> fault.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private static Fault faultOf(CompletableFuture<?> call) {
        try {
            call.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RpcFault fault) {
                return fault(fault.code());
            }
            throw failure;
        }
        throw new AssertionError("no fault");
    }

    private static List<String> text(List<ProcessOutcome> outcomes) {
        List<String> text = new ArrayList<>();
        outcomes.forEach(outcome -> text.add(outcome.name() + " " + fault(outcome.status())));
        return text;
    }

    @Test
    void aProcessWaitsUntilTheOneThatItNeedsRuns() {
        harness.with(
                aProgram("web").priority(1).dependsOn("db").alone(),
                aProgram("db").alone());

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(waiting("web")).isEqualTo("db (running)");
        assertThat(harness.state("db")).isEqualTo(ProcessState.STARTING);

        harness.advance(secs(1.1));
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        assertThat(waiting("web")).isEmpty();
    }

    @Test
    void nothingIsAnnouncedOfAWait() {
        harness.with(aProgram("web").dependsOn("db").alone(), aProgram("db").alone());
        harness.advance(secs(3));

        assertThat(harness.events)
                .filteredOn(event -> event.contains("processname:web"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("PROCESS_STATE_STARTING")
                .contains("from_state:STOPPED");
    }

    @Test
    void whatIsFreeInTheSameMomentStartsByPriority() {
        harness.with(
                aProgram("db").alone(),
                aProgram("late").priority(20).dependsOn("db").alone(),
                new ProgramGroup(
                        "early",
                        5,
                        List.of(
                                aProgram("early_b").dependsOn("db").build(),
                                aProgram("early_a").dependsOn("db").build())));
        harness.advance(secs(1.1));

        assertThat(harness.log.lines().stream()
                        .filter(line -> line.startsWith("INFO spawned: "))
                        .map(line -> line.substring("INFO spawned: '".length(), line.indexOf("' with"))))
                .containsExactly("db", "early_b", "early_a", "late");
    }

    @Test
    void aProcessWaitsForASuccessAndNotForAFailure() {
        harness.with(
                aProgram("migrate").startsecs(0).autorestart(Restart.NEVER).alone(),
                aProgram("web").dependsOn("migrate:completed_successfully").alone());
        harness.advance(secs(1));
        assertThat(waiting("web")).isEqualTo("migrate (completed_successfully)");

        harness.exit("migrate", 3);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.process("web").spawnerr()).isEqualTo("dependency migrate has failed (exit status 3)");

        answer(calls.rpc().startProcess("migrate", true));
        harness.exit("migrate", 0);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        assertThat(harness.process("web").spawnerr()).isEmpty();
    }

    @Test
    void anEndThatARestartFollowsIsNone() {
        harness.with(
                aProgram("job").startsecs(0).autorestart(Restart.UNEXPECTED).alone(),
                aProgram("web").dependsOn("job:completed").alone());
        harness.advance(secs(1));

        harness.exit("job", 1);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);

        harness.exit("job", 0);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void whoHasOnceRunIsStartedAgainWhateverHasBecomeOfOthers() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());
        harness.advance(secs(3));

        answer(calls.rpc().stopProcess("db", false));
        harness.end("db", LoopHarness.TERMINATED);
        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);

        harness.exit("web", 1);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void aWaiterStaysWhenWhomItNeedsIsGivenUpAndGoesOnOnceItRuns() {
        harness.with(
                aProgram("db").startretries(0).alone(),
                aProgram("web").dependsOn("db").alone());
        harness.exit("db", 1);

        assertThat(harness.state("db")).isEqualTo(ProcessState.FATAL);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.process("web").spawnerr()).isEqualTo("dependency db is FATAL");
        assertThat(waiting("web")).isEqualTo("db (running)");

        CompletableFuture<Object> start = calls.rpc().startProcess("db", true);
        harness.turn();
        assertThat(harness.process("web").spawnerr()).isEmpty();
        harness.advance(secs(1.1));
        assertThat(start).isCompletedWithValue(true);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void autostartDoesNotStartWhatIsNotAutostarted() {
        harness.with(
                aProgram("db").notAutostarted().alone(),
                aProgram("web").dependsOn("db").alone());
        harness.advance(secs(60));

        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPED);
        assertThat(waiting("web")).isEqualTo("db (running)");
    }

    @Test
    void aStartThatIsAskedForStartsWhatItNeedsFirst() {
        harness.with(
                aProgram("disk").notAutostarted().alone(),
                aProgram("db").notAutostarted().dependsOn("disk").alone(),
                aProgram("web").notAutostarted().dependsOn("db").alone());

        CompletableFuture<Object> start = calls.rpc().startProcess("web", true);
        harness.turn();
        assertThat(harness.state("disk")).isEqualTo(ProcessState.STARTING);
        assertThat(waiting("db")).isEqualTo("disk (running)");
        assertThat(waiting("web")).isEqualTo("db (running)");
        harness.advance(secs(2.1));
        assertThat(start).isNotDone();
        harness.advance(secs(1.1));

        assertThat(start).isCompletedWithValue(true);
        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void aStartWithoutWaitingIsAnsweredWhileItWaits() {
        harness.with(
                aProgram("db").notAutostarted().alone(),
                aProgram("web").notAutostarted().dependsOn("db").alone());

        assertThat(answer(calls.rpc().startProcess("web", false))).isEqualTo(true);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void whoWaitsForAStartHearsThatWhomItNeedsWasGivenUp() {
        harness.with(
                aProgram("db").notAutostarted().startretries(0).alone(),
                aProgram("web").notAutostarted().dependsOn("db").alone());
        CompletableFuture<Object> start = calls.rpc().startProcess("web", true);
        harness.turn();

        harness.exit("db", 1);

        assertThat(faultOf(start)).isEqualTo(Fault.SPAWN_ERROR);
        assertThat(waiting("web")).isEqualTo("db (running)");
    }

    @Test
    void anOldErrorIsNoReasonToGiveUpAWait() {
        harness.with(
                aProgram("db").notAutostarted().alone(),
                aProgram("web").notAutostarted().startretries(0).dependsOn("db").alone());
        answer(calls.rpc().startProcess("web", false));
        harness.advance(secs(1.1));
        harness.exit("web", 1);
        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        answer(calls.rpc().stopProcess("db", false));
        harness.end("db", LoopHarness.TERMINATED);

        CompletableFuture<Object> start = calls.rpc().startProcess("web", true);
        harness.turn();
        harness.advance(secs(1.5));
        assertThat(start).isNotDone();
        harness.advance(secs(1));
        assertThat(start).isCompletedWithValue(true);
    }

    @Test
    void aStopOfWhatWaitsIsAnsweredWithTrueAndKeepsItStopped() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());

        assertThat(answer(calls.rpc().stopProcess("web", true))).isEqualTo(true);
        assertThat(waiting("web")).isEmpty();
        harness.advance(secs(60));

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.os.spawned()).hasSize(1);
    }

    @Test
    void aRestartOfWhatWaitsNeitherEndsTheWaitNorDoublesTheStart() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());
        List<CompletableFuture<Object>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(answer(calls.rpc().stopProcess("web", true))).isEqualTo(true);
            starts.add(calls.rpc().startProcess("web", true));
            harness.turn();
        }
        harness.advance(secs(2.2));

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.os.spawned()).hasSize(2);
        assertThat(starts.get(2)).isCompletedWithValue(true);
        assertThat(faultOf(starts.get(0))).isEqualTo(Fault.ABNORMAL_TERMINATION);
    }

    @Test
    void aWaitThatTakesTooLongIsAFailedStart() {
        harness.with(
                aProgram("db").notAutostarted().alone(),
                aProgram("web")
                        .dependsOn("db")
                        .dependsOnTimeout(30)
                        .startretries(1)
                        .alone());
        harness.advance(secs(29));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);

        harness.advance(secs(1.5));
        assertThat(harness.state("web")).isEqualTo(ProcessState.BACKOFF);
        assertThat(harness.process("web").spawnerr())
                .isEqualTo("still waiting for db (running) after depends_on_timeout=30");
        harness.advance(secs(5));
        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        assertThat(harness.os.spawned()).isEmpty();
    }

    @Test
    void afterATimeoutTheNextTryComesOnceWhomItNeedsIsThere() {
        harness.with(
                aProgram("db").notAutostarted().startsecs(0).alone(),
                aProgram("web").dependsOn("db").dependsOnTimeout(2).alone());
        harness.advance(secs(2.5));
        assertThat(harness.state("web")).isEqualTo(ProcessState.BACKOFF);

        answer(calls.rpc().startProcess("db", true));
        harness.advance(secs(3));

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.process("web").spawnerr()).isEmpty();
    }

    @Test
    void allAreStartedThoseThatAreNeededFirstAndEachIsTold() {
        harness.with(
                aProgram("web").priority(1).notAutostarted().dependsOn("db").alone(),
                aProgram("db").priority(2).notAutostarted().alone());

        CompletableFuture<List<ProcessOutcome>> all = calls.rpc().startAllProcesses(true);
        harness.turn();
        harness.advance(secs(2.2));

        assertThat(text(answer(all))).containsExactly("db SUCCESS", "web SUCCESS");
    }

    @Test
    void allAreStoppedThoseThatNobodyNeedsFirstAndInParallel() {
        harness.with(
                aProgram("db").alone(),
                aProgram("web1").dependsOn("db").alone(),
                aProgram("web2").dependsOn("db").alone(),
                aProgram("other").alone());
        harness.advance(secs(3));

        CompletableFuture<List<ProcessOutcome>> all = calls.rpc().stopAllProcesses(true);
        harness.turn();
        assertThat(harness.state("web1")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("web2")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("other")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        harness.end("web1", LoopHarness.TERMINATED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        harness.end("web2", LoopHarness.TERMINATED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPING);
        harness.end("db", LoopHarness.TERMINATED);
        harness.end("other", LoopHarness.TERMINATED);

        assertThat(text(answer(all)))
                .containsExactlyInAnyOrder("web1 SUCCESS", "web2 SUCCESS", "db SUCCESS", "other SUCCESS");
    }

    /** It counts as running no more, and would come back when its pause is over. */
    @Test
    void aStopOfAllKeepsDownWhatWaitsForItsNextStartAndIsNeeded() {
        harness.with(
                aProgram("db").again(Again.policy().pause(5).build()).alone(),
                aProgram("web").dependsOn("db").alone());
        harness.advance(secs(3));
        harness.exit("db", 1);

        CompletableFuture<List<ProcessOutcome>> all = calls.rpc().stopAllProcesses(true);
        harness.turn();
        harness.end("web", LoopHarness.TERMINATED);

        assertThat(text(answer(all))).containsExactlyInAnyOrder("web SUCCESS", "db SUCCESS");
        harness.advance(secs(60));
        assertThat(harness.state("db")).isEqualTo(ProcessState.EXITED);
    }

    @Test
    void aStopOfAllWithoutWaitingGoesInOrderAllTheSame() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());
        harness.advance(secs(3));

        assertThat(answer(calls.rpc().stopAllProcesses(false))).hasSize(2);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        harness.end("web", LoopHarness.TERMINATED);

        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPING);
    }

    @Test
    void aShutdownGoesBackwardsWhateverThePrioritiesSay() {
        harness.with(
                aProgram("web").priority(1).dependsOn("db").alone(),
                aProgram("db").priority(500).alone(),
                aProgram("last").priority(1).alone());
        harness.advance(secs(3));

        harness.shutdown();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.state("last")).isEqualTo(ProcessState.RUNNING);
        harness.end("web", LoopHarness.TERMINATED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("last")).isEqualTo(ProcessState.RUNNING);
        harness.end("db", LoopHarness.TERMINATED);
        assertThat(harness.state("last")).isEqualTo(ProcessState.STOPPING);
        harness.end("last", LoopHarness.TERMINATED);

        assertThat(harness.loop.isStopped()).isTrue();
    }

    @Test
    void aShutdownStopsThoseOfOnePriorityTogetherThatNeedTheSame() {
        harness.with(
                aProgram("db").alone(),
                aProgram("x").alone(),
                aProgram("y1").dependsOn("db").alone(),
                aProgram("y2").dependsOn("db").alone());
        harness.advance(secs(3));

        harness.shutdown();
        assertThat(harness.state("y1")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("y2")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.state("x")).isEqualTo(ProcessState.RUNNING);
        harness.end("y2", LoopHarness.TERMINATED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
        harness.end("y1", LoopHarness.TERMINATED);
        assertThat(harness.state("db")).isEqualTo(ProcessState.STOPPING);
    }

    @Test
    void aShutdownEndsWaits() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());
        CompletableFuture<Object> start = calls.rpc().startProcess("web", true);
        harness.turn();

        harness.shutdown();
        harness.end("db", LoopHarness.TERMINATED);

        assertThat(harness.loop.isStopped()).isTrue();
        assertThat(faultOf(start)).isEqualTo(Fault.ABNORMAL_TERMINATION);
        assertThat(harness.os.spawned()).hasSize(1);
    }

    @Test
    void whoeverIsAPartOfAnotherIsStoppedAndStartedWithIt() {
        harness.with(aProgram("db").alone(), aProgram("web").partOf("db").alone());
        harness.advance(secs(3));
        int first = harness.pid("web");

        answer(calls.rpc().stopProcess("db", false));
        harness.end("db", LoopHarness.TERMINATED);
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
        harness.end("web", LoopHarness.TERMINATED);
        assertThat(waiting("web")).isEqualTo("db (running)");

        answer(calls.rpc().startProcess("db", false));
        harness.advance(secs(2.2));
        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.pid("web")).isNotEqualTo(first);
    }

    @Test
    void whoeverIsAPartOfOneThatComesBackAtOnceIsRestartedToo() {
        harness.with(
                aProgram("db").autorestart(Restart.ALWAYS).alone(),
                aProgram("web").partOf("db").alone());
        harness.advance(secs(3));

        harness.exit("db", 1);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
        harness.end("web", LoopHarness.TERMINATED);
        harness.advance(secs(2.2));

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void dependentStartupStartsWhatIsNotAutostartedInItsOrder() {
        harness.with(
                aProgram("rsyslogd").dependentStartup("").startsecs(0).alone(),
                aProgram("start")
                        .dependentStartup("rsyslogd:running")
                        .startsecs(0)
                        .autorestart(Restart.NEVER)
                        .alone(),
                aProgram("orchagent").dependentStartup("start:exited").alone(),
                aProgram("other").notAutostarted().alone());
        harness.turn();
        assertThat(harness.state("rsyslogd")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.state("start")).isEqualTo(ProcessState.RUNNING);
        assertThat(waiting("orchagent")).isEqualTo("start (exited)");
        harness.exit("start", 0);

        assertThat(harness.state("orchagent")).isEqualTo(ProcessState.STARTING);
        assertThat(harness.state("other")).isEqualTo(ProcessState.STOPPED);
    }

    @Test
    void dependentStartupIsLeftToTheListenerThatKnowsIt() {
        GroupConfig listener = new EventListenerGroup(
                "dependentstartup",
                -1,
                List.of(aProgram("dependentstartup")
                        .command("python3 -m supervisord_dependent_startup")
                        .build()),
                10,
                List.of("PROCESS_STATE"),
                "supervisor.dispatchers:default_handler");
        harness.with(
                listener,
                aProgram("rsyslogd").dependentStartup("").alone(),
                aProgram("start").dependentStartup("rsyslogd:running").alone());
        harness.advance(secs(3));

        assertThat(harness.state("rsyslogd")).isEqualTo(ProcessState.STOPPED);
        assertThat(answer(calls.rpc().startProcess("start", false))).isEqualTo(true);
        assertThat(harness.state("start")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void aGroupThatIsRemovedIsWaitedForNoMoreAndWaitsNoMore() {
        harness.with(aProgram("db").alone(), aProgram("web").dependsOn("db").alone());
        CompletableFuture<Object> start = calls.rpc().startProcess("web", true);
        harness.turn();

        assertThat(answer(calls.rpc().removeProcessGroup("web"))).isEqualTo(true);

        assertThat(faultOf(start)).isEqualTo(Fault.ABNORMAL_TERMINATION);
        harness.advance(secs(5));
        assertThat(harness.os.spawned()).hasSize(1);
    }

    @Test
    void whoNeedsWhatIsNotThereWaitsUntilItIsAdded() {
        harness.with(aProgram("web").dependsOn("db").alone());
        assertThat(waiting("web")).isEqualTo("db (running)");

        harness.supervisor.addGroup(aProgram("db").alone(), Map.of(), null);
        harness.supervisor.group("db").orElseThrow().activate();
        harness.turn();
        harness.advance(secs(1.1));

        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void manyThatAreWaitedForAreNotAllNamed() {
        harness.with(
                aProgram("a").notAutostarted().alone(),
                aProgram("b").notAutostarted().alone(),
                aProgram("c").notAutostarted().alone(),
                aProgram("d").notAutostarted().alone(),
                aProgram("web").dependsOn("a b:ready c d").alone());

        assertThat(waiting("web")).isEqualTo("a (running), b (ready), c (running) and 1 more");
    }
}

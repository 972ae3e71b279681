package org.supervisor4j.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.supervisor.FakeOs;
import org.supervisor4j.daemon.supervisor.FakeOutputs;
import org.supervisor4j.daemon.supervisor.LoopHarness;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessState;

class SubprocessTest {
    private static final Errno EMFILE = new Errno(Errno.EMFILE, "EMFILE", "Too many open files");
    private static final Errno EISDIR = new Errno(Errno.EISDIR, "EISDIR", "Is a directory");
    private static final Errno EAGAIN = new Errno(Errno.EAGAIN, "EAGAIN", "Resource temporarily unavailable");
    private static final Errno EPERM = new Errno(Errno.EPERM, "EPERM", "Operation not permitted");
    private static final Errno ESRCH = new Errno(Errno.ESRCH, "ESRCH", "No such process");

    private final LoopHarness harness = new LoopHarness();

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Test
    void aProgramThatStaysUpBecomesRunningAfterStartsecs() {
        harness.with(aProgram("web").startsecs(2).alone());

        harness.advance(secs(2));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        harness.advance(secs(0.001));

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void aProgramThatIsNotAutostartedWaitsForARequest() {
        harness.with(aProgram("web").notAutostarted().alone());
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);

        harness.start(harness.process("web"));
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void aChildThatDiesUnexpectedlyIsReplacedInTheSameMoment() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        int first = harness.pid("web");

        harness.end("web", 9);

        assertThat(harness.pid("web")).isNotEqualTo(first).isPositive();
        assertThat(harness.os.spawned()).hasSize(2);
    }

    @Test
    void logsThatWereOpenedForTheNextRunAreClosedIfAStopComesInBetween() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        harness.outputs.beSlow();
        harness.end("web", 9);

        harness.process("web").stop();
        harness.outputs.catchUp();
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.outputs.channels()).hasSize(4).allMatch(FakeOutputs.FakeChannel::isClosed);
        harness.os.assertNothingLeft();
    }

    @Test
    void theNextRunsLogsAreNotOpenedBeforeTheLastOnesAreClosed() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        harness.outputs.beSlow();

        harness.end("web", 9);
        assertThat(harness.outputs.channels()).hasSize(2);
        harness.outputs.catchUp();
        harness.turn();

        assertThat(harness.outputs.channels()).hasSize(4);
        assertThat(harness.outputs.channels().subList(0, 2)).allMatch(FakeOutputs.FakeChannel::isClosed);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
    }

    @Test
    void aNextRunUsesTheLogsThatWereOpenedForIt() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));

        harness.end("web", 9);

        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        assertThat(harness.outputs.channels()).hasSize(4);
        assertThat(harness.outputs.channels().subList(2, 4)).noneMatch(FakeOutputs.FakeChannel::isClosed);
    }

    @Test
    void anExpectedExitIsNotReplaced() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));

        harness.exit("web", 0);

        assertThat(harness.state("web")).isEqualTo(ProcessState.EXITED);
        harness.os.assertNothingLeft();
    }

    @Test
    void aHopelessProgramIsTriedStartretriesPlusOneTimesWithGrowingPauses() {
        harness.with(aProgram("web").startretries(2).alone());

        harness.exit("web", 1);
        harness.advance(secs(1.1));
        harness.exit("web", 1);
        harness.advance(secs(2.1));
        harness.exit("web", 1);

        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        assertThat(harness.os.spawned()).hasSize(3);
        assertThat(harness.events)
                .filteredOn(event -> event.startsWith("PROCESS_STATE"))
                .containsExactly(
                        "PROCESS_STATE_STARTING processname:web groupname:web from_state:STOPPED tries:0",
                        "PROCESS_STATE_BACKOFF processname:web groupname:web from_state:STARTING tries:1",
                        "PROCESS_STATE_STARTING processname:web groupname:web from_state:BACKOFF tries:1",
                        "PROCESS_STATE_BACKOFF processname:web groupname:web from_state:STARTING tries:2",
                        "PROCESS_STATE_STARTING processname:web groupname:web from_state:BACKOFF tries:2",
                        "PROCESS_STATE_BACKOFF processname:web groupname:web from_state:STARTING tries:3",
                        "PROCESS_STATE_FATAL processname:web groupname:web from_state:BACKOFF");
        harness.os.assertNothingLeft();
    }

    @Test
    void aProgramThatDiesAtOnceWithStartsecsZeroIsStartedOnceASecond() {
        harness.with(aProgram("web").startsecs(0).autorestart(Restart.ALWAYS).alone());

        for (int second = 0; second < 3; second++) {
            harness.exit("web", 0);
            harness.advance(secs(0.999));
            assertThat(harness.state("web")).isEqualTo(ProcessState.EXITED);
            harness.advance(secs(0.001));
        }

        assertThat(harness.os.spawned()).hasSize(4);
    }

    @Test
    void childThatIgnoresTheStopsignalIsKilledAfterStopwaitsecs() {
        harness.with(aProgram("web").stopwaitsecs(3).alone());
        harness.advance(secs(5));
        int pid = harness.pid("web");

        assertThat(harness.process("web").stop()).isEmpty();
        harness.advance(secs(2.9));
        assertThat(harness.os.sent()).containsExactly(new FakeOs.Sent(pid, 15));
        harness.advance(secs(0.1));

        assertThat(harness.os.sent()).containsExactly(new FakeOs.Sent(pid, 15), new FakeOs.Sent(pid, 9));
        harness.end("web", 9);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        harness.os.assertNothingLeft();
    }

    @Test
    void aMissingCommandIsAFailedStartThatNamesIt() {
        harness.with(
                aProgram("web").command("/nonexistent/prog -x").startretries(0).alone());

        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        assertThat(harness.process("web").spawnerr()).isEqualTo("can't find command '/nonexistent/prog'");
        assertThat(harness.log.lines()).contains("INFO spawnerr: can't find command '/nonexistent/prog'");
    }

    @Test
    void aLogThatCannotBeOpenedIsAFailedStart() {
        harness.outputs.failWith(new OsException("open", "/var/log", EISDIR));

        harness.with(aProgram("web").alone());

        assertThat(harness.process("web").spawnerr()).isEqualTo("unknown error making dispatchers for 'web': EISDIR");
        harness.os.assertNothingLeft();
    }

    @Test
    void aLinkThatIsNotFollowedIsNamedInTheLog() {
        Errno refused = new Errno(Errno.ELOOP, "ELOOP", "Too many levels of symbolic links");
        harness.outputs.failWith(new OsException("open", "/home/joe/log (the symbolic link log in it)", refused));

        harness.with(aProgram("web").alone());

        assertThat(harness.process("web").spawnerr()).isEqualTo("unknown error making dispatchers for 'web': ELOOP");
        assertThat(harness.log.lines())
                .contains("WARN web: cannot open /home/joe/log (the symbolic link log in it): ELOOP (Too many levels of"
                        + " symbolic links)");
    }

    @Test
    void pipesThatCannotBeMadeLeaveNoDescriptorBehind() {
        harness.os.allowPipes(2);

        harness.with(aProgram("web").alone());

        assertThat(harness.process("web").spawnerr()).isEqualTo("too many open files to spawn 'web'");
        assertThat(EMFILE.name()).isEqualTo("EMFILE");
        harness.os.assertNothingLeft();
        assertThat(harness.outputs.channels()).allMatch(FakeOutputs.FakeChannel::isClosed);
    }

    @Test
    void wantOfDescriptorsIsToldOnceAndCountsAsNoFailedStart() {
        harness.os.allowPipes(0);
        harness.with(aProgram("web").startretries(0).alone());
        for (int second = 1; second <= 3; second++) {
            harness.os.allowPipes(0);
            harness.advance(secs(1.1));
            assertThat(harness.process("web").state()).isEqualTo(ProcessState.BACKOFF);
        }
        assertThat(harness.log.lines())
                .filteredOn(line -> line.contains("too many open files to spawn 'web'"))
                .hasSize(1);

        harness.os.allowPipes(9);
        harness.advance(secs(1.1));

        assertThat(harness.process("web").hasChild()).isTrue();
        assertThat(harness.process("web").snapshot().history()).hasSize(1);
    }

    @Test
    void aForkThatIsRefusedIsAFailedStart() {
        harness.os.failNextSpawn(EAGAIN);

        harness.with(aProgram("web").alone());

        assertThat(harness.process("web").spawnerr()).isEqualTo("Too many processes in process table to spawn 'web'");
        harness.os.assertNothingLeft();
    }

    @Test
    void aChildGetsTheDaemonsEnvironmentAndItsOwn() {
        harness.with(aProgram("web").alone());

        SpawnRequest request = harness.os.spawned().get(0);
        assertThat(request.environment())
                .contains(
                        "INHERITED=yes",
                        "SUPERVISOR_ENABLED=1",
                        "SUPERVISOR_SERVER_URL=unix:///run/d.sock",
                        "SUPERVISOR_PROCESS_NAME=web",
                        "SUPERVISOR_GROUP_NAME=web",
                        "OWN=value");
    }

    @Test
    void redirectedStderrSharesThePipeOfStdout() {
        harness.with(aProgram("web").redirectStderr().alone());

        SpawnRequest request = harness.os.spawned().get(0);
        assertThat(request.stderr()).isEqualTo(request.stdout());
        assertThat(harness.outputs.channels()).hasSize(1);
    }

    @Test
    void anExitIsReportedWhenTheOutputHasBeenDrainedAndJudgedByTheTimeOfTheDeath() {
        harness.with(aProgram("web").startsecs(2).alone());
        harness.outputs.beSlow();
        harness.advance(secs(1));

        harness.exit("web", 1);
        harness.advance(secs(5));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        harness.outputs.catchUp();
        harness.turn();

        assertThat(harness.log.lines()).contains("WARN exited: web (exit status 1; not expected)");
        assertThat(harness.log.lines()).noneMatch(line -> line.contains("success"));
    }

    @Test
    void startsecsCountFromTheChildNotFromTheOpeningOfItsLogs() {
        harness.outputs.beSlow();
        harness.with(aProgram("web").startsecs(2).alone());
        harness.advance(secs(30));
        harness.outputs.catchUp();
        harness.turn();
        long spawned = harness.clock.seconds();

        harness.advance(secs(2));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        harness.advance(secs(0.001));

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.process("web").snapshot().start()).isEqualTo(spawned);
    }

    @Test
    void aProgramWhoseLogsOpenedLateAndThatEndsAtOnceHasFailedToStart() {
        harness.outputs.beSlow();
        harness.with(aProgram("web").startsecs(2).alone());
        harness.advance(secs(30));
        harness.outputs.catchUp();
        harness.turn();

        harness.exit("web", 0);

        assertThat(harness.state("web")).isEqualTo(ProcessState.BACKOFF);
        assertThat(history("web").get(0).start())
                .isEqualTo(history("web").get(0).stop());
    }

    @Test
    void aStopWhileTheLogIsBeingOpenedCallsTheStartOff() {
        harness.outputs.beSlow();
        harness.with(aProgram("web").alone());
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);

        assertThat(harness.process("web").stop()).isEmpty();
        harness.outputs.catchUp();
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        assertThat(harness.os.spawned()).isEmpty();
        assertThat(harness.outputs.channels()).allMatch(FakeOutputs.FakeChannel::isClosed);
    }

    @Test
    void aStopOfWhatHasJustDiedSignalsNobody() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        harness.outputs.beSlow();
        harness.exit("web", 0);

        assertThat(harness.process("web").stop()).isEmpty();
        harness.outputs.catchUp();
        harness.turn();

        assertThat(harness.os.sent()).isEmpty();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
    }

    @Test
    void aSignalThatIsRefusedMakesTheProcessUnknownAndSaysWhy() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        harness.os.failNextKill(EPERM);

        assertThat(harness.process("web").stop()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("unknown problem killing web (1000): ")
                .contains("Operation not permitted"));

        assertThat(harness.state("web")).isEqualTo(ProcessState.UNKNOWN);
    }

    @Test
    void aSignalToWhatHasJustGoneIsLeftToTheReaping() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        harness.os.failNextKill(ESRCH);

        assertThat(harness.process("web").stop()).isEmpty();

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
        assertThat(harness.log.lines())
                .contains("DEBG unable to signal web (pid 1000), it probably just exited on its own:"
                        + " [Errno 3] No such process");
    }

    private static FakeOs.Sent term(int pid) {
        return new FakeOs.Sent(pid, 15);
    }

    @Test
    void aStopOfAGroupThatItsLeaderHasLeftReachesTheGroupWhereItIsNow() {
        harness.with(aProgram("web").stopasgroup().stopwaitsecs(3).alone());
        harness.advance(secs(5));
        int pid = harness.pid("web");
        harness.os.place(2000, pid, 2000);
        harness.os.place(pid, 1, 2000);

        assertThat(harness.process("web").stop()).isEmpty();
        harness.advance(secs(3));

        assertThat(harness.os.sent()).containsExactly(term(-2000), new FakeOs.Sent(-2000, 9));
        harness.end("web", 9);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
    }

    @Test
    void whoWasLeftBehindInTheGroupIsToldToo() {
        harness.with(aProgram("web").stopasgroup().alone());
        harness.advance(secs(5));
        int pid = harness.pid("web");
        harness.os.place(2000, pid, pid);
        harness.os.place(2001, pid, 2001);
        harness.os.place(pid, 1, 2001);

        assertThat(harness.process("web").stop()).isEmpty();

        assertThat(harness.os.sent()).containsExactly(term(-pid), term(-2001));
    }

    @Test
    void aLeaderThatHasJoinedAGroupOfOthersIsSignalledAlone() {
        harness.with(aProgram("web").stopasgroup().alone(), aProgram("other").alone());
        harness.advance(secs(5));
        int pid = harness.pid("web");
        harness.os.place(pid, 1, harness.pid("other"));

        assertThat(harness.process("web").stop()).isEmpty();

        assertThat(harness.os.sent()).containsExactly(term(pid));
    }

    @Test
    void aGroupThatNobodyIsInIsNoReasonToWaitForEver() {
        harness.with(aProgram("web").stopasgroup().alone());
        harness.advance(secs(5));
        harness.os.failNextKill(ESRCH);

        assertThat(harness.process("web").stop()).isEmpty();

        assertThat(harness.os.sent()).containsExactly(term(harness.pid("web")));
    }

    @Test
    void whoeverWaitsForAStopIsTellingTheLogSoEveryTwoSeconds() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        assertThat(harness.process("web").stop()).isEmpty();

        CompletableFuture<Boolean> stopped = harness.process("web").awaitStopped();
        harness.advance(secs(5));
        assertThat(stopped).isNotDone();
        harness.end("web", LoopHarness.TERMINATED);

        assertThat(stopped).isCompletedWithValue(true);
        assertThat(harness.log.lines())
                .filteredOn(line -> line.equals("INFO waiting for web to stop"))
                .hasSize(3);
    }

    @Test
    void whatWasWrittenIsHeardAsEventInOrder() {
        harness.with(aProgram("web").alone());
        FakeOutputs.FakeChannel stdout = harness.outputs.channels().get(0);

        stdout.listener().onCommunication("hello".getBytes(StandardCharsets.UTF_8), () -> {});
        harness.turn();

        assertThat(harness.events)
                .contains("PROCESS_COMMUNICATION_STDOUT processname:web groupname:web pid:1000\nhello");
    }

    @Test
    void aClockSetBackOrForwardByADayChangesNothing() {
        harness.with(aProgram("web").startsecs(5).alone());

        harness.clock.setWallClock(Duration.ofDays(-1));
        harness.advance(secs(5.1));
        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.process("web").stop()).isEmpty();
        harness.clock.setWallClock(Duration.ofDays(1));
        harness.advance(secs(10));

        assertThat(harness.os.sent()).hasSize(2);
        harness.end("web", 9);
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
    }

    @Test
    void stateIsTouchedOnTheLoopOnly() throws InterruptedException {
        harness.with(aProgram("web").alone());
        List<Throwable> thrown = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread stranger = new Thread(() -> {
            try {
                harness.start(harness.process("web"));
            } catch (IllegalStateException refused) {
                thrown.add(refused);
            }
        });

        stranger.start();
        stranger.join();

        assertThat(thrown).singleElement().satisfies(refused -> assertThat(refused)
                .hasMessageContaining("belongs to control-loop"));
        assertThatThrownBy(() -> harness.supervisor.group("none").orElseThrow()).isNotNull();
    }

    private List<PastRun> history(String name) {
        return harness.process(name).snapshot().history();
    }

    @Test
    void theRunThatUsesUpTheRetriesIsRememberedToHaveLedToFatal() {
        harness.with(aProgram("web").startretries(1).alone());
        harness.exit("web", 3);
        harness.advance(secs(2));
        harness.exit("web", 3);
        harness.os.failNextSpawn(EAGAIN);
        harness.with(aProgram("job").startretries(0).alone());

        assertThat(history("web")).extracting(PastRun::state).containsExactly(ProcessState.BACKOFF, ProcessState.FATAL);
        assertThat(history("job")).extracting(PastRun::state).containsExactly(ProcessState.FATAL);
    }

    @Test
    void howRunsEndedIsRemembered() {
        harness.with(aProgram("web").startsecs(1).alone());
        harness.advance(secs(60));
        int first = harness.pid("web");
        harness.end("web", 9 | 0x80);
        int second = harness.pid("web");
        harness.exit("web", 3);

        assertThat(history("web"))
                .extracting(PastRun::pid, PastRun::text, PastRun::signal, PastRun::exitstatus, PastRun::state)
                .containsExactly(
                        tuple(first, "terminated by SIGKILL (core dumped)", "SIGKILL", -1, ProcessState.EXITED),
                        tuple(second, "exit status 3", "", 3, ProcessState.BACKOFF));
        assertThat(history("web").get(0).stop() - history("web").get(0).start()).isBetween(59, 60);
    }

    @Test
    void aRunThatWasStoppedOnRequestIsRememberedAsSuch() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(5));
        assertThat(harness.process("web").stop()).isEmpty();

        harness.end("web", LoopHarness.TERMINATED);

        assertThat(history("web")).extracting(PastRun::state).containsExactly(ProcessState.STOPPED);
    }

    @Test
    void anAttemptThatDidNotComeToAChildIsRemembered() {
        harness.os.failNextSpawn(EAGAIN);
        harness.with(aProgram("web").alone());

        assertThat(history("web"))
                .extracting(PastRun::outcome, PastRun::pid, PastRun::text)
                .containsExactly(
                        tuple(PastRun.Outcome.NOT_SPAWNED, 0, "Too many processes in process table to spawn 'web'"));
    }

    @Test
    void whatAChildCouldNotDoOnItsWayToTheProgramIsRemembered() {
        harness.os.failNextExec(SpawnStep.EXEC, EISDIR);
        harness.with(aProgram("web").command("/bin/cat").alone());

        harness.exit("web", 127);

        assertThat(history("web"))
                .extracting(PastRun::exitstatus, PastRun::failedStep, PastRun::errno, PastRun::failure)
                .containsExactly(tuple(127, "EXEC", "EISDIR", "couldn't exec /bin/cat: EISDIR"));
    }

    /** What the child's stderr says, and what is remembered of it. */
    private static String userRefused(int daemon, SpawnStep step, Errno errno) {
        LoopHarness machine = new LoopHarness(daemon);
        machine.os.failNextExec(step, errno);
        machine.with(aProgram("web").user(33).alone());
        machine.exit("web", 127);
        assertThat(machine.outputs.channels().get(1).injected())
                .startsWith("supervisor: couldn't setuid to 33: ")
                .endsWith("\nsupervisor: child process was not spawned\n");
        return machine.process("web").snapshot().history().get(0).failure();
    }

    @Test
    void aRefusedUserIsToldByTheStepThatFailed() {
        assertThat(userRefused(1000, SpawnStep.GROUPS, EPERM))
                .isEqualTo("couldn't setuid to 33: Can't drop privilege as nonroot user: EPERM");
        assertThat(userRefused(0, SpawnStep.GROUPS, EPERM))
                .isEqualTo("couldn't setuid to 33: Could not set groups of effective user: EPERM");
        assertThat(userRefused(0, SpawnStep.GID, EPERM))
                .isEqualTo("couldn't setuid to 33: Could not set group id of effective user: EPERM");
        assertThat(userRefused(0, SpawnStep.UID, EAGAIN))
                .isEqualTo("couldn't setuid to 33: Could not set user id of effective user: EAGAIN");
    }

    @Test
    void everyStepThatFailsIsToldInWords() {
        for (SpawnStep step : SpawnStep.values()) {
            LoopHarness machine = new LoopHarness();
            machine.os.failNextExec(step, EPERM);
            machine.with(aProgram("web").user(33).alone());
            machine.exit("web", 127);

            assertThat(machine.process("web").snapshot().history().get(0).failure())
                    .startsWith("couldn't ")
                    .endsWith(": EPERM")
                    .doesNotContain(step.name());
        }
    }

    @Test
    void howLongARunLastedIsToldInMilliseconds() {
        harness.with(aProgram("web").alone());
        harness.advance(secs(0.25));
        harness.exit("web", 3);

        assertThat(history("web")).extracting(PastRun::milliseconds).containsExactly(250);
    }

    private long outputBegin(String name) {
        return harness.process(name).snapshot().outputBegin().of(Channel.STDOUT);
    }

    @Test
    void theOutputOfTheLastRunBeginsWhereItsLogWasOpened() {
        harness.with(aProgram("web").alone());
        harness.outputs.channels().get(0).beginsAt(100);
        assertThat(outputBegin("web")).isEqualTo(100);

        harness.exit("web", 3);
        harness.advance(secs(1.1));
        harness.outputs.channels().get(harness.outputs.channels().size() - 1).beginsAt(200);
        harness.outputs.channels().get(harness.outputs.channels().size() - 2).beginsAt(200);

        assertThat(outputBegin("web"))
                .as("while it runs, the run before counts")
                .isEqualTo(100);
        harness.exit("web", 3);
        assertThat(outputBegin("web")).isEqualTo(200);
    }

    @Test
    void whatWasNeverStartedHasNoOutput() {
        harness.with(aProgram("web").notAutostarted().alone());

        assertThat(outputBegin("web")).isEqualTo(OutputBegin.NOWHERE);
    }

    @Test
    void onlyTheLastTenRunsAreRemembered() {
        harness.with(aProgram("web").startretries(20).alone());
        for (int code = 1; code <= 12; code++) {
            harness.exit("web", code);
            harness.advance(secs(code + 0.1));
        }

        assertThat(history("web")).hasSize(10);
        assertThat(history("web").get(0).exitstatus()).isEqualTo(3);
        assertThat(history("web").get(9).exitstatus()).isEqualTo(12);
    }
}

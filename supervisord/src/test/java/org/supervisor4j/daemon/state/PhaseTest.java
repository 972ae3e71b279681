package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.model.ProcessState.BACKOFF;
import static org.supervisor4j.model.ProcessState.EXITED;
import static org.supervisor4j.model.ProcessState.FATAL;
import static org.supervisor4j.model.ProcessState.RUNNING;
import static org.supervisor4j.model.ProcessState.STARTING;
import static org.supervisor4j.model.ProcessState.STOPPED;
import static org.supervisor4j.model.ProcessState.STOPPING;
import static org.supervisor4j.model.ProcessState.UNKNOWN;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.state.Effect.Announce;
import org.supervisor4j.daemon.state.Effect.KeepExitCode;
import org.supervisor4j.daemon.state.Effect.KeepSpawnError;
import org.supervisor4j.daemon.state.Effect.Kill;
import org.supervisor4j.daemon.state.Effect.Log;
import org.supervisor4j.daemon.state.Effect.Spawn;
import org.supervisor4j.daemon.state.ExitStatus.Exited;
import org.supervisor4j.daemon.state.ExitStatus.Killed;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;

/** What each state makes of each input: one row a rule. The matrix of all of them is {@link PhaseMatrixTest}'s. */
class PhaseTest {
    private static final StartPolicy POLICY = policy(1, 3);

    /** startsecs and startretries vary; everything else as Supervisor's defaults. */
    private static StartPolicy policy(int startsecs, int startretries) {
        return new StartPolicy(
                "web", true, StartPolicy.Restart.UNEXPECTED, startsecs, startretries, List.of(0), 15, 10, false, false);
    }

    private static StartPolicy restarting(StartPolicy.Restart restart) {
        return new StartPolicy("web", true, restart, 1, 3, List.of(0, 2), 15, 10, false, false);
    }

    private static StartPolicy asGroup(boolean stop, boolean kill) {
        return new StartPolicy("web", true, StartPolicy.Restart.NEVER, 1, 3, List.of(0), 15, 10, stop, kill);
    }

    private static long secs(double seconds) {
        return Math.round(seconds * Phase.SECOND);
    }

    private static Moment at(double seconds) {
        return new Moment(secs(seconds), true);
    }

    private static Moment shuttingDownAt(double seconds) {
        return new Moment(secs(seconds), false);
    }

    private static Function<Phase, Transition> tick(double seconds) {
        return phase -> phase.onTick(POLICY, at(seconds));
    }

    private static Phase starting(double since) {
        return new Phase.Starting(secs(since), 0, 77);
    }

    private static Phase backoff(int failures) {
        return new Phase.Backoff(secs(failures), failures);
    }

    private static Phase stopping(double killAfter) {
        return new Phase.Stopping(secs(killAfter), 0, 77);
    }

    private static Phase exited(ExitStatus status) {
        return new Phase.Exited(status, secs(5), true);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                row(
                        "a start from STOPPED spawns",
                        new Phase.Stopped(0, false),
                        p -> p.onStart(POLICY, at(0)),
                        STARTING),
                row("a start from EXITED spawns", exited(new Exited(0)), p -> p.onStart(POLICY, at(9)), STARTING),
                row("a start from FATAL spawns", new Phase.Fatal(), p -> p.onStart(POLICY, at(9)), STARTING),
                row("a start from BACKOFF does not wait", backoff(2), p -> p.onStart(POLICY, at(0)), STARTING),
                row("autostart spawns what never started", new Phase.Stopped(0, true), tick(0), STARTING),
                row("what was stopped stays so", new Phase.Stopped(0, false), tick(9), STOPPED),
                row(
                        "nothing is autostarted during a shutdown",
                        new Phase.Stopped(0, true),
                        p -> p.onTick(POLICY, shuttingDownAt(0)),
                        STOPPED),
                row("exactly startsecs is not yet RUNNING", starting(0), tick(1), STARTING),
                row("more than startsecs is RUNNING", starting(0), tick(1.000000001), RUNNING),
                row("without a child there is no RUNNING", new Phase.Starting(0, 0, 0), tick(9), STARTING),
                row("startsecs=0 is RUNNING at once", starting(3), p -> p.onTick(policy(0, 3), at(3)), RUNNING),
                row(
                        "an exit before startsecs is a failed start",
                        starting(0),
                        p -> p.onReaped(POLICY, new Exited(0), at(0.999999999)),
                        BACKOFF),
                row(
                        "an exit at exactly startsecs is an exit",
                        starting(0),
                        p -> p.onReaped(POLICY, new Exited(0), at(1)),
                        EXITED),
                row(
                        "a failed spawn is a failed start",
                        new Phase.Starting(0, 0, 0),
                        p -> p.onSpawnFailed(POLICY, "command is empty", at(0)),
                        BACKOFF),
                row("the wait in BACKOFF must be over", backoff(1), tick(1), BACKOFF),
                row("after the wait the start is tried again", backoff(1), tick(1.000000001), STARTING),
                row("the last retry is still made", backoff(3), tick(99), STARTING),
                row("one failure more than startretries is FATAL", backoff(4), tick(0), FATAL),
                row("no retry during a shutdown", backoff(1), p -> p.onTick(POLICY, shuttingDownAt(99)), BACKOFF),
                row("a stop in BACKOFF needs no signal", backoff(1), p -> p.onStop(POLICY, at(0)), STOPPED),
                row("a shutdown gives up what is in BACKOFF", backoff(1), p -> p.onShutdown(POLICY, at(0)), FATAL),
                row("a stop of what runs", new Phase.Running(0, 77), p -> p.onStop(POLICY, at(9)), STOPPING),
                row("a shutdown of what runs", new Phase.Running(0, 77), p -> p.onShutdown(POLICY, at(9)), STOPPING),
                row("a stop of what starts", starting(0), p -> p.onStop(POLICY, at(0.5)), STOPPING),
                row(
                        "a stop before there is a child",
                        new Phase.Starting(0, 0, 0),
                        p -> p.onStop(POLICY, at(0)),
                        STOPPED),
                row(
                        "a death in STOPPING",
                        stopping(10),
                        p -> p.onReaped(POLICY, new Killed(15, false), at(1)),
                        STOPPED),
                row("an expected exit stays EXITED", exited(new Exited(0)), tick(99), EXITED),
                row("an unexpected exit is restarted", exited(new Exited(1)), tick(99), STARTING),
                row("a death by signal is unexpected", exited(new Killed(9, false)), tick(99), STARTING),
                row(
                        "no restart during a shutdown",
                        exited(new Exited(1)),
                        p -> p.onTick(POLICY, shuttingDownAt(99)),
                        EXITED),
                row("FATAL is never restarted", new Phase.Fatal(), tick(99), FATAL),
                row("UNKNOWN does not start", new Phase.Unknown(77), p -> p.onStart(POLICY, at(9)), UNKNOWN),
                row(
                        "an exit from UNKNOWN is recorded",
                        new Phase.Unknown(77),
                        p -> p.onReaped(POLICY, new Exited(1), at(9)),
                        EXITED),
                row(
                        "a refused signal means UNKNOWN",
                        new Phase.Running(0, 77),
                        p -> p.onSignalRefused("unknown problem killing web (77): EPERM"),
                        UNKNOWN));
    }

    private static Arguments row(
            String behaviour, Phase from, Function<Phase, Transition> input, ProcessState expected) {
        return Arguments.of(behaviour, from, input, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void step(String behaviour, Phase from, Function<Phase, Transition> input, ProcessState expected) {
        Transition transition = input.apply(from);

        assertThat(transition.next().state()).as(behaviour).isEqualTo(expected);
        List<Announce> announced = announced(transition);
        if (expected == from.state()) {
            assertThat(announced).as(behaviour).isEmpty();
        } else {
            assertThat(announced.get(0).from()).as(behaviour).isEqualTo(from.state());
            assertThat(announced.get(announced.size() - 1).to()).as(behaviour).isEqualTo(expected);
        }
    }

    private static List<Announce> announced(Transition transition) {
        return transition.effects().stream()
                .filter(Announce.class::isInstance)
                .map(Announce.class::cast)
                .toList();
    }

    @Test
    void theFirstAttemptAnnouncesZeroTriesAndSpawns() {
        Transition transition = new Phase.Stopped(0, true).onTick(POLICY, at(2));

        assertThat(transition.next()).isEqualTo(new Phase.Starting(secs(2), 0, 0));
        assertThat(transition.effects()).containsExactly(new Announce(STOPPED, STARTING, 0, 0, true), new Spawn());
    }

    @Test
    void aRetryAnnouncesTheFailuresSoFar() {
        Transition transition = backoff(2).onTick(POLICY, at(9));

        assertThat(transition.effects()).containsExactly(new Announce(BACKOFF, STARTING, 2, 0, true), new Spawn());
    }

    @Test
    void aChildIsLoggedByItsPidAndItsTimeCountsFromThere() {
        Transition transition = new Phase.Starting(secs(2), 1, 0).onSpawned(POLICY, 77, at(5));

        assertThat(transition.next()).isEqualTo(new Phase.Starting(secs(5), 1, 77));
        assertThat(transition.effects()).containsExactly(new Log(LogLevel.INFO, "spawned: 'web' with pid 77"));
    }

    @Test
    void runningIsAnnouncedBeforeItIsLogged() {
        Transition transition = starting(0).onTick(policy(1, 3), at(2));

        assertThat(transition.next()).isEqualTo(new Phase.Running(0, 77));
        assertThat(transition.effects())
                .containsExactly(
                        new Announce(STARTING, RUNNING, 0, 77, true),
                        new Log(
                                LogLevel.INFO,
                                "success: web entered RUNNING state, process has stayed up for > than 1 seconds"
                                        + " (startsecs)"));
    }

    @Test
    void aSpawnForWhichThereAreNoDescriptorsIsNoFailedStartAndIsToldOnce() {
        Phase starting = new Phase.Starting(0, 3, 0);
        Transition first = starting.onSpawnStarved(POLICY, "why", false, at(5));
        Transition again = starting.onSpawnStarved(POLICY, "why", true, at(7));

        assertThat(first.next()).isEqualTo(new Phase.Backoff(secs(6), 3));
        assertThat(first.effects())
                .containsExactly(
                        new KeepSpawnError("why"),
                        new Log(LogLevel.INFO, "spawnerr: why"),
                        new Log(
                                LogLevel.WARN,
                                "web is tried again each second until there are descriptors for it; that counts as no"
                                        + " failed start"),
                        new Announce(STARTING, BACKOFF, 3, 0, true));
        assertThat(again.next()).isEqualTo(new Phase.Backoff(secs(8), 3));
        assertThat(again.effects())
                .containsExactly(new KeepSpawnError("why"), new Announce(STARTING, BACKOFF, 3, 0, true));
    }

    @Test
    void aFailedSpawnIsLoggedBeforeItIsAnnounced() {
        Transition transition = new Phase.Starting(0, 1, 0).onSpawnFailed(POLICY, "command is empty", at(5));

        assertThat(transition.next()).isEqualTo(new Phase.Backoff(secs(7), 2));
        assertThat(transition.effects())
                .containsExactly(
                        new KeepSpawnError("command is empty"),
                        new Log(LogLevel.INFO, "spawnerr: command is empty"),
                        new Announce(STARTING, BACKOFF, 2, 0, true));
    }

    @Test
    void aQuickExitIsUnexpectedWhateverItsStatus() {
        Transition transition = new Phase.Starting(0, 0, 77).onReaped(POLICY, new Exited(0), at(0.5));

        assertThat(transition.next()).isEqualTo(new Phase.Backoff(secs(1.5), 1));
        assertThat(transition.effects())
                .containsExactly(
                        new KeepSpawnError("Exited too quickly (process log may have details)"),
                        new Announce(STARTING, BACKOFF, 1, 0, true),
                        new Log(LogLevel.WARN, "exited: web (exit status 0; not expected)"));
    }

    @Test
    void anExitThatIsNotQuickPassesThroughRunningWithoutASuccessLine() {
        Transition transition = starting(0).onReaped(POLICY, new Exited(0), at(3));

        assertThat(transition.next()).isEqualTo(new Phase.Exited(new Exited(0), secs(3), true));
        assertThat(transition.effects())
                .containsExactly(
                        new Announce(STARTING, RUNNING, 0, 77, true),
                        new KeepExitCode(0),
                        new Announce(RUNNING, EXITED, 0, 77, true),
                        new Log(LogLevel.INFO, "exited: web (exit status 0; expected)"));
    }

    @Test
    void anUnexpectedExitKeepsItsCodeAndSaysSo() {
        Transition transition = new Phase.Running(0, 77).onReaped(POLICY, new Exited(5), at(3));

        assertThat(transition.effects())
                .containsExactly(
                        new KeepExitCode(5),
                        new KeepSpawnError("Bad exit code 5"),
                        new Announce(RUNNING, EXITED, 0, 77, false),
                        new Log(LogLevel.WARN, "exited: web (exit status 5; not expected)"));
    }

    @Test
    void aDeathBySignalIsCodeMinusOne() {
        Transition transition = new Phase.Running(0, 77).onReaped(POLICY, new Killed(6, true), at(3));

        assertThat(transition.effects())
                .contains(
                        new KeepExitCode(-1),
                        new KeepSpawnError("Bad exit code -1"),
                        new Log(LogLevel.WARN, "exited: web (terminated by SIGABRT (core dumped); not expected)"));
    }

    @Test
    void autorestartTrueRestartsAfterAnExpectedExitToo() {
        StartPolicy always = restarting(StartPolicy.Restart.ALWAYS);

        assertThat(exited(new Exited(0)).onTick(always, at(9)).next().state()).isEqualTo(STARTING);
    }

    @Test
    void autorestartFalseNeverRestarts() {
        StartPolicy never = restarting(StartPolicy.Restart.NEVER);

        assertThat(exited(new Killed(9, false)).onTick(never, at(9)).next().state())
                .isEqualTo(EXITED);
    }

    @Test
    void everyListedExitCodeIsExpected() {
        StartPolicy unexpected = restarting(StartPolicy.Restart.UNEXPECTED);

        assertThat(exited(new Exited(2)).onTick(unexpected, at(9)).next().state())
                .isEqualTo(EXITED);
    }

    @Test
    void aChildThatLivedIsReplacedAtOnce() {
        Phase exited = new Phase.Running(0, 77)
                .onReaped(POLICY, new Exited(1), at(0.1))
                .next();

        assertThat(exited.deadline(POLICY, true)).isEqualTo(secs(0.1));
    }

    @Test
    void aChildThatBarelyLivedIsReplacedASecondAfterItsStart() {
        StartPolicy policy = policy(0, 3);
        Phase exited = new Phase.Running(secs(7), 77)
                .onReaped(policy, new Exited(1), at(7.0999))
                .next();

        assertThat(exited.deadline(policy, true)).isEqualTo(secs(8));
        assertThat(exited.onTick(policy, at(7.9)).next().state()).isEqualTo(EXITED);
        assertThat(exited.onTick(policy, at(8)).next().state()).isEqualTo(STARTING);
    }

    @Test
    void whetherAChildIsReplacedAtOnceIsKnownBeforehand() {
        Phase running = new Phase.Running(secs(7), 77);

        assertThat(running.isReplacedAtOnce(POLICY, new Exited(1), at(9))).isTrue();
        assertThat(running.isReplacedAtOnce(POLICY, new Exited(0), at(9))).isFalse();
        assertThat(running.isReplacedAtOnce(POLICY, new Exited(1), shuttingDownAt(9)))
                .isFalse();
        assertThat(running.isReplacedAtOnce(POLICY, new Exited(1), at(7.05))).isFalse();
        assertThat(starting(7).isReplacedAtOnce(POLICY, new Exited(1), at(7.5))).isFalse();
        assertThat(stopping(9).isReplacedAtOnce(POLICY, new Exited(1), at(8))).isFalse();
    }

    @Test
    void whatIsNotToBeRestartedHasNoDeadline() {
        assertThat(exited(new Exited(0)).deadline(POLICY, true)).isEqualTo(Phase.NEVER);
        assertThat(exited(new Exited(1)).deadline(POLICY, false)).isEqualTo(Phase.NEVER);
        assertThat(new Phase.Exited(new Exited(1), 0, false).deadline(POLICY, true))
                .isEqualTo(Phase.NEVER);
    }

    @Test
    void deadlinesAreTheMomentsAtWhichTheTableMovesOn() {
        assertThat(starting(2).deadline(POLICY, true)).isEqualTo(secs(3) + 1);
        assertThat(new Phase.Starting(0, 0, 0).deadline(POLICY, true)).isEqualTo(Phase.NEVER);
        assertThat(backoff(2).deadline(POLICY, true)).isEqualTo(secs(2) + 1);
        assertThat(backoff(3).deadline(POLICY, true)).isEqualTo(secs(3) + 1);
        assertThat(backoff(2).deadline(POLICY, false)).isEqualTo(Phase.NEVER);
        assertThat(backoff(4).deadline(POLICY, false)).isLessThan(0);
        assertThat(stopping(12).deadline(POLICY, true)).isEqualTo(secs(12));
        assertThat(new Phase.Running(0, 77).deadline(POLICY, true)).isEqualTo(Phase.NEVER);
    }

    @Test
    void aStopIsLoggedThenAnnouncedThenSent() {
        Transition transition = new Phase.Running(0, 77).onStop(POLICY, at(3));

        assertThat(transition.next()).isEqualTo(new Phase.Stopping(secs(13), 0, 77));
        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.DEBUG, "killing web (pid 77) with signal SIGTERM"),
                        new Announce(RUNNING, STOPPING, 0, 77, true),
                        new Kill(77, 15, false));
    }

    @Test
    void theFirstSignalGoesToTheGroupByStopasgroup() {
        Transition transition = new Phase.Running(0, 77).onStop(asGroup(true, false), at(3));

        assertThat(transition.effects())
                .contains(
                        new Log(LogLevel.DEBUG, "killing web (pid 77) process group with signal SIGTERM"),
                        new Kill(77, 15, true));
    }

    @Test
    void sigkillFollowsAtTheEndOfStopwaitsecsAndIsRepeated() {
        Transition transition = stopping(10).onTick(POLICY, at(10));

        assertThat(stopping(10).onTick(POLICY, at(9.999999999)).effects()).isEmpty();
        assertThat(transition.next()).isEqualTo(new Phase.Stopping(secs(20), 0, 77));
        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.WARN, "killing 'web' (77) with SIGKILL"),
                        new Log(LogLevel.DEBUG, "killing web (pid 77) with signal SIGKILL"),
                        new Kill(77, 9, false));
    }

    @Test
    void sigkillGoesToTheGroupByKillasgroup() {
        Transition transition = stopping(10).onTick(asGroup(false, true), at(10));

        assertThat(transition.effects()).contains(new Kill(77, 9, true));
    }

    @Test
    void aSecondStopSendsTheStopSignalOnceMore() {
        Transition transition = stopping(10).onStop(asGroup(false, true), at(5));

        assertThat(transition.next()).isEqualTo(new Phase.Stopping(secs(15), 0, 77));
        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.DEBUG, "killing web (pid 77) process group with signal SIGTERM"),
                        new Kill(77, 15, true));
    }

    @Test
    void aStopByAnUnlistedStatusIsAWarning() {
        Transition transition = stopping(10).onReaped(POLICY, new Killed(15, false), at(5));

        assertThat(transition.effects())
                .containsExactly(
                        new KeepExitCode(-1),
                        new Announce(STOPPING, STOPPED, 0, 77, true),
                        new Log(LogLevel.WARN, "stopped: web (terminated by SIGTERM)"));
    }

    @Test
    void aStopByAListedStatusIsNews() {
        Transition transition = stopping(10).onReaped(POLICY, new Exited(0), at(5));

        assertThat(transition.effects()).contains(new Log(LogLevel.INFO, "stopped: web (exit status 0)"));
    }

    @Test
    void failuresSurviveAStopFromBackoff() {
        Phase stopped = backoff(2).onStop(POLICY, at(0)).next();

        Transition again = stopped.onStart(POLICY, at(5));

        assertThat(again.next()).isEqualTo(new Phase.Starting(secs(5), 2, 0));
    }

    @Test
    void failuresSurviveAStopOfWhatStarts() {
        Phase stopping = new Phase.Starting(0, 2, 77).onStop(POLICY, at(0)).next();
        Phase stopped = stopping.onReaped(POLICY, new Exited(0), at(1)).next();

        assertThat(stopped).isEqualTo(new Phase.Stopped(2, false));
    }

    @Test
    void givingUpForgetsTheFailures() {
        Transition gaveUp = backoff(4).onTick(POLICY, at(0));

        assertThat(gaveUp.effects())
                .containsExactly(
                        new Announce(BACKOFF, FATAL, 0, 0, true),
                        new Log(LogLevel.INFO, "gave up: web entered FATAL state, too many start retries too quickly"));
        assertThat(gaveUp.next().onStart(POLICY, at(1)).next()).isEqualTo(new Phase.Starting(secs(1), 0, 0));
    }

    @Test
    void aStopFromBackoffIsLoggedAndHasNoPid() {
        Transition transition = backoff(1).onStop(POLICY, at(0));

        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.DEBUG, "Attempted to kill web, which is in BACKOFF state."),
                        new Announce(BACKOFF, STOPPED, 0, 0, true));
    }

    @Test
    void aShutdownGivesUpBackoffWithoutALine() {
        assertThat(backoff(1).onShutdown(POLICY, at(0)).effects())
                .containsExactly(new Announce(BACKOFF, FATAL, 0, 0, true));
    }

    @Test
    void aStartOfWhatRunsIsOnlyLogged() {
        Transition transition = stopping(10).onStart(POLICY, at(1));

        assertThat(transition.next()).isEqualTo(stopping(10));
        assertThat(transition.effects()).containsExactly(new Log(LogLevel.WARN, "process 'web' already running"));
    }

    @Test
    void aStopOfWhatDoesNotRunIsOnlyLogged() {
        Transition transition = new Phase.Fatal().onStop(POLICY, at(1));

        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.DEBUG, "attempted to kill web with sig SIGTERM but it wasn't running"));
    }

    @Test
    void aStopBeforeThereIsAChildPassesThroughStopping() {
        Transition transition = new Phase.Starting(0, 1, 0).onStop(POLICY, at(0));

        assertThat(transition.next()).isEqualTo(new Phase.Stopped(1, false));
        assertThat(transition.effects())
                .containsExactly(
                        new Announce(STARTING, STOPPING, 0, 0, true), new Announce(STOPPING, STOPPED, 0, 0, true));
    }

    @Test
    void aRefusedSignalIsLoggedBeforeItIsAnnounced() {
        Transition transition = stopping(10).onSignalRefused("unknown problem killing web (77): EPERM");

        assertThat(transition.next()).isEqualTo(new Phase.Unknown(77));
        assertThat(transition.effects())
                .containsExactly(
                        new Log(LogLevel.CRITICAL, "unknown problem killing web (77): EPERM"),
                        new Announce(STOPPING, UNKNOWN, 0, 77, true));
    }

    @Test
    void whatExitsFromUnknownIsNotRestarted() {
        Phase exited =
                new Phase.Unknown(77).onReaped(POLICY, new Exited(1), at(9)).next();

        assertThat(exited.onTick(POLICY, at(99)).next().state()).isEqualTo(EXITED);
    }
}

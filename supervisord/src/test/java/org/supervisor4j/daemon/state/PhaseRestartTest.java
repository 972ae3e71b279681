package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.model.ProcessState.BACKOFF;
import static org.supervisor4j.model.ProcessState.EXITED;
import static org.supervisor4j.model.ProcessState.FATAL;
import static org.supervisor4j.model.ProcessState.RUNNING;
import static org.supervisor4j.model.ProcessState.STARTING;
import static org.supervisor4j.model.ProcessState.STOPPED;
import static org.supervisor4j.model.ProcessState.STOPPING;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.state.Effect.Announce;
import org.supervisor4j.daemon.state.Effect.KeepExitCode;
import org.supervisor4j.daemon.state.Effect.KeepSpawnError;
import org.supervisor4j.daemon.state.Effect.Kill;
import org.supervisor4j.daemon.state.Effect.Log;
import org.supervisor4j.daemon.state.Effect.Spawn;
import org.supervisor4j.daemon.state.ExitStatus.Exited;
import org.supervisor4j.daemon.state.ExitStatus.Killed;
import org.supervisor4j.daemon.state.RestartPolicy.Shape;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.LogLevel;

/** What states make of inputs under another policy than the original's. */
class PhaseRestartTest {
    private static final Again DOUBLING = Again.policy().shape(Shape.EXPONENTIAL);
    private static final ExitStatus FAILED = new Exited(1);

    private static StartPolicy policy(Again again) {
        return policy(again, Restart.UNEXPECTED);
    }

    private static StartPolicy policy(Again again, Restart restart) {
        return new StartPolicy("web", true, restart, 1, 3, List.of(0), 15, 10, false, false, again.build());
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

    private static Phase.Running running(double since) {
        return new Phase.Running(secs(since), 77);
    }

    private static Recent recently(Again again, double... seconds) {
        Recent recent = Recent.NONE;
        for (double second : seconds) {
            recent = recent.with(again.build().limit(), secs(second));
        }
        return recent;
    }

    @Test
    void anExitWaitsAsTheCurveSaysBeforeTheNextStart() {
        StartPolicy policy = policy(DOUBLING.delay(2));
        Phase exited = running(0).onReaped(policy, FAILED, at(5)).next();

        assertThat(exited).isEqualTo(new Phase.Exited(FAILED, secs(7), true, new Restarts(1, Recent.NONE)));
        assertThat(exited.deadline(policy, true)).isEqualTo(secs(7));
        assertThat(exited.onTick(policy, at(6.999999999)).keeps(exited)).isTrue();
        Transition again = exited.onTick(policy, at(7));
        assertThat(again.next()).isEqualTo(new Phase.Starting(secs(7), 0, 0, new Restarts(1, Recent.NONE)));
        assertThat(again.effects()).containsExactly(new Announce(EXITED, STARTING, 0, 0, true), new Spawn());
    }

    @Test
    void theRowGoesOnThroughRunningUntilARunIsLongEnough() {
        StartPolicy policy = policy(DOUBLING.delay(2).reset(60));
        Phase second = new Phase.Running(0, 77, new Restarts(1, Recent.NONE));

        assertThat(second.onReaped(policy, FAILED, at(59)).next().deadline(policy, true))
                .isEqualTo(secs(63));
        assertThat(second.onReaped(policy, FAILED, at(60)).next().deadline(policy, true))
                .isEqualTo(secs(62));
    }

    @Test
    void aFailedStartIsOneOfTheRow() {
        StartPolicy policy = policy(DOUBLING);
        Phase starting = new Phase.Starting(0, 0, 77, new Restarts(2, Recent.NONE));

        assertThat(starting.onReaped(policy, FAILED, at(0.5)).next())
                .isEqualTo(new Phase.Backoff(secs(4.5), 1, new Restarts(3, Recent.NONE)));
        assertThat(new Phase.Starting(0, 1, 0, new Restarts(2, Recent.NONE))
                        .onSpawnFailed(policy, "why", at(0))
                        .next())
                .isEqualTo(new Phase.Backoff(secs(4), 2, new Restarts(3, Recent.NONE)));
    }

    @Test
    void chanceShortensTheWait() {
        StartPolicy policy = policy(DOUBLING.delay(10).jitter(0.5));
        Phase exited = running(0)
                .onReaped(policy, FAILED, new Moment(secs(5), true, 0.5))
                .next();

        assertThat(exited.deadline(policy, true)).isEqualTo(secs(5 + 7.5));
    }

    @Test
    void aPauseCountsFromTheEndEvenOfWhatEndedAtOnce() {
        StartPolicy policy = policy(Again.policy().pause(5));

        assertThat(running(0).onReaped(policy, FAILED, at(0.05)).next().deadline(policy, true))
                .isEqualTo(secs(5.05));
    }

    @Test
    void whatIsNotToComeBackDoesNotWait() {
        StartPolicy policy = policy(Again.policy().pause(5));
        Phase exited = running(0).onReaped(policy, new Exited(0), at(9)).next();

        assertThat(exited.deadline(policy, true)).isEqualTo(Phase.NEVER);
        assertThat(exited.comesBack(policy)).isFalse();
        Phase never = running(0)
                .onReaped(policy(Again.policy().pause(5), Restart.NEVER), FAILED, at(9))
                .next();
        assertThat(never.deadline(policy(Again.policy().pause(5), Restart.NEVER), true))
                .isEqualTo(Phase.NEVER);
    }

    @Test
    void oneRestartMoreThanTheLimitIsFatalAtOnce() {
        Again again = Again.policy().limit(5, 60);
        StartPolicy policy = policy(again);
        Phase fifth = new Phase.Running(secs(50), 77, new Restarts(0, recently(again, 10, 20, 30, 40, 50)));
        Phase exited = fifth.onReaped(policy, FAILED, at(55)).next();

        assertThat(exited.deadline(policy, true)).isEqualTo(Long.MIN_VALUE);
        Transition gaveUp = exited.onTick(policy, at(55));
        assertThat(gaveUp.next()).isEqualTo(new Phase.Fatal());
        assertThat(gaveUp.effects())
                .containsExactly(
                        new KeepSpawnError("restarted 5 times in 60 seconds"),
                        new Announce(EXITED, FATAL, 0, 0, true),
                        new Log(LogLevel.INFO, "gave up: web entered FATAL state, restarted 5 times in 60 seconds"));
    }

    @Test
    void theWindowOfTheLimitMoves() {
        Again again = Again.policy().limit(2, 60);
        StartPolicy policy = policy(again);
        Phase exited = new Phase.Running(secs(40), 77, new Restarts(0, recently(again, 10, 40)))
                .onReaped(policy, FAILED, at(70))
                .next();

        assertThat(exited.onTick(policy, at(70)).next())
                .isEqualTo(new Phase.Starting(secs(70), 0, 0, new Restarts(0, recently(again, 40, 70))));
    }

    @Test
    void failedStartsCountIntoTheLimit() {
        Again again = Again.policy().limit(1, 60);
        StartPolicy policy = policy(again);
        Phase first =
                new Phase.Starting(0, 0, 77).onReaped(policy, FAILED, at(0.5)).next();
        Phase second = first.onTick(policy, at(1.6)).next();
        Phase backoff = second.onSpawnFailed(policy, "why", at(1.6)).next();

        assertThat(backoff.state()).isEqualTo(BACKOFF);
        assertThat(backoff.deadline(policy, true)).isEqualTo(Long.MIN_VALUE);
        assertThat(backoff.deadline(policy, false)).isEqualTo(Phase.NEVER);
        assertThat(backoff.onTick(policy, shuttingDownAt(2)).keeps(backoff)).isTrue();
        assertThat(backoff.onTick(policy, at(1.6)).effects())
                .contains(
                        new KeepSpawnError("restarted 1 time in 60 seconds"), new Announce(BACKOFF, FATAL, 0, 0, true));
    }

    @Test
    void aWaitThatOutlastsTheWindowExceedsNothing() {
        Again again = Again.policy().limit(1, 10).pause(10);
        StartPolicy policy = policy(again);
        Phase exited = new Phase.Running(secs(0), 77, new Restarts(0, recently(again, 0)))
                .onReaped(policy, FAILED, at(2))
                .next();

        assertThat(exited.deadline(policy, true)).isEqualTo(secs(12));
        assertThat(exited.onTick(policy, at(12)).next().state()).isEqualTo(STARTING);
    }

    @Test
    void nothingIsGivenUpDuringAShutdown() {
        Again again = Again.policy().limit(1, 60);
        Phase exited = new Phase.Exited(FAILED, secs(5), true, new Restarts(0, recently(again, 0)));

        assertThat(exited.onTick(policy(again), shuttingDownAt(9)).keeps(exited))
                .isTrue();
    }

    @Test
    void fatalIsTriedAgainWithoutFailures() {
        StartPolicy policy = policy(Again.policy().fatalRetry(300));
        Phase fatal = new Phase.Backoff(0, 4).onTick(policy, at(10)).next();

        assertThat(fatal).isEqualTo(new Phase.Fatal(secs(310), Restarts.NONE));
        assertThat(fatal.deadline(policy, true)).isEqualTo(secs(310));
        assertThat(fatal.deadline(policy, false)).isEqualTo(Phase.NEVER);
        assertThat(fatal.onTick(policy, at(309.9)).keeps(fatal)).isTrue();
        assertThat(fatal.onTick(policy, shuttingDownAt(999)).keeps(fatal)).isTrue();
        Transition again = fatal.onTick(policy, at(310));
        assertThat(again.next()).isEqualTo(new Phase.Starting(secs(310), 0, 0));
        assertThat(again.effects()).containsExactly(new Announce(FATAL, STARTING, 0, 0, true), new Spawn());
    }

    @Test
    void aRetryOfFatalWaitsUntilTheLimitAllowsIt() {
        Again again = Again.policy().limit(2, 60).fatalRetry(5).shape(Shape.LINEAR);
        Restarts restarts = new Restarts(7, recently(again, 30, 40));
        Phase exited = new Phase.Exited(FAILED, secs(45), true, restarts);

        assertThat(exited.onTick(policy(again), at(44)).next())
                .isEqualTo(new Phase.Fatal(secs(90), new Restarts(0, restarts.recent())));
    }

    @Test
    void withoutAnEndNoNumberOfFailuresIsFatal() {
        StartPolicy policy = policy(Again.policy().endless());
        Phase backoff = new Phase.Backoff(secs(5), 1000);

        assertThat(backoff.deadline(policy, true)).isEqualTo(secs(5) + 1);
        assertThat(backoff.onTick(policy, at(6)).next().state()).isEqualTo(STARTING);
    }

    @Test
    void anEndThatIsNotToBeRepeatedIsLeftAsItIs() {
        StartPolicy policy = policy(Again.policy().never(new Exits(Set.of(78), Set.of(15))), Restart.ALWAYS);

        assertThat(policy.restartsAfter(new Exited(78))).isFalse();
        assertThat(policy.restartsAfter(new Killed(15, false))).isFalse();
        assertThat(policy.restartsAfter(new Exited(15))).isTrue();
        assertThat(policy.restartsAfter(new Killed(9, false))).isTrue();
        assertThat(policy.restartsAfter(new ExitStatus.Odd(0x7f))).isTrue();
    }

    @Test
    void aFailedStartThatIsNotToBeRepeatedIsFatalWhateverElseIsSaid() {
        StartPolicy policy = policy(Again.policy()
                .never(new Exits(Set.of(78), Set.of()))
                .fatalRetry(9)
                .endless());
        Transition gaveUp = new Phase.Starting(0, 0, 77).onReaped(policy, new Exited(78), at(0.5));

        assertThat(gaveUp.next()).isEqualTo(new Phase.Fatal());
        assertThat(gaveUp.effects())
                .containsExactly(
                        new KeepSpawnError("exit status 78 is one of no_restart_on"),
                        new Announce(STARTING, BACKOFF, 1, 0, true),
                        new Log(LogLevel.WARN, "exited: web (exit status 78; not expected)"),
                        new Announce(BACKOFF, FATAL, 0, 0, true),
                        new Log(
                                LogLevel.INFO,
                                "gave up: web entered FATAL state, exit status 78 is one of no_restart_on"));
    }

    @Test
    void anExpectedEndMayComeBackAllTheSame() {
        Again again = Again.policy().always(new Exits(Set.of(0, 7), Set.of()));

        assertThat(policy(again).restartsAfter(new Exited(0))).isTrue();
        assertThat(policy(again, Restart.NEVER).restartsAfter(new Exited(7))).isFalse();
        assertThat(policy(again.never(new Exits(Set.of(0), Set.of()))).restartsAfter(new Exited(0)))
                .isFalse();
    }

    @Test
    void aStartOnRequestForgetsAndDoesNotWait() {
        Again again = DOUBLING.limit(2, 60);
        StartPolicy policy = policy(again);
        Restarts restarts = new Restarts(5, recently(again, 0, 1));
        Phase fresh = new Phase.Starting(secs(2), 0, 0);

        assertThat(new Phase.Backoff(secs(99), 2, restarts)
                        .onStart(policy, at(2))
                        .next())
                .isEqualTo(fresh);
        assertThat(new Phase.Exited(FAILED, secs(99), true, restarts)
                        .onStart(policy, at(2))
                        .next())
                .isEqualTo(fresh);
        assertThat(new Phase.Fatal(secs(99), restarts).onStart(policy, at(2)).next())
                .isEqualTo(fresh);
        assertThat(new Phase.Stopped(2, false).onStart(policy, at(2)).next()).isEqualTo(fresh);
    }

    /** Its output took long to be read: the moment in which it would have been too often is over. */
    @Test
    void whatIsDueLongSinceIsJudgedByTheTimeOfNow() {
        StartPolicy policy = policy(Again.policy().limit(1, 60));
        Restarts once = new Restarts(0, Recent.NONE.with(policy.again().limit(), secs(10)));
        List<Phase> late =
                List.of(new Phase.Exited(FAILED, secs(20), true, once), new Phase.Backoff(secs(20), 1, once));

        for (Phase phase : late) {
            assertThat(phase.deadline(policy, true)).isLessThan(secs(20));
            assertThat(phase.onTick(policy, at(69)).next().state()).isEqualTo(FATAL);
            assertThat(phase.onTick(policy, at(70)).next().state()).isEqualTo(STARTING);
        }
    }

    @Test
    void aStopOfWhatWaitsForItsNextStartKeepsItDown() {
        StartPolicy policy = policy(DOUBLING.fatalRetry(9));
        List<Phase> waiting = List.of(
                new Phase.Exited(FAILED, secs(99), true, new Restarts(1, Recent.NONE)),
                new Phase.Fatal(secs(99), Restarts.NONE),
                new Phase.Stopped(0, false, secs(99), Restarts.NONE));

        for (Phase phase : waiting) {
            assertThat(phase.comesBack(policy)).isTrue();
            Transition stopped = phase.onStop(policy, at(5));

            assertThat(stopped.next().state()).isEqualTo(phase.state());
            assertThat(stopped.next().comesBack(policy)).isFalse();
            assertThat(stopped.next().deadline(policy, true)).isEqualTo(Phase.NEVER);
            assertThat(stopped.effects()).hasSize(1).allMatch(Log.class::isInstance);
        }
    }

    @Test
    void whatTheOriginalWouldHaveWaitIsNotStoppedByAWord() {
        StartPolicy policy = policy(Again.policy());

        assertThat(new Phase.Exited(FAILED, secs(99), true).comesBack(policy)).isFalse();
        assertThat(new Phase.Fatal().comesBack(policy)).isFalse();
        assertThat(new Phase.Stopped(0, true).comesBack(policy)).isFalse();
        assertThat(new Phase.Backoff(0, 1).comesBack(policy)).isFalse();
    }

    @Test
    void whatIsReplacedIsStoppedAndStartedByItself() {
        Again again = DOUBLING.delay(2).limit(3, 60);
        StartPolicy policy = policy(again);
        Transition stopping = running(0).onReplace(policy, at(5));

        assertThat(stopping.effects()).contains(new Announce(RUNNING, STOPPING, 0, 77, true), new Kill(77, 15, false));
        Transition stopped = stopping.next().onReaped(policy, new Killed(15, false), at(6));
        assertThat(stopped.next()).isEqualTo(new Phase.Stopped(0, false, secs(8), new Restarts(1, Recent.NONE)));
        assertThat(stopped.effects()).contains(new KeepExitCode(-1), new Announce(STOPPING, STOPPED, 0, 77, true));
        Transition again2 = stopped.next().onTick(policy, at(8));
        assertThat(stopped.next().onTick(policy, at(7.9)).keeps(stopped.next())).isTrue();
        assertThat(again2.next()).isEqualTo(new Phase.Starting(secs(8), 0, 0, new Restarts(1, recently(again, 8))));
        assertThat(again2.effects()).containsExactly(new Announce(STOPPED, STARTING, 0, 0, true), new Spawn());
    }

    @Test
    void aReplacementCountsIntoTheLimit() {
        Again again = Again.policy().limit(1, 60);
        StartPolicy policy = policy(again);
        Phase stopped = new Phase.Running(0, 77, new Restarts(0, recently(again, 0)))
                .onReplace(policy, at(5))
                .next()
                .onReaped(policy, new Exited(0), at(6))
                .next();

        assertThat(stopped.deadline(policy, true)).isEqualTo(Long.MIN_VALUE);
        assertThat(stopped.onTick(policy, at(6)).effects()).contains(new Announce(STOPPED, FATAL, 0, 0, true));
    }

    @Test
    void aStopOfWhatIsBeingReplacedWins() {
        StartPolicy policy = policy(Again.policy());
        Phase replaced = running(0).onReplace(policy, at(5)).next();
        Phase killed = replaced.onTick(policy, at(15)).next();

        assertThat(killed.onReaped(policy, new Exited(0), at(16)).next().comesBack(policy))
                .isTrue();
        assertThat(replaced.onStop(policy, at(6))
                        .next()
                        .onReaped(policy, new Exited(0), at(7))
                        .next())
                .isEqualTo(new Phase.Stopped(0, false));
    }

    @Test
    void whatHasNoChildIsNotReplaced() {
        StartPolicy policy = policy(Again.policy());

        for (Phase phase : List.of(
                new Phase.Stopped(0, false), new Phase.Starting(0, 0, 0), new Phase.Fatal(), new Phase.Backoff(0, 1))) {
            assertThat(phase.onReplace(policy, at(5)).keeps(phase)).isTrue();
        }
        assertThat(new Phase.Starting(0, 0, 77).onReplace(policy, at(5)).next().state())
                .isEqualTo(STOPPING);
    }

    /** Whatever children do: by chance, a thousand lives. */
    @Test
    void thereAreNeverMoreStartsByItselfThanTheLimitInAnyWindow() {
        SplittableRandom dice = new SplittableRandom(19);
        for (int life = 0; life < 1000; life++) {
            Again again = Again.policy()
                    .limit(1 + dice.nextInt(5), 1 + dice.nextInt(60))
                    .fatalRetry(1 + dice.nextInt(30))
                    .shape(List.of(Shape.values()).get(dice.nextInt(4)))
                    .delay(0.1 + dice.nextDouble(3))
                    .jitter(dice.nextDouble());
            assertHolds(policy(again, Restart.ALWAYS), dice);
        }
    }

    private static void assertHolds(StartPolicy policy, SplittableRandom dice) {
        List<Long> starts = new ArrayList<>();
        Phase phase = new Phase.Starting(0, 0, 0);
        long now = 0;
        for (int step = 0; step < 300; step++) {
            Transition next = step(phase, policy, now, dice);
            if (next.last() instanceof Spawn) {
                starts.add(now);
            }
            phase = next.next();
            long deadline = phase.deadline(policy, true);
            now = phase.pid() == 0 && deadline != Phase.NEVER && deadline > now
                    ? deadline
                    : now + secs(dice.nextDouble(3)) + 1;
        }
        Rate limit = policy.again().limit();
        for (int i = 0; i + limit.count() < starts.size(); i++) {
            assertThat(starts.get(i + limit.count()) - starts.get(i))
                    .as("%s under %s", starts, policy)
                    .isGreaterThanOrEqualTo(limit.windowNanos());
        }
    }

    private static Transition step(Phase phase, StartPolicy policy, long now, SplittableRandom dice) {
        Moment moment = new Moment(now, true, dice.nextDouble());
        if (phase.state() == STARTING && phase.pid() == 0) {
            return dice.nextInt(4) == 0
                    ? phase.onSpawnFailed(policy, "why", moment)
                    : phase.onSpawned(policy, 77, moment);
        }
        if (phase.pid() != 0 && dice.nextInt(3) == 0) {
            return phase.state() != STOPPING && dice.nextInt(3) == 0
                    ? phase.onReplace(policy, moment)
                    : phase.onReaped(policy, FAILED, moment);
        }
        return phase.onTick(policy, moment);
    }
}

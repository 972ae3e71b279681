package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.SignalForwards;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

/** Ends of the daemon that processes bring about, and how long an end may take. */
class ExitTest {
    private static final int KILLED = 9;

    private final LoopHarness harness = new LoopHarness();

    private static Duration secs(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static ProgramBuilder essential(String name, Essential.Kind kind) {
        return aProgram(name).essential(new Essential(kind, false, false));
    }

    private void rule(ExitRule rule, @Nullable String codeFrom, @Nullable Duration budget) {
        harness.container(new ContainerConfig(false, true, true, budget, rule, codeFrom, SignalForwards.NONE));
    }

    private void assertGoesOn() {
        assertThat(harness.supervisor.mood()).isEqualTo(SupervisorState.RUNNING);
    }

    private void assertEnds(int status) {
        assertThat(harness.supervisor.mood()).isEqualTo(SupervisorState.SHUTDOWN);
        assertThat(harness.supervisor.exitStatus()).isEqualTo(status);
    }

    @Test
    void firstEndOfAnEssentialProgramIsTheDaemonsWhateverAutorestartSays() {
        harness.with(
                essential("web", Essential.Kind.TRUE)
                        .autorestart(Restart.ALWAYS)
                        .alone(),
                aProgram("other").alone());
        harness.advance(secs(5));

        harness.exit("web", 3);

        assertEnds(3);
        assertThat(harness.log.lines()).contains("CRIT essential program web ended (exit status 3), shutting down");
        assertThat(harness.state("web")).isEqualTo(ProcessState.EXITED);
        assertThat(harness.state("other")).isEqualTo(ProcessState.STOPPING);
        harness.end("other", LoopHarness.TERMINATED);
        harness.os.assertNothingLeft();
    }

    @Test
    void failedStartIsAnEndToo() {
        harness.with(essential("web", Essential.Kind.TRUE).alone());

        harness.exit("web", 4);

        assertEnds(4);
        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
    }

    @Test
    void fatalLetsTheRetriesRunFirst() {
        harness.with(essential("web", Essential.Kind.FATAL).startretries(1).alone());
        harness.exit("web", 4);
        assertGoesOn();
        harness.advance(secs(1.1));

        harness.end("web", KILLED);

        assertEnds(137);
    }

    @Test
    void stopAndRestartByAClientDoNotCount() {
        harness.with(essential("web", Essential.Kind.TRUE).alone());
        harness.advance(secs(5));

        harness.process("web").stop();
        harness.end("web", LoopHarness.TERMINATED);
        assertGoesOn();
        harness.start(harness.process("web"));
        harness.advance(secs(5));
        assertGoesOn();

        harness.exit("web", 0);
        assertEnds(0);
    }

    @Test
    void ofTwoThatEndAtOnceTheFirstCounts() {
        harness.with(
                essential("a", Essential.Kind.TRUE).alone(),
                essential("b", Essential.Kind.TRUE).alone());
        harness.advance(secs(5));
        harness.os.end(harness.pid("b"), 5 << 8);
        harness.os.end(harness.pid("a"), 6 << 8);

        harness.supervisor.reap();
        harness.turn();

        assertEnds(5);
    }

    @Test
    void whoEndsWhileTheDaemonWasToldToEndDoesNotCount() {
        harness.with(
                essential("web", Essential.Kind.TRUE).alone(), aProgram("other").alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.exit("web", 3);

        assertEnds(0);
    }

    @Test
    void lastOfAllEndsTheDaemonWithTheFirstFailure() {
        rule(new ExitRule(true, false), null, null);
        harness.with(
                aProgram("a").autorestart(Restart.NEVER).alone(),
                aProgram("b").autorestart(Restart.NEVER).alone(),
                aProgram("never").notAutostarted().alone());
        harness.advance(secs(5));

        harness.exit("a", 4);
        assertGoesOn();
        harness.exit("b", 0);

        assertEnds(4);
    }

    @Test
    void whatComesBackIsNotAtRest() {
        rule(new ExitRule(true, false), null, null);
        harness.with(aProgram("a").autorestart(Restart.ALWAYS).alone());
        harness.advance(secs(5));

        harness.exit("a", 4);
        harness.advance(secs(5));

        assertGoesOn();
    }

    @Test
    void lastOneThatAClientStopsEndsNothing() {
        rule(new ExitRule(true, false), null, null);
        harness.with(aProgram("a").alone());
        harness.advance(secs(5));

        harness.process("a").stop();
        harness.end("a", LoopHarness.TERMINATED);

        assertGoesOn();
    }

    @Test
    void anotherProgramMayGiveTheStatus() {
        rule(new ExitRule(false, true), "other", null);
        harness.with(aProgram("web").startretries(0).alone(), aProgram("other").alone());
        harness.exit("web", 3);

        harness.end("other", LoopHarness.TERMINATED);

        assertEnds(128 + LoopHarness.TERMINATED);
    }

    @Test
    void deafProgramIsKilledASecondBeforeTheEnd() {
        rule(ExitRule.NONE, null, secs(9));
        harness.with(aProgram("deaf").stopwaitsecs(3600).alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.advance(secs(7.9));
        assertThat(harness.log.lines()).noneMatch(line -> line.contains("SIGKILL"));
        harness.advance(secs(0.2));

        assertThat(harness.log.lines())
                .contains("WARN the time for a shutdown is nearly over (stop_budget): deaf did not end in it, and is"
                        + " killed");
        harness.end("deaf", KILLED);
        harness.os.assertNothingLeft();
    }

    @Test
    void whoseTurnHasNotComeIsAskedWhenHalfOfTheTimeIsOver() {
        rule(ExitRule.NONE, null, secs(8));
        harness.with(
                aProgram("polite").priority(1).alone(),
                aProgram("deaf").priority(2).stopwaitsecs(3600).alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.advance(secs(3.9));
        assertThat(harness.state("polite")).isEqualTo(ProcessState.RUNNING);
        harness.advance(secs(0.2));

        assertThat(harness.state("polite")).isEqualTo(ProcessState.STOPPING);
        harness.end("polite", LoopHarness.TERMINATED);
        harness.advance(secs(4));
        assertThat(harness.log.lines()).noneMatch(line -> line.contains("killing 'polite'"));
        harness.end("deaf", KILLED);
    }

    @Test
    void withoutABudgetNobodyIsHurried() {
        harness.with(aProgram("deaf").stopwaitsecs(3600).alone());
        harness.advance(secs(5));

        harness.shutdown();
        harness.advance(secs(3000));

        assertThat(harness.log.lines()).noneMatch(line -> line.contains("SIGKILL"));
        harness.end("deaf", KILLED);
    }
}

package org.supervisor4j.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.supervisor.FakeHealth;
import org.supervisor4j.daemon.supervisor.FakeOs.Sent;
import org.supervisor4j.daemon.supervisor.LoopHarness;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.model.ProcessState;

/** What follows from what is found out about a run, on a control loop that the test turns. */
class RunHealthTest {
    private final LoopHarness harness = new LoopHarness();

    private static HealthConfig health(@Nullable Ready ready, @Nullable Probe probe, HealthAction action) {
        HealthConfig none = HealthConfig.NONE;
        return new HealthConfig(
                ready,
                none.readyTimeout(),
                probe,
                none.interval(),
                none.timeout(),
                none.retries(),
                none.success(),
                none.startPeriod(),
                none.expect(),
                null,
                null,
                action,
                Duration.ZERO,
                none.liveness());
    }

    private FakeHealth.Run web(@Nullable Ready ready, @Nullable Probe probe, HealthAction action) {
        harness.with(aProgram("web").health(health(ready, probe, action)).alone());
        return harness.health.of("web");
    }

    private FakeHealth.Run unready() {
        return web(new Ready.Notify(), null, HealthAction.RESTART);
    }

    private static Probe probe() {
        return new Probe.Tcp("127.0.0.1", 80);
    }

    @Test
    void runningComesWithTheSignalAndStartsecsPlaysNoPart() {
        FakeHealth.Run run = unready();
        harness.advance(Duration.ofSeconds(30));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);

        run.ready();
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.process("web").isReady()).isTrue();
        assertThat(harness.os.spawned().get(0).environment()).contains("NOTIFY_SOCKET=@fake");
    }

    @Test
    void whoIsNotReadyInTimeIsKilledAndThatIsAFailedStart() {
        unready();
        int pid = harness.pid("web");

        harness.advance(Duration.ofSeconds(61));
        assertThat(harness.os.sent()).containsExactly(new Sent(pid, 15));
        harness.advance(Duration.ofSeconds(10));
        assertThat(harness.os.sent()).containsExactly(new Sent(pid, 15), new Sent(pid, 9));
        harness.end("web", 9);

        assertThat(harness.state("web")).isEqualTo(ProcessState.BACKOFF);
        assertThat(harness.process("web").spawnerr()).isEqualTo("not ready within 60 seconds (ready_timeout)");
    }

    @Test
    void moreTimeIsGivenToWhoAsks() {
        FakeHealth.Run run = unready();
        harness.advance(Duration.ofSeconds(50));
        run.says("EXTEND_TIMEOUT_USEC=30000000");
        harness.advance(Duration.ofSeconds(29));
        assertThat(harness.os.sent()).isEmpty();

        harness.advance(Duration.ofSeconds(2));

        assertThat(harness.os.sent()).hasSize(1);
    }

    @Test
    void anEndBeforeItIsAFailedStartToo() {
        unready();
        harness.advance(Duration.ofSeconds(30));

        harness.exit("web", 0);

        assertThat(harness.state("web")).isEqualTo(ProcessState.BACKOFF);
        assertThat(harness.process("web").spawnerr()).startsWith("Exited before it was ready");
        assertThat(harness.health.open()).isZero();
    }

    @Test
    void aLineOfTheLogMayTell() throws InvalidValueException {
        web(new Ready.Log(LinePattern.parse("^listening")), null, HealthAction.RESTART);

        harness.channel("web", Channel.STDOUT)
                .listener()
                .onUnit(ByteBuffer.wrap("x\nlistening on 80\n".getBytes(StandardCharsets.UTF_8)));
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void whereBothAreAskedForItMustBeWellToo() {
        FakeHealth.Run run = web(new Ready.Notify(), probe(), HealthAction.RESTART);
        run.ready();
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);

        run.judged(Verdict.HEALTHY, "connected");
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.RUNNING);
        assertThat(harness.process("web").isHealthy()).isTrue();
    }

    @Test
    void theUnhealthyAreRestarted() {
        FakeHealth.Run run = web(null, probe(), HealthAction.RESTART);
        harness.advance(Duration.ofSeconds(2));
        run.judged(Verdict.HEALTHY, "connected");
        run.judged(Verdict.UNHEALTHY, "Connection refused");
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);

        harness.end("web", 15);
        harness.advance(Duration.ofSeconds(2));

        assertThat(harness.state("web")).isIn(ProcessState.STARTING, ProcessState.RUNNING);
        assertThat(harness.os.spawned()).hasSize(2);
        assertThat(run.isClosed()).isTrue();
        assertThat(harness.process("web").isHealthy()).isFalse();
    }

    @Test
    void orStoppedOrLeftAlone() {
        FakeHealth.Run run = web(null, probe(), HealthAction.STOP);
        harness.advance(Duration.ofSeconds(2));
        run.judged(Verdict.UNHEALTHY, "no");
        harness.turn();
        harness.end("web", 15);
        harness.advance(Duration.ofSeconds(20));
        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);

        harness.with(
                aProgram("db").health(health(null, probe(), HealthAction.MARK)).alone());
        harness.advance(Duration.ofSeconds(2));
        harness.health.of("db").judged(Verdict.UNHEALTHY, "no");
        harness.turn();
        assertThat(harness.state("db")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void whatIsUnhealthyBeforeItRunsIsDealtWithWhenItRuns() {
        FakeHealth.Run run = web(null, probe(), HealthAction.STOP);
        run.judged(Verdict.UNHEALTHY, "no");
        harness.turn();
        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);

        harness.advance(Duration.ofSeconds(2));

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPING);
    }

    @Test
    void aStopMayTakeLongerIfItAsks() {
        FakeHealth.Run run = unready();
        run.ready();
        harness.turn();
        harness.process("web").stop();
        run.says("STOPPING=1\nEXTEND_TIMEOUT_USEC=60000000");
        harness.advance(Duration.ofSeconds(59));
        assertThat(harness.os.sent()).hasSize(1);
        assertThat(harness.process("web").snapshot().health().stopping()).isTrue();

        harness.advance(Duration.ofSeconds(2));

        assertThat(harness.os.sent()).hasSize(2);
    }

    @Test
    void whatItSaysOfItselfIsKept() {
        FakeHealth.Run run = unready();
        run.says("STATUS=loading 5 of 9\nRELOADING=1\nMAINPID=77");
        harness.turn();

        HealthSnapshot seen = harness.process("web").snapshot().health();
        assertThat(seen.status()).isEqualTo("loading 5 of 9");
        assertThat(seen.mainPid()).isEqualTo(77);
        assertThat(seen.reloading()).isTrue();
        run.says("READY=1");
        assertThat(harness.process("web").snapshot().health().reloading()).isFalse();
    }

    @Test
    void withoutTheKeysNothingIsWatched() {
        harness.with(aProgram("web").alone());
        harness.advance(Duration.ofSeconds(2));

        assertThat(harness.health.open()).isZero();
        assertThat(harness.process("web").isReady()).isTrue();
        assertThat(harness.process("web").isHealthy()).isFalse();
    }
}

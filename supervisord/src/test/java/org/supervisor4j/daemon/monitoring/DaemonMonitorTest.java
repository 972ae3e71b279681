package org.supervisor4j.daemon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.Probe;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.monitoring.ProbeReport.Failing;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.daemon.supervisor.LoopHarness;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

/** What probes are told, by a control loop that the test turns. */
class DaemonMonitorTest {
    private final LoopHarness harness = new LoopHarness();
    private final Monitor monitor = new DaemonMonitor(
            harness.supervisor, process -> process.name().equals("vital"), harness.os, new LongAdder(), Map.of());

    private void letRun() {
        harness.advance(Duration.ofSeconds(2));
    }

    static HealthConfig checked() {
        HealthConfig none = HealthConfig.NONE;
        return new HealthConfig(
                null,
                none.readyTimeout(),
                new Probe.Tcp("127.0.0.1", 80),
                none.interval(),
                none.timeout(),
                none.retries(),
                none.success(),
                none.startPeriod(),
                none.expect(),
                null,
                null,
                HealthAction.MARK,
                Duration.ZERO,
                none.liveness());
    }

    @Test
    void nothingIsReadyBeforeItHasStarted() {
        harness.with(aProgram("web").alone());

        assertThat(monitor.ready().failing()).containsExactly(new Failing("web", "STARTING"));
        letRun();
        assertThat(monitor.ready().isGood()).isTrue();
    }

    @Test
    void whoIsNotStartedByItselfIsNotWaitedForUnlessItIsAskedFor() {
        harness.with(aProgram("lazy").notAutostarted().alone());

        assertThat(monitor.ready().isGood()).isTrue();
        assertThat(monitor.ready(List.of("lazy")).orElseThrow().failing())
                .containsExactly(new Failing("lazy", "STOPPED"));
    }

    @Test
    void whoHasDoneItsWorkIsReady() {
        harness.with(aProgram("once").autorestart(Restart.NEVER).alone());
        letRun();

        harness.exit("once", 0);

        assertThat(harness.state("once")).isEqualTo(ProcessState.EXITED);
        assertThat(monitor.ready().isGood()).isTrue();
    }

    @Test
    void anExitThatNobodyExpectedIsNone() {
        harness.with(aProgram("once").autorestart(Restart.NEVER).alone());
        letRun();

        harness.exit("once", 3);

        assertThat(monitor.ready().failing()).containsExactly(new Failing("once", "EXITED"));
    }

    @Test
    void whoIsStoppedByAClientIsNotReady() {
        harness.with(aProgram("web").alone());
        letRun();

        assertThat(harness.process("web").stop()).isEmpty();
        harness.turn();

        assertThat(monitor.ready().failing()).containsExactly(new Failing("web", "STOPPING"));
    }

    @Test
    void whereThereIsACheckItHasToHavePassed() {
        harness.with(aProgram("web").health(checked()).alone());
        letRun();

        assertThat(monitor.ready().failing()).containsExactly(new Failing("web", "RUNNING, not known to be healthy"));
        harness.health.of("web").judged(Verdict.HEALTHY, "");
        harness.turn();
        assertThat(monitor.ready().isGood()).isTrue();
        harness.health.of("web").judged(Verdict.UNHEALTHY, "");
        harness.turn();
        assertThat(monitor.ready().failing()).containsExactly(new Failing("web", "RUNNING, unhealthy"));
    }

    @Test
    void aDaemonThatEndsIsNotReady() {
        harness.with(aProgram("web").alone());
        letRun();

        harness.supervisor.stop(SupervisorState.SHUTDOWN);
        harness.turn();

        assertThat(monitor.ready().failing())
                .containsExactly(new Failing("supervisord", "SHUTDOWN"), new Failing("web", "STOPPING"));
        assertThat(monitor.alive().isGood()).isTrue();
    }

    @Test
    void namesAreThoseOfProcessesOrOfGroups() {
        harness.with(aProgram("web").alone());
        letRun();

        for (String name : List.of("web", "web:web", "web:*", "web:")) {
            assertThat(monitor.ready(List.of(name))).as(name).hasValue(ProbeReport.GOOD);
        }
        assertThat(monitor.ready(List.of("web", "nobody"))).isEmpty();
        assertThat(monitor.ready(List.of("web:nobody"))).isEmpty();
    }

    @Test
    void theDaemonLivesWhateverBecomesOfProgramsThatItDoesNotLiveFor() {
        harness.with(
                aProgram("other").command("/bin/false").alone(),
                aProgram("vital").command("/bin/false").alone());
        for (int failures = 1; failures <= 4; failures++) {
            harness.exit("other", 1);
            harness.exit("vital", 1);
            harness.advance(Duration.ofMillis(failures * 1000L + 500));
        }

        assertThat(harness.state("other")).isEqualTo(ProcessState.FATAL);
        assertThat(monitor.alive().failing()).containsExactly(new Failing("vital", "FATAL, and essential"));
    }

    @Test
    void aControlLoopThatDoesNotTurnIsNotAlive() {
        harness.with(aProgram("web").alone());
        // The test's clock goes on within a turn that does not end.
        harness.supervisor.context().loop().post("long", () -> {
            harness.clock.advance(Duration.ofSeconds(4));
            assertThat(monitor.alive().isGood()).isTrue();
            harness.clock.advance(Duration.ofSeconds(3));
            assertThat(monitor.alive().failing())
                    .containsExactly(new Failing("supervisord", "its control loop has not turned for 7 seconds"));
        });

        harness.turn();

        assertThat(harness.log.lines()).noneMatch(line -> line.contains("unexpected failure"));
    }

    @Test
    void aControlLoopWithNothingToDoIsAlive() {
        harness.with(aProgram("web").alone());
        harness.clock.advance(Duration.ofHours(1));

        assertThat(monitor.alive().isGood()).isTrue();
    }

    @Test
    void reportsAreTextOrJson() {
        ProbeReport failing = FakeMonitor.failing("w\"eb", "FATAL");

        assertThat(ProbeReport.GOOD.text()).isEqualTo("ok\n");
        assertThat(ProbeReport.GOOD.json()).isEqualTo("{\"status\":\"ok\",\"failing\":[]}\n");
        assertThat(failing.text()).isEqualTo("failing\nw\"eb: FATAL\n");
        assertThat(failing.json())
                .isEqualTo("{\"status\":\"failing\",\"failing\":[{\"name\":\"w\\\"eb\",\"why\":\"FATAL\"}]}\n");
        assertThat(ProbeReport.GOOD.pebble(200))
                .isEqualTo("{\"type\":\"sync\",\"status-code\":200,\"status\":\"OK\","
                        + "\"result\":{\"healthy\":true,\"failing\":[]}}\n");
    }
}

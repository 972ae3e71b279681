package org.supervisor4j.daemon.health.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.daemon.http.RecordingLog;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/** Who may probe when, on a loop of its own. */
@Timeout(60)
class ProberTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Set<ProbeCycle.Attempt> running = new HashSet<>();
    private final Queue<ProbeCycle.Attempt> begun = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<ProbeAnswer> answers = new LinkedBlockingQueue<>();
    private Prober prober;
    private EventLoop control;
    private int most;

    @BeforeEach
    void start() throws Exception {
        PosixSystem system = PosixSystem.open();
        RecordingLog log = new RecordingLog();
        control = new EventLoop(system.pollers().open(), system.monotonic(), log);
        prober = Prober.start(
                control,
                new ProbeSystem(
                        system.pollers(),
                        system.monotonic(),
                        system.descriptors(),
                        system.notifySockets(),
                        system.connections(),
                        system.processes(),
                        system.spawner(),
                        system.signals(),
                        system.host(),
                        log));
    }

    @AfterEach
    void stop() {
        prober.shutdown();
    }

    /** On the prober's loop. */
    private Runnable launch(ProbeCycle.Attempt attempt) {
        running.add(attempt);
        most = Math.max(most, running.size());
        begun.add(attempt);
        return () -> {};
    }

    private void onLoop(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        prober.post("test", () -> {
            task.run();
            done.countDown();
        });
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private ProbeCycle cycle(Duration timeout) {
        return new ProbeCycle(prober, timeout, this::launch, answers::add);
    }

    private ProbeAnswer answer() throws InterruptedException {
        @Nullable ProbeAnswer answer = answers.poll(30, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return Objects.requireNonNull(answer);
    }

    @Test
    void noMoreThanThirtyTwoRunAtOnceAndAllHaveTheirTurn() throws InterruptedException {
        onLoop(() -> {
            for (int i = 0; i < 100; i++) {
                cycle(LONG).begin(0);
            }
        });
        int answered = 0;
        while (answered < 100) {
            onLoop(() -> {
                assertThat(running).hasSizeLessThanOrEqualTo(Prober.MOST_AT_ONCE);
                for (ProbeCycle.Attempt attempt : Set.copyOf(running)) {
                    running.remove(attempt);
                    attempt.answer(true, "fine");
                }
            });
            while (answers.poll() != null) {
                answered++;
            }
        }

        assertThat(begun).hasSize(100);
        assertThat(most).isEqualTo(32);
    }

    @Test
    void whatDoesNotAnswerHasFailedAtItsTimeoutAndMakesRoom() throws InterruptedException {
        onLoop(() -> {
            for (int i = 0; i < 64; i++) {
                cycle(Duration.ofMillis(50)).begin(0);
            }
        });

        for (int i = 0; i < 64; i++) {
            ProbeAnswer answer = answer();
            assertThat(answer.good()).isFalse();
            assertThat(answer.text()).isEqualTo("no answer within 50 ms");
        }
    }

    @Test
    void theNextOfOneCycleWaitsForTheEndOfTheOneBefore() throws InterruptedException {
        ProbeCycle[] cycle = new ProbeCycle[1];
        onLoop(() -> {
            cycle[0] = cycle(Duration.ofMillis(50));
            cycle[0].begin(0);
        });
        ProbeAnswer first = answer();
        onLoop(() -> cycle[0].again(first, 0));

        assertThat(answer().text()).isEqualTo("the probe before hangs");
        assertThat(begun).hasSize(1);
        onLoop(() -> {
            begun.remove().ended();
            cycle[0].begin(0);
        });
        assertThat(answer().text()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void whatIsClosedIsHeardNoMoreAndMakesRoom() throws InterruptedException {
        onLoop(() -> {
            for (int i = 0; i < 40; i++) {
                ProbeCycle closed = cycle(LONG);
                closed.begin(0);
                prober.timer("close", closed::close).set(prober.now() + 1);
            }
            cycle(Duration.ofMillis(300)).begin(TimeUnit.MILLISECONDS.toNanos(100));
        });

        assertThat(answer().text()).isEqualTo("no answer within 300 ms");
        assertThat(answers).isEmpty();
    }
}

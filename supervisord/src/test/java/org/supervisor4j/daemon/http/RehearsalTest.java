package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.api.SupervisorApi;
import org.supervisor4j.daemon.os.MachineLoad;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.supervisor.EventLoop;
import org.supervisor4j.daemon.supervisor.StandInListener;

@Timeout(60)
class RehearsalTest {
    private final ServerFixture fixture = new ServerFixture();
    private final Path folder;
    private final PosixSystem system;
    private final Poller poller;
    private final EventLoop loop;
    private final StandInListener listener;
    private final Thread control = new Thread(this::runLoop, "control-loop");

    RehearsalTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        system = PosixSystem.open();
        poller = system.pollers().open();
        loop = new EventLoop(poller, system.monotonic(), fixture.log);
        listener = new StandInListener(loop, system.descriptors(), () -> "box");
    }

    @BeforeEach
    void turn() {
        control.start();
    }

    @AfterEach
    void stop() throws Exception {
        listener.closeSoon();
        loop.post("end", loop::stop);
        control.join();
        poller.close();
    }

    private void runLoop() {
        loop.run();
    }

    /** One with as many threads that run; each time that it is asked, it has worked for so long. */
    private record Machine(int runnableThreads, long work, AtomicLong sum) implements MachineLoad {
        Machine(int runnableThreads, long work) {
            this(runnableThreads, work, new AtomicLong());
        }

        @Override
        public long ownMillis() {
            return sum.addAndGet(work);
        }
    }

    @Test
    void playsAllRoundsAndLeavesNoTrace() throws Exception {
        assertThat(rehearsal(new Machine(1, 0)).perform()).isEqualTo(Rehearsal.ROUNDS);

        assertThat(folder).isEmptyDirectory();
        assertThat(fixture.log.lines).allMatch(line -> line.startsWith("TRAC "));
    }

    @Test
    void beginsWhenTheDaemonIsCalm() throws Exception {
        Rehearsal rehearsal = rehearsal(new Machine(1, 0));
        rehearsal.begin();

        while (!rehearsal.isOver()) {
            Thread.onSpinWait();
        }

        assertThat(fixture.log.lines).isNotEmpty();
    }

    @Test
    void givesWayWhenAllProcessorsHaveWork() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Rehearsal rehearsal = rehearsal(new MachineLoad() {
            @Override
            public int runnableThreads() {
                asked.countDown();
                return Integer.MAX_VALUE;
            }

            @Override
            public long ownMillis() {
                return 0;
            }
        });
        rehearsal.begin();
        asked.await();

        rehearsal.end();

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(fixture.log.lines).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void waitsWhileTheDaemonHasWorkAndEndsAtOnceWhenTold() throws Exception {
        Rehearsal rehearsal = rehearsal(new Machine(1, 30));
        rehearsal.begin();

        rehearsal.end();

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    /** As at a shutdown: who is called answers no more. */
    @Test
    void endsAtOnceInTheMiddleOfARound() throws Exception {
        Rehearsal rehearsal = rehearsal(new Machine(1, 0));
        rehearsal.begin();
        while (fixture.log.lines.isEmpty()) {
            Thread.onSpinWait();
        }
        loop.post("end", loop::stop);
        control.join();

        rehearsal.end();

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    private Rehearsal rehearsal(MachineLoad load) {
        return new Rehearsal(ServerFixture.unix(folder.resolve("s.sock"), 0700), fixture.services(), load, new Place());
    }

    private final class Place implements StandIn {
        @Override
        public SupervisorApi api() {
            return (SupervisorApi) Proxy.newProxyInstance(
                    SupervisorApi.class.getClassLoader(),
                    new Class<?>[] {SupervisorApi.class},
                    (proxy, method, arguments) ->
                            listener.clients().send((String) arguments[0], (String) arguments[1]));
        }

        @Override
        public void close() {
            listener.closeSoon();
        }
    }
}

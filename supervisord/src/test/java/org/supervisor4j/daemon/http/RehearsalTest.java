package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.supervisor.EventLoop;
import org.supervisor4j.daemon.supervisor.StandInListener;

@Timeout(60)
class RehearsalTest {
    private static final int A_CALM_MACHINE = 1;

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
        listener = new StandInListener(loop, system.descriptors());
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
        try {
            loop.run();
        } catch (OsException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void playsAllRoundsAndLeavesNoTrace() throws Exception {
        assertThat(rehearsal(() -> A_CALM_MACHINE).perform()).isEqualTo(Rehearsal.ROUNDS);

        assertThat(folder).isEmptyDirectory();
        assertThat(fixture.log.lines).allMatch(line -> line.startsWith("TRAC "));
    }

    @Test
    void waitsWhileAllProcessorsHaveWorkAndEndsAtOnceWhenTold() throws Exception {
        Rehearsal rehearsal = rehearsal(() -> Integer.MAX_VALUE);
        rehearsal.begin();

        rehearsal.end();

        assertThat(rehearsal.isOver()).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    private Rehearsal rehearsal(IntSupplier runnableThreads) {
        return new Rehearsal(
                ServerFixture.unix(folder.resolve("s.sock"), 0700),
                fixture.services(),
                runnableThreads,
                listener::sendRemoteCommEvent,
                listener::closeSoon);
    }
}

package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.ChildReaper.Reaped;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** Many children, and children that dawdle. */
@Tag("process")
class SpawnLoadIT {
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private ProcessFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProcessFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aChildThatIsStoppedBeforeItsExecHoldsNobodyUp() throws Exception {
        PosixSpawner stopping = fixture.spawnerWithRow(Syscall.KILL, 0, SIGSTOP);
        Spawned stopped = stopping.spawn(fixture.request("/bin/true").build());
        fixture.eventually("the child is stopped", () -> state(stopped.pid()) == 'T');

        try (Poller poller = EpollPoller.open(fixture.libc, fixture.architecture)) {
            poller.add(stopped.exec().descriptor(), true, false);
            assertThat(poller.await(0)).as("news from the stopped child").isZero();

            Spawned other = fixture.spawner().spawn(fixture.request("/bin/true").build());
            assertThat(other.exec().finish()).isNull();
            assertThat(fixture.waitStatus(other.pid())).isZero();

            fixture.libc.kill(stopped.pid(), SIGCONT);
            assertThat(poller.await(20_000_000_000L)).isOne();
            assertThat(poller.descriptor(0)).isEqualTo(stopped.exec().descriptor());
            poller.remove(stopped.exec().descriptor());
        }
        assertThat(stopped.exec().finish()).isNull();
        assertThat(fixture.waitStatus(stopped.pid())).isZero();
    }

    @Test
    void aChildSharesOurMemoryUntilItsExecUnlessItsUserCouldTraceIt() throws Exception {
        assertThat(seesMemoryMappedLater(fixture.spawnerWithRow(Syscall.KILL, 0, SIGSTOP)))
                .isTrue();
        if (fixture.users.uid() == 0) {
            KernelSettings tracing = new KernelSettings(fixture.libc, fixture.architecture) {
                @Override
                boolean everyProcessIsDumpable() {
                    return true;
                }
            };
            assertThat(seesMemoryMappedLater(fixture.spawnerWithRow(tracing, Syscall.KILL, 0, SIGSTOP)))
                    .isFalse();
        }
    }

    private boolean seesMemoryMappedLater(PosixSpawner stopping) throws Exception {
        SpawnRequest request = fixture.request("/bin/true")
                .withUser(new ProcessUser(65534, 65534, List.of(65534)))
                .build();
        boolean root = fixture.users.uid() == 0;
        Spawned stopped =
                stopping.spawn(root ? request : fixture.request("/bin/true").build());
        fixture.eventually("the child is stopped", () -> state(stopped.pid()) == 'T');
        int size = 12345 * 4096;
        long address = fixture.libc.mmap(size, 0, 0x22);
        boolean seen =
                Files.readString(Path.of("/proc/" + stopped.pid() + "/maps")).contains(Long.toHexString(address));
        fixture.libc.munmap(address, size);
        fixture.libc.kill(stopped.pid(), SIGCONT);
        assertThat(stopped.exec().finish()).isNull();
        assertThat(fixture.waitStatus(stopped.pid())).isZero();
        return seen;
    }

    private static char state(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fiveHundredMayBeInFlightTogether() throws Exception {
        PosixSpawner spawner = fixture.spawner();
        Pipe gate = fixture.descriptors.pipe();
        SpawnRequest request = fixture.request("/bin/cat")
                .withDescriptors(gate.readEnd(), fixture.devNull, fixture.devNull)
                .build();

        List<Spawned> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(spawner.spawn(request));
        }
        for (Spawned each : all) {
            assertThat(each.exec().finish()).isNull();
        }
        fixture.descriptors.close(gate.writeEnd());
        fixture.descriptors.close(gate.readEnd());
        Set<Integer> pids = new HashSet<>();
        all.forEach(each -> pids.add(each.pid()));
        reapAll(pids);
    }

    private void reapAll(Set<Integer> pids) throws OsException {
        fixture.eventually("all children are reaped", () -> {
            for (Reaped child = fixture.reaper.reap(); child != null; child = fixture.reaper.reap()) {
                assertThat(pids.remove(child.pid())).isTrue();
                assertThat(child.waitStatus()).isZero();
            }
            return pids.isEmpty();
        });
    }

    @Test
    void aThousandSpawnsLeaveNoDescriptorAndNoZombieBehind() throws Exception {
        PosixSpawner spawner = fixture.spawner();
        SpawnRequest good = fixture.request("/bin/true").build();
        SpawnRequest bad = fixture.request("/nonexistent").build();
        run(spawner, good);
        run(spawner, bad);
        int before = ProcessFixture.openDescriptors();

        for (int i = 0; i < 500; i++) {
            run(spawner, good);
            run(spawner, bad);
        }

        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before);
        assertThat(fixture.reaper.reap()).isNull();
        assertThat(fixture.libc.waitpid(-1, 0, 1))
                .as("no child at all: -ECHILD")
                .isEqualTo(-10);
    }

    private void run(PosixSpawner spawner, SpawnRequest request) throws OsException {
        Spawned spawned = spawner.spawn(request);
        boolean failed = spawned.exec().finish() != null;
        assertThat(failed).isEqualTo(request.path().equals("/nonexistent"));
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(failed ? ProcessFixture.EXIT_127 : 0);
    }

    @Test
    void spawnsSurviveAGarbageCollectorThatNeverRests() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!done.get()) {
                System.gc();
            }
        });
        collector.start();
        try {
            PosixSpawner spawner = fixture.spawner();
            for (int i = 0; i < 40; i++) {
                SpawnRequest request = fixture.request("/bin/sh", "-c", "test \"$A\" = " + i)
                        .withEnvironment("A=" + i)
                        .build();
                run(spawner, request);
            }
        } finally {
            done.set(true);
            collector.join();
        }
    }
}
